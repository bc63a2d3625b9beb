import Kernel

/// Somebody who works at a clinic and may sign in.
public struct StaffMember: Sendable, Hashable, Codable {
    /// What a person does at the clinic.
    public enum Role: String, Sendable, Codable, CaseIterable {
        case clinician, secretary, manager
    }

    public let id: ID<StaffMember>
    public let clinic: ID<Clinic>
    public var name: String
    public var role: Role
    /// A clinician or secretary who also has the manager's pages; always so for a manager.
    public var alsoManages: Bool
    /// False when the person has stopped: cannot sign in, stays in the records.
    public var active: Bool

    public init(
        id: ID<StaffMember>, clinic: ID<Clinic>, name: String, role: Role, alsoManages: Bool = false,
        active: Bool = true
    ) {
        self.id = id
        self.clinic = clinic
        self.name = name
        self.role = role
        self.alsoManages = alsoManages
        self.active = active
    }

    /// Whether the manager's pages are this person's.
    public var manages: Bool { role == .manager || alsoManages }

    /// A member of staff takes part in a visit under the same name as at the clinic.
    public var participant: ID<Participant> { ID<Participant>(id.text) }
}
