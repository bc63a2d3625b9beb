import Foundation

/// A link in a document leads to something that exists.
struct DeadLinks: Rule {
    let name = "dead-link"

    func findings(in tree: Tree) -> [Finding] {
        tree.files(ending: "md").flatMap { file in
            file.lines.enumerated().flatMap { index, line in
                targets(of: line).filter { !exists($0, from: file.path, in: tree) }.map {
                    Finding(path: file.path, line: index + 1, rule: name, sentence: "\($0) does not exist")
                }
            }
        }
    }

    /// The targets of `[text](target)` and `![text](target)`; not those on other hosts.
    func targets(of line: String) -> [String] {
        line.components(separatedBy: "](").dropFirst().compactMap { rest in
            let target = rest.prefix { $0 != ")" && $0 != " " }
            let isOutside = target.contains("://") || target.hasPrefix("mailto:")
            return isOutside || target.isEmpty ? nil : String(target)
        }
    }

    private func exists(_ target: String, from path: String, in tree: Tree) -> Bool {
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let place = parts[0].isEmpty ? path : resolve(String(parts[0]), from: path)
        guard tree.paths.contains(place) || place.isEmpty else { return false }
        guard parts.count == 2, let file = tree.files.first(where: { $0.path == place }) else { return true }
        return file.lines.contains { $0.hasPrefix("#") && anchor(of: $0) == parts[1].lowercased() }
    }

    private func resolve(_ target: String, from path: String) -> String {
        var parts = target.hasPrefix("/") ? [] : path.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") {
            if part == ".." {
                parts = Array(parts.dropLast())
            } else if part != "." {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    /// A heading's anchor, as code hosts make it: small letters, spaces to hyphens, other signs left out.
    func anchor(of heading: String) -> String {
        let text = heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
        return String(text.filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" })
            .replacingOccurrences(of: " ", with: "-")
    }
}

/// What `docs/FEATURES.md` names in backticks with a slash and an ending is a file of the project.
struct FeaturePaths: Rule {
    let name = "feature-path"
    let tops = ["Sources/", "Tests/", "E2E/", "docs/", "lab/", "bench/", "fuzz/"]

    func findings(in tree: Tree) -> [Finding] {
        tree.files.filter { $0.path == "docs/FEATURES.md" || $0.path == "ARCHITECTURE.md" || $0.path == "README.md" }
            .flatMap { file in
                file.lines.enumerated().flatMap { index, line in
                    named(in: line).filter { !tree.paths.contains($0) }.map {
                        Finding(path: file.path, line: index + 1, rule: name, sentence: "\($0) does not exist")
                    }
                }
            }
    }

    func named(in line: String) -> [String] {
        let quoted = line.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        return quoted.filter { text in tops.contains { text.hasPrefix($0) } && !text.contains(" ") }
            .filter { !$0.contains("*") && !$0.contains("{") }
            .map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }
}
