import MediaWire
import Testing

@Suite struct RtcpTests {
    static let block = ReportBlock(
        ssrc: Ssrc(5), fractionLost: 51, cumulativeLost: -3, highestSequence: 0x0001_FFFE, jitter: 90,
        lastSenderReport: 0x1234_5678, delaySinceLastSenderReport: 65_536)

    static let compound = written { buffer in
        var writer = RtcpWriter(buffer)
        writer.senderReport(
            Ssrc(1), ntpTime: 0x0102_0304_0506_0708, rtpTime: RtpTimestamp(99), packetCount: 10, octetCount: 11,
            blocks: [block, block])
        writer.receiverReport(Ssrc(2), blocks: [block])
        writer.canonicalName("venterum", of: Ssrc(1))
        let missing = [65_534, 65_535, 0, 14, 15, 100].map(SequenceNumber.init)
        writer.nack(sender: Ssrc(3), media: Ssrc(4), missing: missing)
        writer.pictureLoss(sender: Ssrc(6), media: Ssrc(7))
        writer.fullIntraRequest(sender: Ssrc(8), media: Ssrc(9), number: 200)
        writer.maximumBitrate(sender: Ssrc(10), 2_500_000, media: [Ssrc(11), Ssrc(12)])
        _ = writer.transportFeedback(
            sender: Ssrc(13), media: Ssrc(14), base: SequenceNumber(65_530), count: 40, number: 3
        ) {
            $0 % 3 == 1 ? nil : 5_000_000 + Int64($0) * 20_000
        }
        writer.bye([Ssrc(15)])
        return writer.count
    }

    @Test func readsACompoundThatItWrote() throws {
        try Self.compound.withUnsafeBytes { raw in
            var packets = RtcpPackets(raw).makeIterator()
            guard case .senderReport(let report) = packets.next() else { throw Unexpected() }
            #expect(report.sender == Ssrc(1) && report.ntpTime == 0x0102_0304_0506_0708)
            #expect(report.rtpTime.value == 99 && report.packetCount == 10 && report.octetCount == 11)
            #expect(Array(report.blocks) == [Self.block, Self.block])
            guard case .receiverReport(let sender, let blocks) = packets.next() else { throw Unexpected() }
            #expect(sender == Ssrc(2) && Array(blocks) == [Self.block])
            guard case .sourceDescription(let chunks) = packets.next() else { throw Unexpected() }
            #expect(chunks.count % 4 == 0 && Array(chunks[6..<14]) == Array("venterum".utf8))
            guard case .nack(let nack) = packets.next() else { throw Unexpected() }
            #expect(nack.media == Ssrc(4) && nack.map(\.value) == [65_534, 65_535, 0, 14, 15, 100])
            guard case .pictureLoss(let asker, let media) = packets.next() else { throw Unexpected() }
            #expect(asker == Ssrc(6) && media == Ssrc(7))
            guard case .fullIntraRequest(let requests) = packets.next() else { throw Unexpected() }
            #expect(requests.map(\.media) == [Ssrc(9)] && requests.map(\.number) == [200])
            guard case .maximumBitrate(let bitrate) = packets.next() else { throw Unexpected() }
            #expect(bitrate.bitsPerSecond <= 2_500_000 && bitrate.bitsPerSecond > 2_499_900)
            #expect(Array(bitrate.media) == [Ssrc(11), Ssrc(12)])
            guard case .transportFeedback(let feedback) = packets.next() else { throw Unexpected() }
            #expect(feedback.base.value == 65_530 && feedback.count == 40 && feedback.number == 3)
            for (index, packet) in feedback.packets.enumerated() {
                #expect(packet.sequence == SequenceNumber(65_530) + index)
                #expect(packet.arrivalUs == (index % 3 == 1 ? nil : 5_000_000 + Int64(index) * 20_000))
            }
            guard case .bye(let streams) = packets.next() else { throw Unexpected() }
            #expect(Array(streams) == [Ssrc(15)])
            #expect(packets.next() == nil)
        }
    }

    struct Unexpected: Error {}

    @Test(arguments: 0..<400)
    func reportsArrivalsOfAnyPattern(_ seed: Int) throws {
        var random = SeededRandom(state: UInt64(seed))
        let lossPercent = Int.random(in: 0...100, using: &random)
        var clock = Int64.random(in: -1_000_000_000...1_000_000_000, using: &random)
        let arrivals: [Int64?] = (0..<Int.random(in: 1...600, using: &random)).map { _ in
            // Reordering makes negative steps; long gaps need two bytes.
            let stretch: Int64 = Int.random(in: 0..<50, using: &random) == 0 ? 30 : 1
            clock += Int64.random(in: -3...80, using: &random) * 1_000 * stretch
            return Int.random(in: 0..<100, using: &random) < lossPercent ? nil : clock
        }
        var told = 0
        let report = written(Int.random(in: 40...1_200, using: &random)) { buffer in
            var writer = RtcpWriter(buffer)
            told = writer.transportFeedback(
                sender: Ssrc(1), media: Ssrc(2), base: SequenceNumber(65_400), count: arrivals.count, number: 1
            ) { arrivals[$0] }
            return writer.count
        }
        guard told > 0 else {
            #expect(report.isEmpty)
            return
        }
        try report.withUnsafeBytes { raw in
            var packets = RtcpPackets(raw)
            guard case .transportFeedback(let feedback) = packets.next() else { throw Unexpected() }
            let read = Array(feedback.packets)
            #expect(read.count == told)
            for (packet, arrival) in zip(read, arrivals) {
                #expect((packet.arrivalUs == nil) == (arrival == nil))
                guard let got = packet.arrivalUs, let arrival else { continue }
                #expect((0..<250).contains(arrival - got), "\(arrival) was told as \(got)")
            }
        }
    }

    @Test func stopsBeforeATimeTooFarAway() {
        let arrivals: [Int64] = [0, 20_000, 9_000_000, 9_020_000]
        var told = 0
        _ = written { buffer in
            var writer = RtcpWriter(buffer)
            told = writer.transportFeedback(
                sender: Ssrc(1), media: Ssrc(2), base: SequenceNumber(0), count: 4, number: 0
            ) { arrivals[$0] }
            return writer.count
        }
        #expect(told == 2)
    }

    @Test func leavesOutWhatDoesNotFit() {
        for room in 0..<Self.compound.count {
            let short = written(room) { buffer in
                var writer = RtcpWriter(buffer)
                writer.receiverReport(Ssrc(2), blocks: [Self.block])
                writer.pictureLoss(sender: Ssrc(6), media: Ssrc(7))
                return writer.count
            }
            #expect([0, 12, 32, 44].contains(short.count))
            #expect(short.count <= room)
        }
    }

    @Test func holdsAHostileBitrate() throws {
        // Exponent 63 and a mantissa of ones.
        let packet = bytes("8fce0005 00000001 00000000 52454d42 01ffffff 00000002")
        try packet.withUnsafeBytes { raw in
            var packets = RtcpPackets(raw)
            guard case .maximumBitrate(let bitrate) = packets.next() else { throw Unexpected() }
            #expect(bitrate.bitsPerSecond == .max)
        }
    }

    @Test func endsAtAnUnsoundLength() {
        var cut = Self.compound
        cut[3] = 0xFF
        #expect(cut.withUnsafeBytes { raw in RtcpPackets(raw).reduce(0) { sum, _ in sum + 1 } } == 0)
    }
}
