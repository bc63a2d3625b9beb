/// The number under which a practice settles with its region: six digits, leading zeros kept.
public struct Ydernummer: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Six digits.
    public let text: String

    /// Refuses with `ydernummer-format` what is not six digits.
    public init(_ text: String) throws(Refusal) {
        guard text.utf8.count == 6, text.utf8.allSatisfy({ $0 &- 0x30 <= 9 }) else {
            throw Refusal(.invalid, "ydernummer-format", field: "ydernummer")
        }
        self.text = text
    }

    public init(from decoder: any Decoder) throws {
        self = try Ydernummer(decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }

    public static func < (a: Ydernummer, b: Ydernummer) -> Bool { a.text < b.text }
}
