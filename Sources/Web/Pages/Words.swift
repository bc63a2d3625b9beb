import Foundation
import Mustache

/// The texts of one language, as the tree of its file.
enum Words: Sendable, Codable, MustacheParent {
    case text(String)
    case list([Words])
    case tree([String: Words])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([Words].self) {
            self = .list(list)
        } else {
            self = .tree(try container.decode([String: Words].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .tree(let tree): try container.encode(tree)
        }
    }

    subscript(_ name: String) -> Words? {
        if case .tree(let tree) = self { tree[name] } else { nil }
    }

    /// A text by its dotted name, its `{places}` filled in. A missing one shows its name, so that it is noticed.
    func text(_ name: String, _ places: [String: String] = [:]) -> String {
        var here: Words? = self
        for part in name.split(separator: ".") { here = here?[String(part)] }
        guard case .text(var text)? = here else { return name }
        for (place, value) in places { text = text.replacingOccurrences(of: "{\(place)}", with: value) }
        return text
    }

    func has(_ name: String) -> Bool { text(name) != name }

    /// For templates: a leaf as text, a list as a sequence, a tree as itself.
    func child(named name: String) -> Any? { self[name].flatMap(\.rendered) }

    private var rendered: Any? {
        switch self {
        case .text(let text): text
        case .list(let list): list.compactMap(\.rendered)
        case .tree: self
        }
    }

    /// Without some of the uppermost branches.
    func without(_ names: Set<String>) -> Words {
        guard case .tree(let tree) = self else { return self }
        return .tree(tree.filter { !names.contains($0.key) })
    }
}
