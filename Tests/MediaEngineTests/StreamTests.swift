import MediaWire
import Testing

@testable import MediaEngine

/// The small parts of the engine, each by itself.
@Suite struct StreamTests {
    @Test func theReplayWindowTakesEachOnceAndNothingOld() {
        var window = ReplayWindow()
        for index in [Int64(1_000), 1_002, 1_001, 1_130, 1_060] {
            #expect(window.mayTake(index))
            window.take(index)
            #expect(!window.mayTake(index))
        }
        // 127 behind the newest is the last that it remembers.
        #expect(window.mayTake(1_003) && !window.mayTake(1_002) && !window.mayTake(900))
        window.take(90_000)
        #expect(!window.mayTake(1_130) && window.mayTake(89_999))
    }

    /// RFC 3711 section 3.3.1: the nearest index, across the wrap in both directions.
    @Test(arguments: [(Int64(65_534), UInt16(1), Int64(65_537)), (65_537, 65_534, 65_534), (70_000, 4_465, 70_001)])
    func numbersWrap(_ highest: Int64, _ sequence: UInt16, _ expected: Int64) {
        #expect(PacketIndex.estimate(SequenceNumber(sequence), highest: highest) == expected)
        #expect(PacketIndex.estimate(SequenceNumber(sequence), highest: -1) == Int64(sequence))
    }

    @Test func whatIsMissedIsAskedForAFewTimesAndThenGivenUp() {
        var missing = MissingPackets(oldestUs: 1_000_000)
        let isNoted = missing.note(5..<8, nowUs: 0)
        #expect(isNoted)
        var asked: [Int64] = []
        for step in 0..<200 {
            _ = missing.due(nowUs: Int64(step) * 10_000, roundTripUs: 50_000) { asked.append($0) }
            if step == 3 { _ = missing.found(6, nowUs: 30_000) }
        }
        #expect(missing.isEmpty)
        #expect(asked.filter { $0 == 6 }.count == 1)
        #expect((2...10).contains(asked.filter { $0 == 5 }.count))
        // Too wide a gap is not asked for at all.
        let isTooWide = !missing.note(0..<5_000, nowUs: 0)
        #expect(isTooWide && missing.isEmpty)
    }

    /// One that was sent before the packet that showed the gap was only overtaken, although it had been asked for.
    @Test func whatWasOvertakenIsNoRepeat() {
        for (transportIndex, expected) in [(Int64(99), MissingPackets.Finding.overtaken), (101, .repeated), (-1, .repeated)] {
            var missing = MissingPackets(oldestUs: 400_000)
            let isNoted = missing.note(5..<6, shownBy: 100, nowUs: 0)
            _ = missing.due(nowUs: 10_000, roundTripUs: 0) { _ in }
            let found = missing.found(5, transportIndex: transportIndex, nowUs: 30_000)
            #expect(isNoted && found == expected && missing.isEmpty)
        }
        var missing = MissingPackets(oldestUs: 400_000)
        #expect(missing.found(7, nowUs: 0) == .unknown)
    }

    /// Pictures are asked for later where packets overtake each other, sound never.
    @Test(arguments: [(Int64(120_000), Int64(62_500)), (8_000, 8_000)])
    func patienceFollowsTheOvertaking(_ mostUs: Int64, _ patienceUs: Int64) {
        var missing = MissingPackets(oldestUs: 700_000, mostPatienceUs: mostUs)
        _ = missing.note(5..<6, shownBy: 6, nowUs: 0)
        _ = missing.found(5, transportIndex: 5, nowUs: 50_000)
        _ = missing.note(8..<9, shownBy: 9, nowUs: 1_000_000)
        var askedUs: Int64?
        for step in 0..<200 where askedUs == nil {
            let nowUs = Int64(step) * 500
            _ = missing.due(nowUs: 1_000_000 + nowUs, roundTripUs: 0) { _ in askedUs = nowUs }
        }
        #expect(askedUs == patienceUs)
    }

    /// The fraction is of what never came, the number of what did not come by itself (RFC 3550 section 6.4.1).
    @Test func whatIsRepairedIsNotInTheFraction() {
        var reception = Reception()
        let note = { (reception: inout Reception, index: Int64) in
            let record = PacketRecord(
                index: index, timestamp: UInt32(index) &* 960, arrivalUs: index * 20_000, length: 80, codec: .opus,
                marker: false, startsKeyFrame: false)
            reception.note(record, 80, clockRate: 48_000)
        }
        for index in Int64(0)..<100 where index % 10 != 0 || index == 0 { note(&reception, index) }
        for _ in 0..<5 { reception.noteRepair() }
        let block = reception.report(Ssrc(1), lastSenderReport: 0, delay: 0)
        // Nine of a hundred did not come; five of them were repaired.
        #expect(block.cumulativeLost == 9 && block.fractionLost == UInt8(4 * 256 / 100))
        // One that redundancy had brought comes by itself as well.
        reception.noteAfterRepair()
        #expect(reception.lost == 8)
        for index in Int64(150)..<160 { note(&reception, index) }
        #expect(reception.report(Ssrc(1), lastSenderReport: 0, delay: 0, isFull: true).fractionLost == 0)
    }

