import Testing

@testable import tidy

@Suite("The project's style as a check")
struct TidyTests {
    private func found(_ rule: any Rule, _ texts: [String: String]) -> [String] {
        rule.findings(in: Tree(texts)).sorted().map { "\($0.path):\($0.line)" }
    }

    @Test("a file of 300 lines passes, one of 301 does not")
    func fileSizes() {
        let line = "let x = 1\n"
        #expect(found(FileSizes(), ["Sources/A/A.swift": String(repeating: line, count: 300)]).isEmpty)
        #expect(found(FileSizes(), ["a.swift": String(repeating: line, count: 301)]) == ["a.swift:301"])
        #expect(found(FileSizes(), ["a.css": String(repeating: "a{}\n", count: 301)]).count == 1)
        #expect(found(FileSizes(), ["a.json": String(repeating: "\n", count: 900)]).isEmpty)
    }

    @Test("a line of 132 characters passes, one of 133 does not, and an address may be long")
    func lineLengths() {
        let short = String(repeating: "a b ", count: 33)
        #expect(found(LineLengths(), ["a.swift": short]).isEmpty)
        #expect(found(LineLengths(), ["a.swift": short + "a"]) == ["a.swift:1"])
        #expect(found(LineLengths(), ["a.swift": "// https://" + short]).isEmpty)
    }

    @Test("a function's lines are counted from its first word to its brace, whatever its strings hold")
    func functionSizes() {
        let body = String(repeating: "    call(\"}\") // }\n", count: 58)
        #expect(found(FunctionSizes(), ["a.swift": "func a() {\n\(body)}\n"]).isEmpty)
        #expect(found(FunctionSizes(), ["a.swift": "\nfunc a() {\n    b()\n\(body)}\n"]) == ["a.swift:2"])
        let two = "protocol P {\n    func a()\n}\nstruct S {\n\(String(repeating: "    let a = 1\n", count: 80))}\n"
        #expect(found(FunctionSizes(), ["a.swift": two]).isEmpty)
    }

    @Test("calls that trap are found in code, and neither in strings nor in comments", arguments: [
        "let a = try! b()", "let a = b as! C", "fatalError()", "let a = b!.c", "let a = b[0]!", "f(a!)",
    ])
    func traps(line: String) {
        #expect(found(BannedCalls(), ["Sources/Web/a.swift": line]) == ["Sources/Web/a.swift:1"])
        #expect(found(BannedCalls(), ["Sources/Web/a.swift": "// \(line)"]).isEmpty)
        #expect(found(BannedCalls(), ["Sources/Web/a.swift": "let s = \"\"\"\n\(line)\n\"\"\""]).isEmpty)
    }

    @Test("what only looks like a forced value is left alone", arguments: [
        "if a != b { return !c }", "guard !a.isEmpty else { return }", "let a = !b", "sprint(1)", "log.print(1)",
    ])
    func looksLike(line: String) {
        #expect(found(BannedCalls(), ["Sources/Web/a.swift": line]).isEmpty)
    }

    @Test("a pure target has no clock and no chance of its own")
    func pure() {
        #expect(found(BannedCalls(), ["Sources/Visits/a.swift": "let a = Date()"]).count == 1)
        #expect(found(BannedCalls(), ["Sources/venterum/a.swift": "let a = Date()"]).isEmpty)
        #expect(found(BannedCalls(), ["Sources/Visits/a.swift": "Int.random(in: 0...1)"]).count == 1)
        #expect(found(BannedCalls(), ["Tests/VisitsTests/a.swift": "try await Task.sleep(for: a)"]).count == 1)
    }

    @Test("an unchecked promise needs its reason")
    func unchecked() {
        let promise = "final class A: @unchecked Sendable {}"
        #expect(found(BannedCalls(), ["Sources/Web/a.swift": promise]).count == 1)
        #expect(found(BannedCalls(), ["Sources/Web/a.swift": "// Safe: one thread.\n" + promise]).isEmpty)
    }

    @Test("links in documents lead somewhere, headings included")
    func links() {
        let tree = ["docs/a.md": "[b](b.md) [c](../c.md#two-words) [d](d.md) [e](https://x.org)", "docs/b.md": "",
            "c.md": "## Two words\n"]
        let said = DeadLinks().findings(in: Tree(tree)).map(\.sentence)
        #expect(said == ["d.md does not exist"])
        #expect(found(DeadLinks(), ["a.md": "[x](#nowhere)"]).count == 1)
    }

    @Test("paths named in the list of features exist")
    func features() {
        let tree = ["docs/FEATURES.md": "`Sources/A/B.swift` `E2E/none.py` `POST /visits`", "Sources/A/B.swift": ""]
        #expect(FeaturePaths().findings(in: Tree(tree)).map(\.sentence) == ["E2E/none.py does not exist"])
    }

    @Test("every language has every key, and no text is empty")
    func languages() {
        let folder = "Sources/Web/Languages/"
        let tree = [folder + "da.json": #"{"a":"A","b":{"c":"C"}}"#, folder + "en.json": #"{"a":""}"#]
        let said = LanguageKeys().findings(in: Tree(tree)).map(\.sentence).sorted()
        #expect(said == ["lacks \"b.c\"", "says nothing for \"a\""])
        let pair = [folder + "da/x.json": #"{"a":"A"}"#, folder + "en/y.json": #"{"a":"A"}"#]
        #expect(LanguageKeys().findings(in: Tree(pair)).count == 2)
    }
}
