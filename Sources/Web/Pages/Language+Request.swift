import Hummingbird

extension Language {
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
}
