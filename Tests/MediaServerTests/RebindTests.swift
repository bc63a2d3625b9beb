import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// A NAT gives a browser another port, and nothing tells the browser: it goes on as before. What comes from an address that
/// has passed no check is nobody's, and what goes to the former port is lost, until a check comes through the new one.
@Suite struct RebindTests {
    private static let rebound = TransportAddress(v4: 0xC633_6409, port: 40_000)

    /// A call whose second party has the delay of the seed on both of its ways, after two seconds.
    private static func call(_ seed: UInt64, delayUs: Int64) throws -> CallInMemory {
        let call = try CallInMemory.seeded(seed)
        let mover = call.parties[1]
        (mover.up.line.delayUs, mover.down.line.delayUs) = (delayUs, delayUs)
        call.run(seconds: 2)
        return call
    }

    /// The browser's next regular check, whenever it comes, brings the new path: a check and its way, and a question of
    /// ours and its answer. With Chromium's pauses between checks, of 0.48 s on a line that it is not sure of and of 2.5 s
    /// on one that it is, and with our own client's; with the first that is within a second.
    @Test(arguments: [Int64(480_000), 1_000_000, 2_500_000])
    func theNextCheckBringsTheNewPath(_ pauseUs: Int64) async throws {
        try await Seeds.hold(60) { seed in
            var chance = SeededChance(seed)
            let delayUs = Int64(chance.within(5_000...60_000))
            let call = try Self.call(seed, delayUs: delayUs)
            let mover = call.parties[1]
            let untilUs = Int64(chance.within(0...Double(pauseUs)))
            mover.client.checkDueUs = call.nowUs + untilUs
            mover.address = Self.rebound
            let (moved, strays) = (call.spoken, call.board.strays)
            call.run(seconds: 5)
            // To whom the mover speaks, its check has to come through; to the mover, our question and its answer as well.
            // Frames stand for 20 ms each, and two are lost to the steps of the clock.
            for (party, ways) in [(call.parties[0], Int64(0)), (mover, Int64(3))] {
                let gap = call.missing(party, from: moved + 1, to: call.spoken - 25, latestUs: 250_000).longest
                let most = Int((untilUs + ways * delayUs) / CallInMemory.frameUs) + 3
                let told = "party \(party.number), check after \(untilUs), delay \(delayUs)"
                if gap > most { return "a gap of \(gap * 20) ms, \(most * 20) at most: \(told)" }
                if pauseUs == 480_000, gap > 50 { return "a gap of \(gap * 20) ms: \(told)" }
                // Without the check there is no new path, or this would hold nothing; a quarter of a second is repaired.
                if Int64(gap) < untilUs / CallInMemory.frameUs - 15 { return "no gap before the check: \(told)" }
            }
            if untilUs > 100_000, call.board.strays == strays { return "what came unchecked was taken" }
            return call.board.peer("p1")?.ice.selected == Self.rebound ? nil : "another address is selected"
        }
    }

    /// Where that check is far off the page does not wait for it: after 0.4 s without a packet it restarts ICE
    /// (`path.js`), on the same connection, and the voice is back both ways within a second of the change.
    @Test func theRestartOfThePageTakesLessThanASecond() async throws {
        try await Seeds.hold(60) { seed in
            var chance = SeededChance(seed)
            let delayUs = Int64(chance.within(5_000...60_000))
            let call = try Self.call(seed, delayUs: delayUs)
            let mover = call.parties[1]
            mover.client.checkDueUs = call.nowUs + 2_500_000
            mover.address = Self.rebound
            let moved = call.spoken
            // The page looks ten times a second.
            call.run(seconds: chance.within(0.4...0.5))
            let offer = mover.client.restart()
            let way = Double(delayUs) / 1_000_000
            call.run(seconds: way)
            guard let answer = try call.board.restart("p1", Offer(offer), nowUs: call.nowUs) else { return "no answer" }
            call.run(seconds: way)
            try mover.client.acceptRestart(answer, nowUs: call.nowUs)
            call.run(seconds: 3)
            for party in call.parties {
                let gap = call.missing(party, from: moved + 1, to: call.spoken - 25, latestUs: 250_000).longest
                if gap > 50 || gap < 5 { return "a gap of \(gap * 20) ms, party \(party.number), delay \(delayUs)" }
            }
            return call.news.contains(.pathLost(peer: "p1")) ? "the path was told as lost" : nil
        }
    }
}
