import Foundation
import Kernel
import Testing

@testable import Settlements

/// The worked examples of `docs/settlement.md`: the page is the table of tests.
struct WorkedExample: Sendable, CustomTestStringConvertible {
    let number: Int
    let base: String
    let changes: [String]
    let outcome: String

    var testDescription: String { "\(number) \(base): \(changes.joined(separator: " · ")) → \(outcome)" }

    static let page: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "docs/settlement.md"), encoding: .utf8)) ?? ""
    }()

    static let all: [WorkedExample] = page.split(separator: "\n").compactMap { line in
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard cells.count == 4 || cells.count == 3, let number = Int(cells[0]) else { return nil }
        let changes =
            cells.count == 3 ? [] : cells[2].split(separator: "`").map(String.init).filter { !" · ".contains($0) }
        return WorkedExample(number: number, base: cells[1], changes: changes, outcome: cells[cells.count - 1])
    }

    /// The JSON block under the heading `### Facts: name`.
    static func baseJSON(_ name: String) throws -> [String: Any] {
        let after = page.components(separatedBy: "### Facts: \(name)\n```json\n")
        let block = after.count > 1 ? after[1].components(separatedBy: "```")[0] : ""
        return try JSONSerialization.jsonObject(with: Data(block.utf8)) as? [String: Any] ?? [:]
    }

    /// The facts as the changes make them, with what they say of settings and tariffs.
    func prepared() throws -> (json: [UInt8], settings: Settings, tariffs: Tariffs) {
        var facts: Any = try WorkedExample.baseJSON(base)
        var settings = Settings()
        var tariffs = try Tariffs.shipped()
        for change in changes {
            if change.hasPrefix("without ") {
                facts = set(facts, path(String(change.dropFirst(8))), nil)
            } else if change.hasPrefix("timeline:") {
                facts = set(facts, ["timeline"], timeline(String(change.dropFirst(9)), facts))
            } else if change.hasPrefix("setting ") {
                settings = try SettingsFile.read(Array(change.dropFirst(8).utf8))
            } else if change == "tariffs share" {
                tariffs = try TariffFile.read(Array(WorkedExample.shareTariffs.utf8))
            } else {
                let parts = change.components(separatedBy: " = ")
                let text = parts.dropFirst().joined(separator: " = ")
                let value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
                facts = set(facts, path(parts[0]), value)
            }
        }
        let json = try JSONSerialization.data(withJSONObject: facts, options: [.sortedKeys, .withoutEscapingSlashes])
        return (Array(json), settings, tariffs)
    }

    private static let shareTariffs = """
        code;specialty;validFrom;validUntil;amountOre;patientShareOre;level;source
        0131;51;2024-01-01;;30795;18500;2022-10;example
        0131;62;2024-01-01;;32768;;2022-10;example
        """

    /// `a.b[1].c` as its steps; an element's index stands as a step of its own.
    private func path(_ text: String) -> [String] {
        text.replacingOccurrences(of: "[", with: ".").replacingOccurrences(of: "]", with: "").components(
            separatedBy: ".")
    }

    private func set(_ node: Any, _ path: [String], _ value: Any?) -> Any {
        let rest = Array(path.dropFirst())
        if var list = node as? [Any], let index = Int(path[0]) {
            let old: Any = index < list.count ? list[index] : [String: Any]()
            let new = rest.isEmpty ? (value ?? NSNull()) : set(old, rest, value)
            if index < list.count { list[index] = new } else { list.append(new) }
            return list
        }
        var object = node as? [String: Any] ?? [:]
        object[path[0]] = rest.isEmpty ? value : set(object[path[0]] ?? [String: Any](), rest, value)
        return object
    }

    /// `gp video 09:01-09:14, pt …`: connected and disconnected on the date of the booked start; `end` leaves it
    /// open.
    private func timeline(_ text: String, _ facts: Any) -> [[String: String]] {
        let booking = (facts as? [String: Any])?["booking"] as? [String: Any]
        let start = booking?["start"] as? String ?? ""
        let (date, offset) = (start.prefix(10), start.suffix(6))
        var events: [[String: String]] = []
        for part in text.split(separator: ",") {
            let words = part.split(separator: " ")
            guard words.count == 3 else { continue }
            let times = words[2].split(separator: "-").map { $0.count == 5 ? $0 + ":00" : String($0) }
            events.append([
                "at": "\(date)T\(times[0])\(offset)", "who": String(words[0]), "is": "connected",
                "by": String(words[1]),
            ])
            if times[1] == "end" { continue }
            events.append(["at": "\(date)T\(times[1])\(offset)", "who": String(words[0]), "is": "disconnected"])
        }
        return events
    }
}

/// What the tests share.
enum Desk {
    static let copenhagen: CivilZone? = {
        guard let bytes = try? Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Copenhagen")) else {
            return nil
        }
        return try? CivilZone(tzif: Array(bytes))
    }()

    static func proposer(_ settings: Settings = Settings(), _ tariffs: Tariffs? = nil) throws -> Proposer {
        struct NoZone: Error {}
        guard let zone = copenhagen else { throw NoZone() }
        return Proposer(zone: zone, tariffs: try tariffs ?? Tariffs.shipped(), settings: settings)
    }

    /// Everything in `json`, in order, read in pieces of so many bytes.
    static func items(_ json: [UInt8], pieces size: Int = .max) -> [FactsStream.Item] {
        var stream = FactsStream()
        var items: [FactsStream.Item] = []
        var rest = json[...]
        // Each byte can at most be told of once, and so can the end.
        while items.count <= json.count + 1 {
            let item = stream.next()
            switch item {
            case .needsMore where rest.isEmpty: stream.end()
            case .needsMore:
                stream.feed(rest.prefix(size))
                rest = rest.dropFirst(size)
            case .finished: return items
            default: items.append(item)
            }
        }
        Issue.record("the stream does not come to an end: \(String(decoding: json.prefix(100), as: UTF8.self))")
        return items
    }

    static func facts(_ json: [UInt8]) throws -> Facts {
        struct NoFacts: Error { let items: String }
        let items = items(json)
        guard items.count == 1, case .facts(let facts) = items[0] else { throw NoFacts(items: "\(items)") }
        return facts
    }

    /// The first fault in `json`.
    static func fault(_ json: String) -> MalformedFacts? {
        for case .malformed(let fault) in items(Array(json.utf8)) { return fault }
        return nil
    }
}
