import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Calls in which everything happens at once: the line becomes another one every second or two, in both directions.
@Suite struct WeatherSeedTests {
    private static func line(_ chance: inout SeededChance) -> LossyLink.Line {
        var line = LossyLink.Line(delayUs: Int64(chance.within(2_000...150_000)))
        let often = { (chance: inout SeededChance, share: Double) in chance.share() < share }
        if often(&chance, 0.5) {
            line.loss = chance.within(0...0.4)
            line.meanRun = often(&chance, 0.5) ? chance.within(1...12) : 1
        }
        if often(&chance, 0.5) { line.jitterUs = Int64(chance.within(0...60_000)) }
        if often(&chance, 0.3) { line.doubled = chance.within(0...0.3) }
        if often(&chance, 0.3) {
            line.heldBack = chance.within(0...0.2)
            line.heldBackUs = Int64(chance.within(5_000...200_000))
        }
        if often(&chance, 0.3) { line.forged = chance.within(0...0.2) }
        if often(&chance, 0.4) { line.rate = chance.within(40_000...1_500_000) }
        if often(&chance, 0.1) { line.loss = 0.999_999 }
        return line
    }

    /// Whatever the weather was: nothing is heard that was not spoken, nothing stays broken. Five seconds after it has
    /// become fine the voice is whole, the picture moves, and the path is known to be alive.
    @Test func everyCallRecovers() async throws {
        try await Seeds.hold(500) { seed in
            let call = try CallInMemory.seeded(seed)
            var chance = SeededChance(seed)
            (call.pictureRate, call.heedsBounds) = (500_000, true)
            for _ in 0..<8 {
                for party in call.parties {
                    party.up.line = Self.line(&chance)
                    party.down.line = Self.line(&chance)
                    if chance.share() < 0.2 {
                        party.address = TransportAddress(
                            v4: 0x0A00_0000 + UInt32(chance.next() & 0xFFFF), port: 1_024 + UInt16(chance.next() & 0xFFF))
                    }
                    party.redundantFrames = Int(chance.next() % 3)
                }
                call.run(seconds: chance.within(0.5...2.5))
            }
            for party in call.parties { (party.up.line, party.down.line) = (LossyLink.Line(), LossyLink.Line()) }
            call.run(seconds: 5)
            let first = call.spoken
            let frames = call.parties.map(\.decoder.frames)
            call.run(seconds: 2)
            for (place, party) in call.parties.enumerated() {
                guard let peer = call.board.peer("p\(place)") else { return "p\(place) has gone" }
                if peer.pathIsLost { return "the path of p\(place) counts as lost" }
                if let fault = call.faultOfVoice(party, from: first) { return "p\(place): \(fault)" }
                if party.decoder.frames < frames[place] + 40 {
                    let shown = party.decoder.frames - frames[place]
                    let rate = Int(peer.downlink.estimate.bitsPerSecond)
                    let state = peer.budget.isPaused ? "paused" : "not paused"
                    return "p\(place): \(shown) frames in 2 s at \(rate) bit/s, \(state)"
                }
            }
            return nil
        }
    }
}
