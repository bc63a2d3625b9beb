/// What fits on a few screens can be read as a whole.
struct FileSizes: Rule {
    let name = "file-size"
    let most = 300

    func findings(in tree: Tree) -> [Finding] {
        tree.files(ending: "swift", "js", "css", "py", "c", "h").compactMap { file in
            let count = file.text.hasSuffix("\n") ? file.lines.count - 1 : file.lines.count
            guard count > most, !isRecorded(file.path) else { return nil }
            return Finding(path: file.path, line: most + 1, rule: name, sentence: "\(count) lines, at most \(most)")
        }
    }

    /// Recorded data is as long as it is.
    private func isRecorded(_ path: String) -> Bool {
        path.contains("/Recorded/") || path.contains("/Vectors/")
    }
}

/// What fits beside another window: 120 is the aim, and what is over 132 is a fault.
struct LineLengths: Rule {
    let name = "line-length"
    let most = 132

    func findings(in tree: Tree) -> [Finding] {
        tree.files(ending: "swift", "js", "py").flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                // A line that holds one long address or one vector of a standard cannot be broken.
                guard line.count > most, !line.contains("https://"), !isVector(line) else { return nil }
                return Finding(
                    path: file.path, line: index + 1, rule: name,
                    sentence: "\(line.count) characters, at most \(most)")
            }
        }
    }

    private func isVector(_ line: String) -> Bool {
        let word = line.split(separator: " ").map(\.count).max() ?? 0
        return word > 80
    }
}

/// A function does one thing, and that can be seen at once.
struct FunctionSizes: Rule {
    let name = "function-size"
    let most = 60

    func findings(in tree: Tree) -> [Finding] {
        tree.files(ending: "swift").flatMap { file in
            functions(of: SwiftText(file.lines).code).filter { $0.length > most }.map {
                Finding(
                    path: file.path, line: $0.line, rule: name, sentence: "\($0.length) lines, at most \(most)")
            }
        }
    }

    /// Where each function starts, and how many lines it takes from its first word to its closing brace.
    func functions(of code: [String]) -> [(line: Int, length: Int)] {
        var found: [(line: Int, length: Int)] = []
        var open: [(line: Int, depth: Int)] = []
        var depth = 0
        var announced: Int?
        for (index, line) in code.enumerated() {
            if startsFunction(line) { announced = index }
            for character in line {
                if character == "{" {
                    if let start = announced {
                        open.append((start, depth))
                        announced = nil
                    }
                    depth += 1
                } else if character == "}" {
                    depth -= 1
                    // What was announced and not opened by now was a protocol's requirement.
                    announced = nil
                    if let last = open.last, last.depth == depth {
                        open.removeLast()
                        found.append((last.line + 1, index - last.line + 1))
                    }
                }
            }
        }
        return found
    }

    private func startsFunction(_ line: String) -> Bool {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "(" || $0 == "<" || $0 == "?" })
        return words.contains("func") || words.first == "init" || words.prefix(3).contains("init")
    }
}
