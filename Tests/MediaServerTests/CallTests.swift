import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Whole calls in memory, over lines that a seed makes bad.
@Suite struct CallTests {
    @Test func aCleanLineCarriesEverything() throws {
        let call = try CallInMemory(seed: 1)
        call.pictureRate = 500_000
        call.run(seconds: 2)
        let first = call.spoken
        call.run(seconds: 5)
        for party in call.parties {
            #expect(call.missing(party, from: first, to: call.spoken - 10).share == 0)
            #expect(party.pictures > 150)
            // One for entering the room, and no storm.
            #expect(party.keyFrames <= 3)
        }
        #expect(call.news.contains(.connected(peer: "p0")) && call.news.contains(.connected(peer: "p1")))
    }

    /// 20 % of all packets lost on the way down and 80 ms there and back: redundancy must carry the voice.
    @Test(arguments: 1...12) func voiceSurvivesRandomLoss(_ seed: Int) throws {
        let call = try CallInMemory(seed: UInt64(seed))
        let listener = call.parties[0]
        listener.down.line = LossyLink.Line(loss: 0.2, delayUs: 40_000, jitterUs: 5_000)
        listener.up.line = LossyLink.Line(loss: 0.2, delayUs: 40_000)
        call.parties[1].up.line.delayUs = 40_000
        // The first seconds tell the server what the line is like.
        call.run(seconds: 4)
        let first = call.spoken
        call.run(seconds: 16)
        let missing = call.missing(listener, from: first, to: call.spoken - 20)
        #expect(missing.share < 0.01, "seed \(seed): \(missing.share) of the voice is missing")
        #expect(missing.longest <= 6, "seed \(seed): a gap of \(missing.longest * 20) ms")
    }

    /// Each leg repeats as much of the voice as it loses itself (RFC 2198): a good line does not pay for a bad one.
    @Test(arguments: 1...4) func aGoodLineDoesNotPayForABadOne(_ seed: Int) throws {
        let call = try CallInMemory(seed: UInt64(seed))
        call.parties[0].down.line.loss = 0.2
        call.run(seconds: 5)
        let before = call.parties.map(\.down.sentBytes)
        call.run(seconds: 5)
        let (bad, good) = (try #require(call.board.peer("p0")), try #require(call.board.peer("p1")))
        #expect(bad.downlink.redundancy.frames >= 2 && bad.redundantFrames(nowUs: call.nowUs) > 0)
        #expect(good.downlink.redundancy.frames == 0 && good.redundantFrames(nowUs: call.nowUs) == 0)
        // And so it is on the lines: the frames sent along are what the bad one carries more.
        let bytes = zip(call.parties, before).map { $0.down.sentBytes - $1 }
        #expect(bytes[0] > bytes[1] * 3 / 2, "seed \(seed): \(bytes[0]) bytes to the bad line, \(bytes[1]) to the good one")
    }

    /// A line of 78 kbit/s: the picture gives way within seconds, the voice stays.
    @Test(arguments: 1...4) func thePictureGivesWay(_ seed: Int) throws {
        let call = try CallInMemory(seed: UInt64(seed))
        let listener = call.parties[0]
        call.pictureRate = 600_000
        call.run(seconds: 3)
        listener.down.line = LossyLink.Line(delayUs: 20_000, rate: 78_000)
        call.run(seconds: 5)
        let first = call.spoken
        call.run(seconds: 10)
        #expect(call.news.contains(.picturePaused(peer: "p0")))
        let missing = call.missing(listener, from: first, to: call.spoken - 50)
        #expect(missing.share < 0.02, "seed \(seed): \(missing.share) of the voice is missing")
        // And it comes back by itself when the line does.
        listener.down.line = LossyLink.Line(delayUs: 20_000)
        let before = listener.pictures
        call.run(seconds: 5)
        #expect(call.news.contains(.pictureResumed(peer: "p0")))
        #expect(listener.pictures > before)
    }

    @Test func aSilentPathIsNoticedWithinTwoSecondsAndItsReturnAtOnce() throws {
        let call = try CallInMemory(seed: 5)
        call.run(seconds: 2)
        call.parties[1].up.line.loss = 0.999_999
        call.parties[1].down.line.loss = 0.999_999
        call.run(seconds: 2.1)
        #expect(call.news.contains(.pathLost(peer: "p1")))
        #expect(!call.news.contains(.pathLost(peer: "p0")))
        call.run(seconds: 28)
        call.parties[1].up.line.loss = 0
        call.parties[1].down.line.loss = 0
        let first = call.spoken
        call.run(seconds: 1.2)
        #expect(call.news.contains(.pathBack(peer: "p1")))
        #expect(call.missing(call.parties[0], from: first + 15, to: call.spoken - 5).share == 0)
    }

    /// Strangers' datagrams cost nobody anything and answer nothing.
    @Test func strangersAreNotAnswered() throws {
        let call = try CallInMemory(seed: 11)
        var chance = SeededChance(3)
        let stranger = TransportAddress(v4: 0x0808_0808, port: 53)
        for _ in 0..<20_000 {
            var bytes = (0..<Int(chance.next() % 80)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
            if !bytes.isEmpty { bytes[0] = [0, 22, 0x80, 0x90][Int(chance.next() % 4)] }
            bytes.withUnsafeMutableBytes { call.board.receive($0, from: stranger, nowUs: call.nowUs) }
        }
        #expect((0..<call.outbox.count).allSatisfy { call.outbox.destination($0) != stranger })
    }
}
