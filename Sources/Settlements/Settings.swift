/// What a clinic may decide where the sources are silent. The shipped value of each never over-bills.
public struct Settings: Hashable, Sendable {
    /// How a conference's modules of ten minutes are counted.
    public var moduleRounding = ModuleRounding.completed
    /// What 5 June, 24 December and 31 December are.
    public var halfHolidays = HalfHolidays.review

    public init() {}

    public enum ModuleRounding: String, CaseIterable, Sendable {
        /// Only modules that were completed.
        case completed
        /// A commenced module is a module.
        case commenced
    }

    public enum HalfHolidays: String, CaseIterable, Sendable { case review, dagtid, outOfHours }
}
