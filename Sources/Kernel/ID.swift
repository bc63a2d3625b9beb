/// The name of one thing of a kind: `ID<Visit>` is never taken for `ID<Clinic>`.
///
/// The text says nothing about a person; it may stand in a log, a metric or an address.
public struct ID<Of>: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }

    public static func < (a: ID, b: ID) -> Bool { a.text < b.text }
}
