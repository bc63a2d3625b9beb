import Foundation

/// What must not be called, and why.
///
/// A trap ends every call in the process, so nothing that came from a wire may reach one; a pure target gets its time
/// as an argument; and nobody waits by sleeping.
struct BannedCalls: Rule {
    let name = "banned"

    struct Ban: Sendable {
        var text: String
        var why: String
        var applies: @Sendable (String) -> Bool
    }

    static let pure = ["Kernel", "Visits", "Settlements", "Access", "MediaWire", "MediaEngine", "UseCases"]
    static let tools = ["tidy", "loadgen", "venterum"]

    static func isSource(_ path: String) -> Bool { path.hasPrefix("Sources/") }
    static func isPure(_ path: String) -> Bool { pure.contains { path.hasPrefix("Sources/\($0)/") } }
    static func isCore(_ path: String) -> Bool { isPure(path) && !path.hasPrefix("Sources/UseCases/") }
    static func isLibrary(_ path: String) -> Bool {
        isSource(path) && !tools.contains { path.hasPrefix("Sources/\($0)/") }
    }

    static let bans: [Ban] = [
        Ban(text: "try!", why: "an error becomes a trap: throw it on", applies: { _ in true }),
        Ban(text: "as!", why: "a wrong type becomes a trap: use as? and say what happens otherwise", applies: isSource),
        Ban(text: "fatalError(", why: "ends every call in the process: throw instead", applies: isSource),
        Ban(text: "Thread.sleep", why: "nobody waits by sleeping: wait for a condition", applies: { _ in true }),
        Ban(text: "usleep(", why: "nobody waits by sleeping: wait for a condition", applies: { _ in true }),
        Ban(text: "Task.sleep", why: "tests wait for a condition, or pass the time as a value") {
            $0.hasPrefix("Tests/") || isPure($0)
        },
        Ban(text: "print(", why: "a library says nothing by itself: log, or return it", applies: isLibrary),
        Ban(text: "Date()", why: "a pure target gets the time as an argument", applies: isPure),
        // The acts ask their ports for time and chance, and nobody else does.
        Ban(text: ".now()", why: "a pure target gets the time as an argument", applies: isCore),
        Ban(text: ".random(", why: "a pure target gets its chance as an argument", applies: isCore),
    ]

    func findings(in tree: Tree) -> [Finding] {
        tree.files(ending: "swift").filter { !$0.path.hasPrefix("Sources/tidy/") }.flatMap { file in
            let lines = file.lines
            let code = SwiftText(lines).code
            return code.indices.flatMap { index in
                sentences(for: code[index], lines, index, file.path).map {
                    Finding(path: file.path, line: index + 1, rule: name, sentence: $0)
                }
            }
        } + leftForLater(tree)
    }

    private func sentences(for code: String, _ lines: [String], _ index: Int, _ path: String) -> [String] {
        var said = BannedCalls.bans.filter { $0.applies(path) && isCalled($0.text, in: code) }.map {
            "\($0.text): \($0.why)"
        }
        if BannedCalls.isSource(path), forcesUnwrap(code) {
            said.append("!: a missing value becomes a trap: use guard let, ?? or first(where:)")
        }
        if code.contains("@unchecked Sendable"), !hasReason(lines, index) {
            said.append("@unchecked Sendable: say in a comment just above why it is safe")
        }
        return said
    }

    /// Whether the text stands there as a word of its own: `sprint(` is not `print(`.
    private func isCalled(_ text: String, in code: String) -> Bool {
        guard let first = text.first else { return false }
        var rest = Substring(code)
        while let range = rest.range(of: text) {
            let before = rest[..<range.lowerBound].last
            let joins = before.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false
            if !first.isLetter || !joins { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    /// A `!` right after a name or a closing bracket, and not the first half of `!=`.
    private func forcesUnwrap(_ code: String) -> Bool {
        let characters = Array(code)
        for (index, character) in characters.enumerated() where character == "!" && index > 0 {
            let before = characters[index - 1]
            let after = index + 1 < characters.count ? characters[index + 1] : " "
            let follows = before.isLetter || before.isNumber || before == ")" || before == "]" || before == "_"
            let isKeyword = ["try!", "as!"].contains { String(characters[...index]).hasSuffix($0) }
            if follows && after != "=" && !isKeyword { return true }
        }
        return false
    }

    private func hasReason(_ lines: [String], _ index: Int) -> Bool {
        lines[max(0, index - 6)...index].contains { $0.contains("//") && $0.lowercased().contains("safe") }
            || lines[max(0, index - 6)...index].contains { $0.contains("@unchecked") && $0.contains("//") }
            || (index > 0 && lines[index - 1].trimmed.hasPrefix("//"))
    }

    /// What is left for later belongs in the issue tracker.
    private func leftForLater(_ tree: Tree) -> [Finding] {
        let marks = ["TO" + "DO", "FIX" + "ME"]
        return tree.files(ending: "swift", "js", "css", "py", "html", "mustache", "c", "h", "sh").flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                guard let mark = marks.first(where: line.contains) else { return nil }
                return Finding(
                    path: file.path, line: index + 1, rule: name, sentence: "\(mark): make it an issue, or do it")
            }
        }
    }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
