import Kernel

/// What a patient writes who would rather be seen by video: who, where to reach them, and why, leaving health out.
public struct VideoWish: Sendable, Hashable, Codable {
    /// Personal circumstances that are not medical, which the clinic is to take into account.
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        case distance, transport, work, care, company, other
    }

    public var name: String
    public var telephone: String
    /// In the order of `Reason.allCases`, each once.
    public var reasons: [Reason]
    /// In the patient's own words; may be empty where a reason is chosen.
    public var text: String

    public init(name: String, telephone: String, reasons: Set<Reason>, text: String = "") {
        self.name = name
        self.telephone = telephone
        self.reasons = Reason.allCases.filter(reasons.contains)
        self.text = text
    }

    /// A few sentences; there is no room for a story of an illness.
    public static let longestText = 300

    /// Refuses what the clinic could not answer, naming the field. Whoever wishes is not known to the clinic, so
    /// everything may be anything.
    public func check() throws(Refusal) {
        for (field, value) in [("name", name), ("telephone", telephone), ("text", text)] {
            guard !PersonalNumberInText.isIn(value) else {
                throw Refusal(.invalid, "personal-number-not-here", field: field)
            }
            // A line break belongs in a text; other control characters come from no keyboard.
            guard value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || Self.breaks.contains($0) })
            else { throw Refusal(.invalid, "text-not-understood", field: field) }
        }
        guard !name.isEmpty else { throw Refusal(.invalid, "name-missing", field: "name") }
        guard name.count <= Booking.longestName, name.utf8.count <= 4 * Booking.longestName else {
            throw Refusal(.invalid, "name-too-long", field: "name")
        }
        guard !telephone.isEmpty else { throw Refusal(.invalid, "telephone-missing", field: "telephone") }
        guard Booking.isTelephone(telephone) else {
            throw Refusal(.invalid, "telephone-not-understood", field: "telephone")
        }
        // Characters may each be long without end (combining marks), so bytes are counted as well.
        guard text.count <= Self.longestText, text.utf8.count <= 4 * Self.longestText else {
            throw Refusal(.invalid, "text-too-long", field: "text", details: ["most": "\(Self.longestText)"])
        }
        guard !reasons.isEmpty || !text.isEmpty else { throw Refusal(.invalid, "wish-reason-missing", field: "reasons") }
    }

    private static let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\t"]
}

/// Personal numbers that somebody wrote where none belongs: Venterum keeps none.
public enum PersonalNumberInText {
    /// Whether six digits, a hyphen and four digits stand there that begin with a day of the calendar. Ten digits in a
    /// row are as often a telephone number with its country, so those are left alone.
    public static func isIn(_ text: String) -> Bool {
        let letters = Array(text.utf8)
        guard letters.count >= 11 else { return false }
        return (0...(letters.count - 11)).contains { from in
            func isDigit(_ index: Int) -> Bool {
                letters.indices.contains(index) && (0x30...0x39).contains(letters[index])
            }
            guard letters[from + 6] == 0x2D, !isDigit(from - 1), !isDigit(from + 11),
                (from..<(from + 11)).allSatisfy({ $0 == from + 6 || isDigit($0) })
            else { return false }
            return (try? CPRNumber(String(decoding: letters[from..<(from + 11)], as: UTF8.self))) != nil
        }
    }
}
