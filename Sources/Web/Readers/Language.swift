/// A language in which the pages are complete.
enum Language: String, Sendable, CaseIterable {
    case da, en

    /// What the language calls itself.
    var name: String { self == .da ? "Dansk" : "English" }

    var other: Language { self == .da ? .en : .da }

    static let cookie = "language"

    /// The first of the listed languages that we have, best quality first (RFC 9110, section 12.5.4).
    static func accepted(_ header: String) -> Language? {
        let wishes = header.split(separator: ",").prefix(20).map { part -> (String, Double) in
            let pieces = part.split(separator: ";")
            let tag = pieces.first.map { $0.filter { !$0.isWhitespace }.lowercased() } ?? ""
            let quality = pieces.dropFirst().first { $0.contains("q=") }?.split(separator: "=").last
            return (tag, quality.flatMap { Double($0) } ?? 1)
        }
        for (tag, quality) in wishes.sorted(by: { $0.1 > $1.1 }) where quality > 0 {
            if let found = Language(rawValue: String(tag.prefix(2))) { return found }
        }
        return nil
    }
}
