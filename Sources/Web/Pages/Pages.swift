import Foundation
import Mustache

/// Templates and languages, loaded once at start.
struct Pages: Sendable {
    private let library: MustacheLibrary
    private let words: [Language: Words]
    /// What scripts get of the language, ready to stand in a page.
    private let scripts: [Language: String]
    /// Where the static files of this version of the program are.
    let assets: String
    /// The one script that stands in pages themselves.
    let inlineScript: String
    /// Whether a connection may use the operator's relay; pages ask for it only then.
    let hasRelay: Bool

    /// Throws when a template does not parse or a language file cannot be read: then nothing is served at all.
    init(resources: Resources, files: StaticFiles, hasRelay: Bool = false) async throws {
        library = try await MustacheLibrary(directory: resources.path("Templates"))
        var words: [Language: Words] = [:]
        var scripts: [Language: String] = [:]
        for language in Language.allCases {
            let data = try Data(contentsOf: URL(fileURLWithPath: resources.path("Languages/\(language.rawValue).json")))
            let tree = try JSONDecoder().decode(Words.self, from: data)
            words[language] = tree
            // Only the server's pages need these.
            let serversOwn: Set = ["refusal", "support", "manage", "audit", "settlement", "ask"]
            scripts[language] = try ScriptJSON.text(tree.without(serversOwn))
        }
        self.words = words
        self.scripts = scripts
        assets = files.base
        inlineScript = files.inlineScript
        self.hasRelay = hasRelay
    }

    func words(_ language: Language) -> Words { words[language] ?? .tree([:]) }

    func scripts(_ language: Language) -> String { scripts[language] ?? "{}" }

    /// The page as HTML; nil when there is no such template.
    func render(_ page: some Page, _ frame: Frame) -> String? {
        library.render(
            PageContext(frame: frame.context(in: self), model: page.context(in: frame.language)),
            withTemplate: page.template)
    }
}

/// The model of one page: what its template is given besides the frame.
protocol Page: Sendable {
    var template: String { get }
    /// By the names that the template's first comment lists. What is not there is left out: a section is drawn even
    /// for an empty text.
    func context(in language: Language) -> [String: Any]
}

/// JSON that may stand inside a `script` element.
enum ScriptJSON {
    /// `<` is written as an escape, so that nothing in the data can end the element (HTML, section 4.12.1.3).
    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try Answer.encoder.encode(value), as: UTF8.self)
            .replacingOccurrences(of: "<", with: "\\u003c")
    }
}

/// A page's own names, and behind them those that all pages share.
private struct PageContext: MustacheParent {
    let frame: [String: Any]
    let model: [String: Any]

    func child(named name: String) -> Any? { model[name] ?? frame[name] }
}

/// What every page shares: language, the signed-in reader, the way to the other language.
struct Frame: Sendable {
    let language: Language
    /// The path of this page.
    let path: String
    let reader: Reader?
    let formToken: String
    let clinicName: String?

    struct Reader: Sendable {
        let name: String
        let manages: Bool
    }

    fileprivate func context(in pages: Pages) -> [String: Any] {
        var context: [String: Any] = [
            "lang": language.rawValue,
            "t": pages.words(language),
            "assets": pages.assets,
            "fetched": pages.inlineScript,
            "formToken": formToken,
            "hasRelay": pages.hasRelay,
            "other": [
                "language": language.other.rawValue, "name": language.other.name,
                "href": Addresses.inLanguage(language.other, path: path),
            ],
            "texts": pages.scripts(language),
        ]
        // A section is drawn for an empty text, too: what is not there must be absent.
        if let clinicName, !clinicName.isEmpty { context["clinicName"] = clinicName }
        if let reader { context["staff"] = ["name": reader.name, "isManager": reader.manages] as [String: Any] }
        return context
    }
}
