import Testing

@testable import MediaWire

/// Frames put together in one packet (RFC 6716 section 3.2.5).
@Suite struct OpusTests {
    private func join(_ packets: [[UInt8]], room: Int = 1_500) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: room)
        let length = buffer.withUnsafeMutableBytes { room in
            func one(_ place: Int, _ packets: ArraySlice<[UInt8]>, _ kept: [UnsafeRawBufferPointer]) -> Int? {
                guard let first = packets.first else { return OpusPacket.join(count: kept.count, { kept[$0] }, into: room) }
                return first.withUnsafeBytes { one(place + 1, packets.dropFirst(), kept + [$0]) }
            }
            return one(0, packets[...], [])
        }
        return length.map { Array(buffer[..<$0]) }
    }

    @Test func threeFramesBecomeOnePacket() {
        let packets: [[UInt8]] = [[0x78, 1, 2, 3], [0x78, 4], [0x78, 5, 6]]
        // Code 3, lengths of their own, three frames; then two lengths, and the frames.
        #expect(join(packets) == [0x7B, 0x83, 3, 1, 1, 2, 3, 4, 5, 6])
        #expect(join([[0x78], [0x78, 9]]) == [0x7B, 0x82, 0, 9])
    }

    /// From 252 on a length takes two bytes, the second in fours (section 3.2.1).
    @Test(arguments: [(251, [UInt8(251)]), (252, [252, 0]), (255, [255, 0]), (256, [252, 1]), (379, [255, 31])])
    func longLengths(_ length: Int, _ written: [UInt8]) throws {
        let frame = [UInt8](repeating: 7, count: length)
        let joined = try #require(join([[0x78] + frame, [0x78, 1]]))
        #expect(joined == [0x7B, 0x82] + written + frame + [1])
    }

    @Test func whatDoesNotBelongTogetherStaysApart() {
        #expect(join([[0x78, 1], [0x70, 1]]) == nil)
        #expect(join([[0x79, 1], [0x79, 1]]) == nil)
        #expect(join([[], [0x78]]) == nil)
        #expect(join([[0x78, 1], [0x78, 1], [0x78, 1], [0x78, 1]]) == nil)
        #expect(join([[0x78, 1, 2], [0x78, 1, 2]], room: 6) == nil)
        #expect(join([[0x78] + [UInt8](repeating: 1, count: 380), [0x78, 1]]) == nil)
    }

    /// Each of the configurations of table 2, alone, in pairs, and in packets that count their frames.
    @Test(
        arguments: [
            ([0x00], 480), ([0x18], 2_880), ([0x10], 1_920), ([0x60], 480), ([0x68], 960), ([0x80], 120), ([0x78], 960),
            ([0xF8], 960), ([0x79], 1_920), ([0x7A], 1_920), ([0x7B, 0x83], 2_880), ([0x7B], 0), ([], 0),
        ] as [([UInt8], Int64)])
    func howLongAPacketLasts(_ packet: [UInt8], _ ticks: Int64) {
        #expect(packet.withUnsafeBytes { OpusPacket.ticks(of: $0) } == ticks)
    }
}
