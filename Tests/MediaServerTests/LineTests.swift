import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// What the server says of a participant's line, second by second and in both directions, against what the line is.
@Suite struct LineTests {
    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

    @Test func theLineIsToldInBothDirections() async throws {
        try await Seeds.hold(100) { seed in
            let call = try CallInMemory.seeded(seed)
            var chance = SeededChance(seed)
            let (loss, meanRun) = (chance.within(0.05...0.2), chance.within(2...5))
            let line = LossyLink.Line(loss: loss, meanRun: meanRun, delayUs: 30_000, jitterUs: 20_000)
            let party = call.parties[0]
            (party.up.line, party.down.line) = (line, line)
            call.run(seconds: 5)
            call.news.removeAll()
            call.run(seconds: 60)
            let reports = call.news.compactMap { news -> LineReport? in
                if case .line("p0", let report) = news { report } else { nil }
            }
            if reports.count < 55 { return "\(reports.count) reports in a minute" }
            let ways = [
                ("up", reports.compactMap(\.lossUp), reports.map(\.longestBurstUp), reports.compactMap(\.jitterUpMs)),
                ("down", reports.compactMap(\.lossDown), reports.map(\.longestBurstDown),
                    reports.compactMap(\.jitterDownMs)),
            ]
            for (way, losses, bursts, jitters) in ways {
                let found = mean(losses)
                if abs(found - loss) > 0.06 { return "\(way): \(found) lost is told where \(loss) are" }
                // The longest run in a minute is longer than the mean one; runs beyond ten times it are not to be had.
                let longest = bursts.max() ?? 0
                if longest < Int(meanRun) || longest > 60 { return "\(way): a run of \(longest), mean \(meanRun)" }
                let jitter = mean(jitters)
                if !(3...14).contains(jitter) { return "\(way): a jitter of \(jitter) ms" }
            }
            let trip = mean(reports.compactMap(\.roundTripMs))
            return (60...110).contains(trip) ? nil : "a round trip of \(trip) ms"
        }
    }

    /// Nobody tells of packets that never come: where the way down alone is gone, the others learn it from the line's word
    /// within two seconds, for what is said to that listener is not heard.
    @Test func aWayDownThatIsLostAloneIsTold() throws {
        let call = try CallInMemory(seed: 46)
        // So that the way ends in the middle of a report's second.
        call.run(seconds: 4.3)
        let deaf = call.parties[1]
        var told: [LineReport] {
            call.news.compactMap { news -> LineReport? in
                if case .line("p1", let report) = news { report } else { nil }
            }
        }
        #expect(told.contains { $0.lossDown ?? 0 > 0 } == false)
        deaf.down.line.loss = 0.999_999
        call.run(seconds: 2)
        #expect(told.last?.lossDown == 1 && told.last?.lossUp == 0)
        // Also when its consent has run out, since our checks do not arrive either, and nothing is sent any more.
        call.run(seconds: 10)
        #expect(told.suffix(10).allSatisfy { $0.lossDown == 1 })
        #expect(!call.news.contains(.pathLost(peer: "p1")))
        deaf.down.line.loss = 0
        call.run(seconds: 3)
        #expect(told.last?.lossDown == 0)
    }

    /// Reports go up, and so their want says nothing of the way down where nothing else comes up either.
    @Test func aWayUpThatIsLostAloneIsNoLossDown() throws {
        for seed in 47..<57 as Range<UInt64> {
            let call = try CallInMemory(seed: seed)
            call.run(seconds: 4 + 0.1 * Double(seed - 47))
            call.parties[1].up.line.loss = 0.999_999
            call.run(seconds: 3)
            let losses = call.news.compactMap { news -> Double? in
                if case .line("p1", let report) = news { report.lossDown } else { nil }
            }
            #expect(call.news.contains(.pathLost(peer: "p1")) && losses.allSatisfy { $0 == 0 })
        }
    }

    /// Packets that overtake each other are not lost: neither the line's word nor the reports nor the redundancy take them
    /// for it, on either way; and where some are lost as well, only those.
    @Test func whatIsOvertakenIsNotLost() async throws {
        try await Seeds.hold(60) { seed in
            let call = try CallInMemory.seeded(seed)
            var chance = SeededChance(seed)
            let loss = seed % 2 == 0 ? 0 : 0.08
            let party = call.parties[0]
            let line = LossyLink.Line(
                loss: loss, delayUs: Int64(chance.within(30_000...110_000)), jitterUs: Int64(chance.within(30_000...80_000)))
            // Browsers repeat pictures on streams of their own; these clients do not, and what is given up and comes all the
            // same counts as come.
            call.pictureRate = loss == 0 ? 300_000 : nil
            (party.up.line, party.down.line) = (line, line)
            // How far packets overtake each other is learnt first.
            call.run(seconds: 5)
            call.news.removeAll()
            call.run(seconds: 20)
            let reports = call.news.compactMap { news -> LineReport? in
                if case .line("p0", let report) = news { report } else { nil }
            }
            for (way, told) in [("up", mean(reports.compactMap(\.lossUp))), ("down", mean(reports.compactMap(\.lossDown)))] {
                // What is on its way at the end of a second is missing in it, and comes in the next.
                if abs(told - loss) > (loss == 0 ? 0.015 : 0.05) { return "\(way): \(told) lost is told where \(loss) are" }
            }
            let frames = call.board.peer("p0")?.redundantFrames(nowUs: call.nowUs) ?? 0
            // That a sound which was asked for came by itself is not always seen.
            return loss == 0 && frames > 2 ? "\(frames) frames repeated where none is lost" : nil
        }
    }

    /// The other's line is not touched by it.
    @Test func aGoodLineIsToldAsGood() throws {
        let call = try CallInMemory.seeded(7)
        call.parties[0].down.line.loss = 0.3
        call.run(seconds: 10)
        for case .line("p1", let report) in call.news.suffix(6) {
            #expect(report.lossUp == 0 && report.longestBurstUp == 0 && report.longestBurstDown == 0)
        }
    }
}