    /// Sound that would come more than 0.4 s late is not asked for; on a shorter way it is, while there is time.
    @Test func whatWouldComeTooLateIsNotAskedFor() {
        for (roundTripUs, isAskedFor) in [(Int64(500_000), false), (80_000, true)] {
            var missing = MissingPackets(oldestUs: 400_000)
            let isNoted = missing.note(5..<6, nowUs: 0)
            var asked: [Int64] = []
            for step in 0..<60 {
                let nowUs = Int64(step) * 10_000
                _ = missing.giveUpLate(nowUs: nowUs, roundTripUs: roundTripUs)
                _ = missing.due(nowUs: nowUs, roundTripUs: roundTripUs) { _ in asked.append(nowUs) }
            }
            #expect(isNoted && missing.isEmpty)
            #expect(asked.isEmpty != isAskedFor)
            #expect(asked.allSatisfy { $0 <= 320_000 })
        }
    }

    @Test func questionsForAPictureAreAShareOfWhatCame() {
        var budget = AskBudget()
        let burst = (0..<1_000).prefix { _ in budget.take(isQueueing: false) }.count
        #expect(burst == 64)
        for _ in 0..<80 { budget.earn() }
        #expect((0..<1_000).prefix { _ in budget.take(isQueueing: false) }.count == 40)
        // On a full line a sixteenth; and nothing comes of nothing.
        for _ in 0..<80 { budget.earn() }
        #expect((0..<1_000).prefix { _ in budget.take(isQueueing: true) }.count == 5)
        let isRefused = !budget.take(isQueueing: false)
        #expect(isRefused)
    }

    @Test func redundancyFollowsTheLoss() {
        var depth = RedundancyDepth()
        for _ in 0..<500 { depth.note(lost: false) }
        #expect(depth.frames == 0)
        for number in 0..<500 { depth.note(lost: number % 5 == 0) }
        #expect(depth.frames == 3)
        for number in 0..<500 { depth.note(lost: number % 40 < 5) }
        #expect(depth.frames >= 4)
        for _ in 0..<150 { depth.note(lost: false) }
        #expect(depth.frames == 0)
    }

    /// Ten seconds after 400 kbit/s were thought of it, a line is known to within a quarter: one of less, one of more, and
    /// one of more than is ever looked for, of which so much is known as is. How soon that is, and on which lines,
    /// `EstimatorSeedTests` holds.
    @Test(arguments: [200_000.0, 1_000_000.0, 3_000_000.0])
    func theEstimateIsNearTheLineAfterTenSeconds(_ rate: Double) {
        var estimate = RateEstimate()
        var prober = Prober()
        var (nowUs, freeUs, index) = (Int64(0), Int64(0), Int64(0))
        for step in 0..<2_000 {
            nowUs = Int64(step) * 5_000
            let fill = prober.due(&estimate, sent: index, isUrgent: false, roundTripUs: 40_000, nowUs: nowUs)
            // What the source sends is what it was told, as a browser does; filling comes on top.
            let media = Int(estimate.bitsPerSecond * 0.005 / 8)
            for length in [media] + Array(repeating: 300, count: fill) where length > 0 {
                index += 1
                freeUs = max(freeUs, nowUs) + Int64(Double(length * 8) * 1_000_000 / rate)
                guard freeUs - nowUs < 300_000 else {
                    freeUs -= Int64(Double(length * 8) * 1_000_000 / rate)
                    estimate.judged(isLost: true)
                    continue
                }
                estimate.judged(isLost: false)
                estimate.arrived(sentUs: nowUs, arrivalUs: freeUs + 20_000, bytes: length)
                prober.arrived(index, arrivalUs: freeUs + 20_000, bits: length * 8)
            }
            if step % 20 == 0 { estimate.conclude(nowUs: nowUs, roundTripUs: 40_000) }
        }
        let found = estimate.bitsPerSecond
        #expect(found > 0.75 * min(rate, Prober.enough) && found < 1.25 * rate, "\(Int(found)) of \(Int(rate))")
    }

    /// The picture numbers that a receiver sees go on, whoever is shown (RFC 7741 section 4.2).
    @Test func pictureNumbersGoOnAcrossSources() {
        var numbers = PictureNumbers()
        let send = { (numbers: inout PictureNumbers, picture: UInt16) -> UInt16? in
            // X, then I, then fifteen bits of picture number, and one byte of the picture itself.
            var bytes: [UInt8] = [0x90, 0x80, 0x80 | UInt8(picture >> 8), UInt8(picture & 255), 0]
            return bytes.withUnsafeMutableBytes { buffer in
                numbers.rewrite(buffer, isNewest: true)
                return Vp8Payload(UnsafeRawBufferPointer(buffer))?.pictureId
            }
        }
        var seen = [send(&numbers, 30_000), send(&numbers, 30_001)]
        numbers.changeSource()
        seen += [send(&numbers, 17), send(&numbers, 18)]
        #expect(seen == [30_000, 30_001, 30_002, 30_003])
    }
}
