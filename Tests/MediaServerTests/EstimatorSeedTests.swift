import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// What a line carries is found out, whatever it is, and the voice does not pay for finding out.
@Suite struct EstimatorSeedTests {
    /// A line of the seed's own: from what a voice needs to more than a picture does, in its own delay and queue.
    private static func line(_ chance: inout SeededChance, rates: ClosedRange<Double>) -> LossyLink.Line {
        // Evenly over the factors between the two, for 100 kbit/s more is much at the bottom and nothing at the top.
        let factor = rates.upperBound / rates.lowerBound
        var line = LossyLink.Line(delayUs: Int64(chance.within(5_000...60_000)))
        line.rate = rates.lowerBound * pow(factor, chance.share())
        line.jitterUs = Int64(chance.within(0...4_000))
        line.queueUs = Int64(chance.within(150_000...400_000))
        return line
    }

    private static func pow(_ base: Double, _ share: Double) -> Double {
        // Ten halvings are exact enough for a seed, and need no mathematics library.
        var (low, high) = (1.0, base)
        var (left, right) = (0.0, 1.0)
        for _ in 0..<20 {
            let middle = (low * high).squareRoot()
            let place = (left + right) / 2
            if share < place { (high, right) = (middle, place) } else { (low, left) = (middle, place) }
        }
        return low
    }

    /// The estimate's mean over the second from now on, as a share of what the line carries.
    private static func found(_ call: CallInMemory, _ rate: Double) -> Double {
        var sum = 0.0
        for _ in 0..<20 {
            call.run(seconds: 0.05)
            sum += call.board.peer("p0")?.downlink.estimate.bitsPerSecond ?? 0
        }
        return sum / 20 / rate
    }

    /// From a clean line to a narrow one, and from the first packet on a narrow one: within a quarter after 5 s.
    @Test func theEstimateFindsTheLine() async throws {
        try await Seeds.hold(400) { seed in
            let call = try CallInMemory.seeded(seed)
            var chance = SeededChance(seed)
            let watcher = call.parties[0]
            (call.pictureRate, call.heedsBounds) = (2_500_000, true)
            let line = Self.line(&chance, rates: 150_000...1_500_000)
            (watcher.down.line, watcher.up.line.delayUs) = (line, line.delayUs)
            if seed % 2 == 0 {
                watcher.down.line.rate = nil
                call.run(seconds: 4)
                watcher.down.line.rate = line.rate
            }
            call.run(seconds: 5)
            let first = call.spoken
            let rate = line.rate ?? 0
            let share = Self.found(call, rate)
            call.run(seconds: 5)
            let told = "\(share) of \(Int(rate)) after 5 s, delay \(line.delayUs), queue \(line.queueUs)"
            if !(0.75...1.25).contains(share) { return told }
            return call.faultOfVoice(watcher, from: first, mostShare: 0.03, longest: 10).map { "\($0) at \(told)" }
        }
    }

    /// On a line that carries little more than the voice, the voice is whole and the picture gives way.
    @Test func theVoiceIsNeverStarved() async throws {
        try await Seeds.hold(300, Self.faultOnANarrowLine)
    }

    /// Lines that three frames with each sound filled again as soon as they had drained: 2.9 and 5.5 % of the voice was missing.
    @Test(arguments: [5815, 5880] as [UInt64]) func redundancyDoesNotFillALineAgain(seed: UInt64) throws {
        #expect(try Self.faultOnANarrowLine(seed) == nil)
    }

    private static func faultOnANarrowLine(_ seed: UInt64) throws -> String? {
        let call = try CallInMemory.seeded(seed)
        var chance = SeededChance(seed)
        let watcher = call.parties[0]
        (call.pictureRate, call.heedsBounds) = (600_000, true)
        call.run(seconds: 3)
        var line = line(&chance, rates: 70_000...150_000)
        // A shorter queue loses what a longer one delays; both are met.
        line.queueUs = Int64(chance.within(100_000...300_000))
        watcher.down.line = line
        watcher.up.line.delayUs = line.delayUs
        call.run(seconds: 5)
        let first = call.spoken
        call.run(seconds: 10)
        return call.faultOfVoice(watcher, from: first, mostShare: 0.02, longest: 10)
            .map { "\($0) at \(Int(line.rate ?? 0)), delay \(line.delayUs), queue \(line.queueUs)" }
    }

    /// From the first packet on, on a line that has been tried while its patient waited: no gap of more than 120 ms, heard
    /// late counted as not heard. The losses of the trial are not those of the line.
    @Test func theVoiceIsWholeFromTheBeginning() async throws {
        try await Seeds.hold(300) { seed in
            try Self.faultOfBeginning(seed, rates: 110_000...200_000, from: 1) { call in
                // As the page tries it (linetest.js).
                call.board.echo("p0", forUs: 8_000_000, probeKbps: 0, nowUs: call.nowUs)
                call.run(seconds: 2)
                call.board.echo("p0", forUs: 6_000_000, probeKbps: 2_000, nowUs: call.nowUs)
                call.run(seconds: 4)
                call.board.stopEcho("p0", nowUs: call.nowUs)
                call.run(seconds: 2)
            }
        }
    }

    /// On a line that nobody has tried the first pictures fill a queue before anything is known of it; two seconds later the
    /// voice is whole.
    @Test func theVoiceIsWholeWithinTwoSecondsOnAnUnknownLine() async throws {
        try await Seeds.hold(300) { seed in
            try Self.faultOfBeginning(seed, rates: 100_000...1_000_000, from: 100) { _ in }
        }
    }

    /// What is wrong with the voice in the first five seconds of a call, from one of its frames on; before it comes what is
    /// done in the waiting room.
    private static func faultOfBeginning(
        _ seed: UInt64, rates: ClosedRange<Double>, from frame: Int64, waiting: (CallInMemory) -> Void
    ) throws -> String? {
        let call = try CallInMemory.seeded(seed)
        var chance = SeededChance(seed)
        let watcher = call.parties[0]
        let line = line(&chance, rates: rates)
        for place in 0..<2 { call.board.place("p\(place)", in: nil, seat: place, nowUs: call.nowUs) }
        (watcher.down.line, watcher.up.line.delayUs) = (line, line.delayUs)
        (call.pictureRate, call.heedsBounds) = (600_000, true)
        waiting(call)
        for place in 0..<2 { call.board.place("p\(place)", in: "room", seat: place, nowUs: call.nowUs) }
        let first = call.spoken + frame
        call.run(seconds: 5.5)
        if watcher.spoilt > 0 { return "\(watcher.spoilt) frames are not what was spoken" }
        let inTime = call.missing(watcher, from: first, to: call.spoken - 25, latestUs: 250_000)
        guard inTime.longest > 6 else { return nil }
        let ever = call.missing(watcher, from: first, to: call.spoken - 25)
        return "a gap of \(inTime.longest * 20) ms, \(ever.longest * 20) ms of it for good, \(Int(inTime.share * 100)) % "
            + "missing in time at \(Int(line.rate ?? 0)), delay \(line.delayUs), queue \(line.queueUs)"
    }
}
