import Foundation
import MediaWire
import Testing

/// Sound input, changed by chance in every way that chance knows: never a trap, whatever the answer.
@Suite struct MutationTests {
    private static func mutate(_ input: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = input
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            guard !bytes.isEmpty else { return [UInt8.random(in: 0...255, using: &random)] }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
            case 2: bytes.removeLast(bytes.count - place)
            case 3: bytes.remove(at: place)
            case 4: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            default: bytes.insert(contentsOf: bytes[..<place].suffix(64), at: place)
            }
        }
        return bytes
    }

    private static func feed(_ seeds: [[UInt8]], rounds: Int, _ parse: (UnsafeRawBufferPointer) -> Int) -> Int {
        var understood = 0
        for (index, seed) in seeds.enumerated() {
            var random = SeededRandom(state: UInt64(index))
            for _ in 0..<rounds {
                // An exact copy on the heap, so that an access beyond the end is one beyond the allocation.
                if mutate(seed, &random).withUnsafeBytes(parse) > 0 { understood += 1 }
            }
        }
        return understood
    }

    @Test func packetsNeverTrap() {
        let stun = [StunTests.request, StunTests.response, StunTests.response6, StunTests.longTerm]
        let twoByteForm = bytes("9060 0001 00000002 00000003 1000 0001 01 00 20 00")
        let rtp = [RtpTests.packet(), RtpTests.packet(padding: 4), twoByteForm]
        let payloads = [
            bytes("90 f0 8123 07 60 100200 9d012a 8002 e001 00"), bytes("78 0002 09f0 0003 67420a 0001 68"),
            bytes("ef 1e0002 ef 0f0003 6f 0102030405 06"),
        ]
        let encrypted = [UInt8](repeating: 7, count: 24)
        let records = [
            bytes("16 feff 0000 000000000000 0003 010203"),
            bytes("14 fefd 0000 000000000001 0001 01 16 fefd 0001 000000000000 0018") + encrypted,
        ]
        let stream = StunTests.request.count
        let framed = [UInt8(stream >> 8), UInt8(stream & 0xFF)] + StunTests.request
        #expect(Self.feed(stun, rounds: 5_000, EveryParser.stun) > 0)
        #expect(Self.feed(records, rounds: 5_000, EveryParser.dtls) > 1_000)
        #expect(Self.feed(rtp, rounds: 5_000, EveryParser.rtp) > 1_000)
        #expect(Self.feed([RtcpTests.compound], rounds: 10_000, EveryParser.rtcp) > 1_000)
        #expect(Self.feed(payloads, rounds: 5_000, EveryParser.payload) > 1_000)
        #expect(Self.feed([framed + framed], rounds: 5_000, EveryParser.frames) > 0)
    }

    /// The offers of a visit are so long that fewer changes of them take as long.
    @Test(arguments: [
        ("chromium-simulcast", 300), ("firefox-simulcast", 300), ("chromium-voice-and-data", 300), ("aiortc-call", 300),
        ("chromium-restart", 300), ("firefox-restart", 300), ("firefox-visit", 100), ("chromium-visit", 60),
    ])
    func offersNeverTrap(_ name: String, _ rounds: Int) throws {
        let seed = Array(try recorded(name).utf8)
        let answered = Self.feed([seed], rounds: rounds) { EveryParser.session(String(decoding: $0, as: UTF8.self)) }
        #expect(answered > 0)
    }

    @Test func offersWithLinesMovedAboutNeverTrap() throws {
        let lines = try recorded("firefox-simulcast").components(separatedBy: "\r\n")
        var random = SeededRandom(state: 4)
        for _ in 0..<300 {
            var moved = lines
            for _ in 0..<3 {
                let line = moved.remove(at: Int.random(in: 0..<moved.count, using: &random))
                moved.insert(line, at: Int.random(in: 0..<moved.count, using: &random))
            }
            _ = EveryParser.session(moved.joined(separator: "\n"))
        }
    }
}
