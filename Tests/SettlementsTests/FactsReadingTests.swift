import Kernel
import Testing

@testable import Settlements

@Suite("Reading facts: strict, with the path of every fault")
struct FactsReadingTests {
    private static let least = #"""
        {"form":"consultation","provider":{"specialty":"80","ydernummer":"057584"},"booking":{"start":"2026-03-04T09:00:00+01:00"EXTRA}
        """#

    private func with(_ extra: String) -> String {
        FactsReadingTests.least.replacing("EXTRA", with: extra)
    }

    @Test(
        arguments: [
            (#"}"#, nil, nil),
            (#"},"colour":1"#, "colour", "an unknown field"),
            (#","starts":1}"#, "booking.starts", "an unknown field"),
            (#","kind":"walkIn"}"#, "booking.kind", "\"walkIn\""),
            (#","kind":null}"#, "booking.kind", "null"),
            (#","triage":null}"#, nil, nil),
            (#","triage":{"at":"yesterday"}}"#, "booking.triage.at", "\"yesterday\""),
            (#","kind":"planned","kind":"planned"}"#, "booking.kind", "the field twice"),
            (#"},"persons":0"#, "persons", "0"),
            (#"},"persons":1.5"#, "persons", "1.5"),
            (#"},"persons":"1""#, "persons", "\"1\""),
            (#"},"persons":99999999999999999999"#, "persons", "99999999999999999999"),
            (#"},"patient":{"insuranceGroup":3}"#, "patient.insuranceGroup", "3"),
            (#"},"patient":{"listedHere":"yes"}"#, "patient.listedHere", "\"yes\""),
            (
                #"},"patient":{"chronicCare":[{"ydernummer":"57584"}]}"#, "patient.chronicCare[0].ydernummer",
                "\"57584\""
            ),
            (
                #"},"patient":{"chronicCare":[{},{"from":"2025-02-29"}]}"#, "patient.chronicCare[1].from",
                "\"2025-02-29\""
            ),
            (#"},"timeline":[{"by":"video"},{"by":"fax"}]"#, "timeline[1].by", "\"fax\""),
            (#"},"timeline":{}"#, "timeline", "an object"),
            (#"},"participants":[{"id":"a"},{"id":"a"}]"#, "participants[1].id", "\"a\" for the second time"),
            (#"},"note":[]"#, "note", "an array"),
            (#"},"end":{"telephoneAgreed":tru}"#, "end.telephoneAgreed", "tru"),
        ] as [(String, String?, String?)])
    func fault(_ extra: String, _ path: String?, _ found: String?) {
        let fault = Desk.fault(with(extra))
        #expect(fault?.path == path)
        #expect(fault?.found == found)
        if let fault { #expect(!fault.allowed.isEmpty) }
    }

    @Test func whatMustBeThere() {
        #expect(Desk.fault("{}")?.path == "form")
        #expect(Desk.fault(#"{"form":"consultation"}"#)?.path == "provider")
        #expect(Desk.fault(#"{"form":"consultation","provider":{"specialty":"80"}}"#)?.path == "provider.ydernummer")
        let noStart = #"{"form":"consultation","provider":{"specialty":"80","ydernummer":"057584"},"booking":{}}"#
        #expect(Desk.fault(noStart)?.path == "booking.start")
        #expect(Desk.fault("42")?.allowed == "an object")
        #expect(Desk.fault("")?.allowed == "a facts object or an array of them")
    }

    @Test func textsAreReadWithTheirEscapes() throws {
        let json = with(#"},"id":"Æ\u00e6\n\"\\\ud83d\ude00""#)
        let facts = try Desk.facts(Array(json.utf8))
        #expect(facts.id == "Ææ\n\"\\😀")
        let zone = try #require(Desk.copenhagen)
        #expect(try Desk.facts(facts.json(in: zone)).id == facts.id)
        #expect(Desk.fault(with(#"},"id":"\ud83d""#))?.path == "id")
        #expect(Desk.fault(with("},\"id\":\"a\u{1}\""))?.found == "a control character")
    }

    @Test("What comes after a malformed object is still read")
    func goesOn() {
        let good = with("}")
        let bad = with(#"},"colour":{"a":["}"]}"#)
        let texts = [
            "[\(good),\(bad),\(good)]", "\(good)\n\(bad)\n\(good)\n", "\(good)\n{\"form\":oops}\n\(good)",
            "[\(good),7,\(good)]",
        ]
        for text in texts {
            let items = Desk.items(Array(text.utf8))
            #expect(items.count == 3, "\(text)")
            for (index, item) in items.enumerated() {
                switch item {
                case .facts: #expect(index != 1)
                case .malformed(let fault): #expect(index == 1 && fault.ordinal == 2)
                default: Issue.record("\(item)")
                }
            }
        }
    }

    @Test("Pieces of any size give the same as the whole")
    func pieces() {
        let bad = with(#"},"colour":"\"}""#)
        let text = Array("[\(with("}")), \(bad) ,\n\(with(#"},"id":"ø""#))]  ".utf8)
        for size in [1, 2, 3, 7, 64, 1_000] {
            let kinds = Desk.items(text, pieces: size).map { item in
                if case .facts(let facts) = item { facts.id ?? "f" } else { "m" }
            }
            #expect(kinds.joined() == "fmø")
        }
    }

    @Test("A byte order mark is told once, and what follows it is read")
    func byteOrderMark() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        for (text, facts) in [("", 0), (with("}"), 1), ("[\(with("}"))]", 1), ("\(with("}"))\n\(with("}"))", 2)] {
            for mark in [mark, Array(mark.prefix(2)), Array(mark.prefix(1))] {
                for size in [1, 2, 3, 1_000] {
                    let items = Desk.items(mark + Array(text.utf8), pieces: size)
                    let kinds = items.map { if case .malformed(let fault) = $0 { fault.found } else { "f" } }.joined()
                    #expect(kinds == "a byte order mark" + String(repeating: "f", count: facts), "\(mark.count) \(text) \(size)")
                }
            }
        }
    }

    @Test("Every prefix and every changed byte of a visit is told or read, never trapped on")
    func mutations() throws {
        let zone = try #require(Desk.copenhagen)
        var random = RandomFacts(seed: 7)
        let json = random.facts().json(in: zone)
        for end in 0..<json.count { _ = Desk.items(Array(json[..<end])) }
        for index in json.indices {
            for byte: UInt8 in [0, 0x22, 0x5C, 0x2C, 0x7B, 0x7D, 0x5B, 0x5D, 0x39, 0x80, 0xFF] {
                var changed = json
                changed[index] = byte
                _ = Desk.items(changed)
            }
        }
    }
}
