import Foundation

/// Whatever is said in one language is said in every other: each language's file has the same keys, and none is empty.
struct LanguageKeys: Rule {
    let name = "language"
    let folder = "Sources/Web/Languages/"

    func findings(in tree: Tree) -> [Finding] {
        let files = tree.files.filter { $0.path.hasPrefix(folder) && $0.suffix == "json" }
        // `da.json` beside `en.json`, or `da/patient.json` beside `en/patient.json`.
        let groups = Dictionary(grouping: files) { file in
            let parts = file.path.dropFirst(folder.count).split(separator: "/")
            return parts.count == 1 ? "" : parts.dropFirst().joined(separator: "/")
        }
        return groups.values.flatMap(compare) + missingFiles(groups)
    }

    private func compare(_ files: [Tree.File]) -> [Finding] {
        let tables = files.map { (file: $0, words: words(of: $0)) }
        let everyKey = Set(tables.flatMap { ($0.words ?? [:]).keys })
        return tables.flatMap { file, words in
            guard let words else { return [finding(file, "is not a JSON object of texts")] }
            let missing = everyKey.subtracting(words.keys).sorted()
            let empty = words.filter { $0.value.isEmpty }.keys.sorted()
            return missing.map { finding(file, "lacks \"\($0)\"") }
                + empty.map { finding(file, "says nothing for \"\($0)\"") }
        }
    }

    private func missingFiles(_ groups: [String: [Tree.File]]) -> [Finding] {
        let nested = groups.filter { !$0.key.isEmpty }.values
        let languages = Set(
            nested.joined().compactMap { $0.path.dropFirst(folder.count).split(separator: "/").first })
        return nested.filter { $0.count < languages.count }.joined().map {
            finding($0, "has no counterpart in every language")
        }
    }

    private func finding(_ file: Tree.File, _ sentence: String) -> Finding {
        Finding(path: file.path, line: 1, rule: name, sentence: sentence)
    }

    /// Every text under its full key; nested objects are joined with dots.
    func words(of file: Tree.File) -> [String: String]? {
        guard let top = try? JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any] else {
            return nil
        }
        var found: [String: String] = [:]
        var left = top.map { ($0.key, $0.value) }
        while let (key, value) = left.popLast() {
            if let object = value as? [String: Any] {
                left += object.map { ("\(key).\($0.key)", $0.value) }
            } else if let list = value as? [Any] {
                left += list.enumerated().map { ("\(key).\($0.offset)", $0.element) }
            } else {
                found[key] = value as? String ?? "\(value)"
            }
        }
        return found
    }
}
