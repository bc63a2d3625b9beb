import Hummingbird

/// A language in which the pages are complete.
enum Language: String, Sendable, CaseIterable {
    case da, en

    /// What the language calls itself.
    var name: String { self == .da ? "Dansk" : "English" }

    var other: Language { self == .da ? .en : .da }

    static let cookie = "language"

    /// The reader's choice: what the address says, else what was chosen before, else what the browser asks for,
    /// else Danish.
    init(of request: Request) {
        self =
            Language.asked(in: request) ?? request.cookies[Language.cookie].flatMap { Language(rawValue: $0.value) }
            ?? Language.accepted(request.headers[.acceptLanguage] ?? "") ?? .da
    }

    /// `?lang=en` or `?language=en`.
    static func asked(in request: Request) -> Language? {
        let query = request.uri.queryParameters
        return (query["lang"] ?? query["language"]).flatMap { Language(rawValue: String($0)) }
    }

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
