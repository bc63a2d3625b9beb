import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// The picture gives way: layers, stills and pauses, over whole calls in memory.
@Suite struct LayersTests {
    /// The moment of a new layer may lie anywhere in the 32 bits, as far from the old layer's last as can be.
    @Test func aLayerFromTheOtherEndOfTimeIsNoTrap() throws {
        let call = try CallInMemory(seed: 7, layers: ["l", "h"])
        call.pictureRate = 600_000
        call.run(seconds: 2)
        let sender = try #require(call.board.peers[1])
        let slot = try #require(call.board.peers[0]?.videoSlots.first)
        let old = try #require(slot.source)
        let new = try #require(sender.streams.first { $0.isVideo && $0 !== old })
        for stream in [old, new] { stream.clock.note(ntpTime: 1 << 40, rtpTime: 0, nowUs: call.nowUs) }
        let record = { (index: Int64, timestamp: UInt32) in
            PacketRecord(
                index: index, timestamp: timestamp, arrivalUs: call.nowUs, length: 500, codec: .vp8, marker: true,
                startsKeyFrame: true)
        }
        slot.beginAnew(nowUs: call.nowUs)
        let before = try #require(slot.place(record(old.highest + 1, 5_000), of: old, nowUs: call.nowUs))
        slot.leaveLayer(for: new, nowUs: call.nowUs)
        let after = try #require(
            slot.place(record(new.highest + 1, 5_000 &+ 0x8000_0000), of: new, nowUs: call.nowUs))
        #expect(after.index == before.index + 1)
        #expect(after.timestamp == before.timestamp &+ 1)
    }

    /// Three people, one with a line of 600 kbit/s: it gets the small layers, the others keep the large ones.
    @Test(arguments: 1...20) func onlyTheWeakLineGetsTheSmallLayer(_ seed: Int) throws {
        let call = try CallInMemory(seed: UInt64(seed), people: 3, layers: ["l", "h"])
        call.pictureRate = 900_000
        call.run(seconds: 6)
        let (weak, strong, third) = (call.parties[0], call.parties[1], call.parties[2])
        #expect(weak.screen.take(from: 1, layer: 1) > 30, "seed \(seed): all lines are good at first")
        weak.down.line = LossyLink.Line(delayUs: 20_000, rate: 600_000)
        call.run(seconds: 6)
        for party in call.parties {
            for sender in 0..<3 { for layer in 0..<2 { _ = party.screen.take(from: sender, layer: layer) } }
        }
        let before = call.parties.map(\.keyFrames)
        call.run(seconds: 10)
        for sender in [1, 2] {
            let (small, large) = (
                weak.screen.take(from: sender, layer: 0), weak.screen.take(from: sender, layer: 1)
            )
            #expect(small > 240, "seed \(seed): \(small) small pictures of \(sender)")
            #expect(large < 20, "seed \(seed): \(large) large pictures of \(sender)")
        }
        let (kept, given) = (third.screen.take(from: 1, layer: 1), third.screen.take(from: 1, layer: 0))
        #expect(kept > 280 && given < 10, "seed \(seed): the third kept \(kept) large pictures, got \(given) small")
        #expect(strong.screen.take(from: 2, layer: 1) > 280)
        #expect(zip(call.parties, before).allSatisfy { $0.keyFrames - $1 < 8 }, "no storm of key frames")
        // On lines that lose nothing each stream goes on unbroken, whatever layer is behind it.
        #expect(strong.screen.breaks == 0 && third.screen.breaks == 0)
    }

    /// It goes up again when the line is good, without a pause between.
    @Test(arguments: 1...12) func theLargeLayerComesBack(_ seed: Int) throws {
        let call = try CallInMemory(seed: UInt64(seed), people: 3, layers: ["l", "h"])
        call.pictureRate = 900_000
        let weak = call.parties[0]
        weak.down.line = LossyLink.Line(delayUs: 20_000, rate: 600_000)
        call.run(seconds: 12)
        weak.down.line = LossyLink.Line(delayUs: 20_000)
        _ = weak.screen.take(from: 1, layer: 1)
        weak.screen.longestPauseUs = 0
        call.run(seconds: 14)
        let large = weak.screen.take(from: 1, layer: 1)
        #expect(large > 30, "seed \(seed): \(large) large pictures after 14 s")
        #expect(weak.screen.longestPauseUs < 600_000, "seed \(seed): a pause of \(weak.screen.longestPauseUs) us")
    }

    /// Three people on a line that carries no moving picture beside the voices; the third leaves, and the line becomes good.
    @Test func aHeldPictureMovesAgainWhenTwoAreLeft() throws {
        let call = try CallInMemory(seed: 9, people: 3, layers: ["l", "h"])
        call.pictureRate = 900_000
        let weak = call.parties[0]
        call.run(seconds: 4)
        weak.down.line = LossyLink.Line(delayUs: 20_000, rate: 260_000)
        let peer = try #require(call.board.peers[0])
        let isHeld = { peer.watched.contains { $0.layers.isHeld } }
        for _ in 0..<20 where !isHeld() { call.run(seconds: 1) }
        #expect(isHeld())
        call.board.place("p2", in: nil, seat: 2, nowUs: call.nowUs)
        weak.down.line = LossyLink.Line(delayUs: 20_000)
        call.run(seconds: 5)
        for layer in 0..<2 { _ = weak.screen.take(from: 1, layer: layer) }
        call.run(seconds: 2)
        #expect(weak.screen.take(from: 1, layer: 0) + weak.screen.take(from: 1, layer: 1) > 30)
    }

    /// A receiver that asks for no more than so much (`b=AS`, RFC 8866 section 5.8) gets no more.
    @Test func aReceiversOwnBoundHolds() throws {
        let call = try CallInMemory(seed: 8, offering: CallInMemory.bounded(400))
        call.pictureRate = 900_000
        call.run(seconds: 5)
        let bound = try #require(call.parties[1].client.boundBps)
        #expect((250_000...400_000).contains(bound), "bound: \(bound)")
        #expect(try #require(call.parties[0].client.boundBps) > 900_000)
        #expect(call.parties[0].pictures > 60)
    }

    /// Two people, layers offered, one sent: the sender is told what the receiver can take.
    @Test func withTwoTheSenderIsTold() throws {
        let call = try CallInMemory(seed: 7, people: 2, layers: ["l", "h"])
        call.pictureRate = 900_000
        call.run(seconds: 5)
        let free = try #require(call.parties[1].client.boundBps)
        call.parties[0].down.line = LossyLink.Line(delayUs: 20_000, rate: 300_000)
        call.run(seconds: 5)
        let bound = try #require(call.parties[1].client.boundBps)
        #expect(free > 900_000, "free: \(free)")
        #expect((120_000...340_000).contains(bound), "bound: \(bound)")
    }
}
