/// Swift source with comments and the contents of strings blanked out, line by line, so that a rule sees code alone.
///
/// A small reader, not a parser: it knows line and nested block comments, ordinary, multi-line and raw strings, and
/// leaves interpolations blank as well. What escapes it would escape a reader's eye too.
struct SwiftText {
    private(set) var code: [String] = []

    private enum Place: Equatable {
        case code
        case blockComment(depth: Int)
        case string(quotes: Int, hashes: Int)
    }

    init(_ lines: [String]) {
        var place = Place.code
        for line in lines {
            let characters = Array(line)
            var kept = ""
            var at = 0
            scan: while at < characters.count {
                switch place {
                case .code:
                    if SwiftText.starts("//", characters, at) { break scan }
                    if SwiftText.starts("/*", characters, at) {
                        place = .blockComment(depth: 1)
                        at += 2
                    } else if let opening = SwiftText.opening(characters, at) {
                        place = .string(quotes: opening.quotes, hashes: opening.hashes)
                        kept += "\""
                        at += opening.quotes + opening.hashes
                    } else {
                        kept.append(characters[at])
                        at += 1
                    }
                case .blockComment(let depth):
                    at = SwiftText.comment(depth, characters, at, &place)
                case .string(let quotes, let hashes):
                    at = SwiftText.string(quotes, hashes, characters, at, &place, &kept)
                }
            }
            // An ordinary string ends with its line, whatever it holds.
            if case .string(1, _) = place { place = .code }
            code.append(kept)
        }
    }

    private static func starts(_ mark: String, _ text: [Character], _ at: Int) -> Bool {
        let end = at + mark.count
        return end <= text.count && String(text[at..<end]) == mark
    }

    private static func opening(_ text: [Character], _ at: Int) -> (quotes: Int, hashes: Int)? {
        var next = at
        while next < text.count, text[next] == "#" { next += 1 }
        guard next < text.count, text[next] == "\"" else { return nil }
        return (starts("\"\"\"", text, next) ? 3 : 1, next - at)
    }

    private static func comment(_ depth: Int, _ text: [Character], _ at: Int, _ place: inout Place) -> Int {
        if starts("*/", text, at) {
            place = depth == 1 ? .code : .blockComment(depth: depth - 1)
            return at + 2
        }
        if starts("/*", text, at) {
            place = .blockComment(depth: depth + 1)
            return at + 2
        }
        return at + 1
    }

    private static func string(
        _ quotes: Int, _ hashes: Int, _ text: [Character], _ at: Int, _ place: inout Place, _ kept: inout String
    ) -> Int {
        if hashes == 0, text[at] == "\\" { return at + 2 }
        let end = String(repeating: "\"", count: quotes) + String(repeating: "#", count: hashes)
        if starts(end, text, at) {
            place = .code
            kept += "\""
            return at + end.count
        }
        return at + 1
    }
}
