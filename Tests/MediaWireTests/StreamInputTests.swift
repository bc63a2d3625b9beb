import MediaWire
import Testing

/// Datagrams out of a TCP stream, however its pieces arrive.
@Suite struct StreamInputTests {
    private let stream = bytes("0003 010203 0000 0002 0405 0001 06")
    private let datagrams: [[UInt8]] = [[1, 2, 3], [4, 5], [6]]

    /// Feeds a stream in pieces of these lengths; nil when it was refused.
    private func cut(_ stream: [UInt8], _ lengths: [Int], longest: Int = 2_048) -> [[UInt8]]? {
        var input = StreamInput(longest: longest)
        var buffer = [UInt8](repeating: 0xEE, count: longest + 2 + stream.count)
        var found: [[UInt8]] = []
        var offset = 0
        var turn = 0
        while offset < stream.count {
            let length = min(max(1, lengths[turn % lengths.count]), stream.count - offset)
            turn += 1
            let isSound = buffer.withUnsafeMutableBytes { buffer in
                let kept = input.begin(buffer)
                for place in 0..<length { buffer[kept + place] = stream[offset + place] }
                return input.take(buffer, count: kept + length) { found.append(Array($0)) }
            }
            guard isSound else { return nil }
            #expect(input.kept < 2 + longest)
            offset += length
        }
        return found
    }

    @Test(arguments: 1...13) func everyCutGivesTheSame(_ length: Int) {
        #expect(cut(stream, [length]) == datagrams)
        #expect(cut(stream, [length, 1, 3]) == datagrams)
    }

    @Test func theLongestIsTakenAndALongerOneRefused() {
        let longest = [0x08, 0x00] + [UInt8](repeating: 9, count: 2_048)
        #expect(cut(longest, [500]) == [[UInt8](repeating: 9, count: 2_048)])
        // Refused by what it announces, before anything of it is kept.
        #expect(cut([0x08, 0x01], [1]) == nil)
        #expect(cut([0xFF, 0xFF, 1], [3]) == nil)
        #expect(cut(bytes("0003 010203 0900"), [4]) == nil)
    }

    /// A request for a page, or the beginning of TLS, is no stream of ours.
    @Test(arguments: ["GET / HTTP/1.1\r\nhost: clinic\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}"])
    func otherProtocolsAreRefusedAtOnce(_ text: String) {
        #expect(cut(Array(text.utf8), [text.utf8.count]) == nil)
    }
}
