import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// The way up from a browser that becomes narrow, over seeded calls.
@Suite struct UplinkTests {
    /// Half a megabit of picture into a line of 60 to 100 kbit/s: the browser is told within a second, and is free again
    /// within two of the line's return.
    @Test func aFullLineIsToldToTheSender() async throws {
        try await Seeds.hold(100) { seed in
            let call = try CallInMemory.seeded(seed)
            var chance = SeededChance(seed)
            let rate = chance.within(60_000...100_000)
            (call.pictureRate, call.heedsBounds) = (500_000, true)
            call.run(seconds: 5)
            let source = call.parties[1]
            source.up.line = LossyLink.Line(rate: rate, queueUs: 500_000)
            call.run(seconds: 1)
            guard let bound = source.client.boundBps else { return "nothing was told" }
            if Double(bound) > 1.2 * rate { return "told \(bound) of a line of \(Int(rate))" }
            call.run(seconds: 4)
            source.up.line = LossyLink.Line()
            call.run(seconds: 2)
            guard let free = source.client.boundBps, free > 200_000 else { return "still bound" }
            return nil
        }
    }

    /// A picture of a megabit into 55 to 90 kbit/s: hardly a sound gets through that could tell of the queue, and yet the
    /// browser is told within 0.6 s.
    @Test func aLineThatSwallowsMostIsToldAtOnce() async throws {
        try await Seeds.hold(100) { seed in
            let call = try CallInMemory.seeded(seed)
            var chance = SeededChance(seed)
            (call.pictureRate, call.heedsBounds) = (1_000_000, true)
            call.run(seconds: 5)
            let source = call.parties[1]
            source.up.line = LossyLink.Line(rate: chance.within(55_000...90_000), queueUs: 500_000)
            call.run(seconds: 0.6)
            let told = source.client.boundBps ?? 0
            return told < 150_000 ? nil : "told \(told)"
        }
    }

    /// What a line has dropped that became narrow is hardly asked for again: the voice would wait behind it.
    @Test func aFullLineIsNotAskedForPictures() async throws {
        try await Seeds.hold(100) { seed in
            let call = try CallInMemory.seeded(seed)
            call.pictureRate = 500_000
            call.run(seconds: 5)
            let source = call.parties[1]
            source.up.line = LossyLink.Line(rate: 60_000, queueUs: 500_000)
            call.run(seconds: 1)
            call.pictureRate = nil
            let sent = source.up.sentBytes
            call.run(seconds: 2)
            // Two seconds of voice are some 13 kB, and reports and checks come beside it.
            let bytes = source.up.sentBytes - sent
            return bytes > 20_000 ? "\(bytes) bytes where voice alone was to go" : nil
        }
    }

    /// A way up that was too narrow for the picture, and then carries one, twice in a call: told once within 1.2 s each time,
    /// and not before, though sounds come 4 ms sooner or later by themselves.
    @Test func aWiderWayUpIsTold() async throws {
        try await Seeds.hold(200) { seed in
            let call = try CallInMemory.seeded(seed)
            var chance = SeededChance(seed)
            (call.pictureRate, call.heedsBounds) = (500_000, true)
            let source = call.parties[1]
            let good = LossyLink.Line(delayUs: Int64(chance.within(5_000...60_000)), jitterUs: Int64(chance.within(0...4_000)))
            var narrow = good
            (narrow.rate, narrow.queueUs) = (chance.within(75_000...95_000), 400_000)
            let news = MediaNews.upWidened(peer: "p1")
            func count() -> Int { call.news.count { $0 == news } }
            for time in 1...2 {
                call.pictureRate = 500_000
                source.up.line = good
                call.run(seconds: chance.within(3...6))
                source.up.line = narrow
                call.run(seconds: 1)
                // The page lets the picture rest.
                call.pictureRate = nil
                call.run(seconds: chance.within(6...20))
                if count() >= time { return "told on a line of \(Int(narrow.rate ?? 0)), time \(time)" }
                source.up.line = good
                call.run(seconds: 1.2)
                guard count() == time else {
                    return "told \(count()) times of \(time), \(Int(narrow.rate ?? 0)) bit/s, jitter \(good.jitterUs)"
                }
            }
            return nil
        }
    }
}
