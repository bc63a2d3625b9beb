import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

extension CallInMemory {
    /// A call of clients that do what browsers do about lost packets, of which the seed decides everything.
    static func seeded(_ seed: UInt64) throws -> CallInMemory {
        let crypto = try #require(SeededCryptography(seed: seed))
        return try CallInMemory(seed: seed, crypto: crypto, repairs: true)
    }

    /// An offer that says how much is to be received at most (RFC 8866 section 5.8).
    static func bounded(_ kbps: Int) -> (String) -> String {
        { $0.replacing("t=0 0\r\n", with: "b=AS:\(kbps)\r\nt=0 0\r\n", maxReplacements: 1) }
    }

    /// An offer without redundancy for sound, and with repeats of it, as our page has it from Firefox.
    static func withoutRedundancy(_ offer: String) -> String {
        offer.replacing("RTP/SAVPF 111 63", with: "RTP/SAVPF 111").replacing("a=fmtp:63 111/111\r\n", with: "")
            .replacing("a=rtpmap:63 red/48000/2\r\n", with: "a=rtcp-fb:111 nack\r\n")
    }

    /// What is wrong with the voice that a party has heard since `first`; nil when nothing is.
    ///
    /// A frame counts when it comes within a quarter of a second of the quickest: a buffer of that size is what a
    /// conversation still bears, and what our page asks browsers for on a bad line.
    func faultOfVoice(_ party: Party, from first: Int64, mostShare: Double = 0.01, longest: Int = 6) -> String? {
        let missing = missing(party, from: first, to: spoken - 25, latestUs: 250_000)
        if party.spoilt > 0 { return "\(party.spoilt) frames are not what was spoken" }
        if missing.share >= mostShare { return "\(missing.share * 100) % of the voice is missing" }
        if missing.longest > longest { return "a gap of \(missing.longest * 20) ms" }
        return nil
    }
}

/// The voice on bad lines, over thousands of seeded calls.
@Suite struct VoiceSeedTests {
    /// 20 % of all packets lost and 80 ms there and back, at the listener's end.
    @Test func voiceSurvivesRandomLossDown() async throws {
        try await Seeds.hold(1_000) { seed in
            let call = try CallInMemory.seeded(seed)
            let listener = call.parties[0]
            call.pictureRate = seed % 2 == 0 ? 400_000 : nil
            call.heedsBounds = true
            listener.down.line = LossyLink.Line(loss: 0.2, delayUs: 40_000, jitterUs: 5_000)
            listener.up.line = LossyLink.Line(loss: 0.2, delayUs: 40_000, jitterUs: 5_000)
            // The first seconds tell the server what the line is like.
            call.run(seconds: 4)
            let first = call.spoken
            call.run(seconds: 16)
            return call.faultOfVoice(listener, from: first)
        }
    }

    /// The same at the speaker's end, who repeats frames as browsers do when the page asks them to.
    @Test func voiceSurvivesRandomLossUp() async throws {
        try await Seeds.hold(1_000) { seed in
            let call = try CallInMemory.seeded(seed)
            let (listener, speaker) = (call.parties[0], call.parties[1])
            speaker.redundantFrames = 1
            call.pictureRate = seed % 2 == 0 ? 400_000 : nil
            call.heedsBounds = true
            speaker.down.line = LossyLink.Line(loss: 0.2, delayUs: 40_000, jitterUs: 5_000)
            speaker.up.line = LossyLink.Line(loss: 0.2, delayUs: 40_000, jitterUs: 5_000)
            call.run(seconds: 4)
            let first = call.spoken
            call.run(seconds: 16)
            return call.faultOfVoice(listener, from: first)
        }
    }

    /// The same at the listener's end of a browser that takes no redundancy within a packet and asks for nothing again, as
    /// Firefox: sounds are repeated unasked, and still known to have been lost.
    @Test func voiceSurvivesRandomLossWithoutRedundancy() async throws {
        try await Seeds.hold(300) { seed in
            let crypto = try #require(SeededCryptography(seed: seed))
            let call = try CallInMemory(seed: seed, crypto: crypto, offering: CallInMemory.withoutRedundancy)
            let listener = call.parties[0]
            call.pictureRate = seed % 2 == 0 ? 400_000 : nil
            call.heedsBounds = true
            listener.down.line = LossyLink.Line(loss: 0.2, delayUs: 40_000, jitterUs: 5_000)
            listener.up.line = listener.down.line
            call.run(seconds: 4)
            let first = call.spoken
            call.run(seconds: 16)
            let told = call.board.peer("p0")?.downlink.redundancy.loss ?? 0
            if !(0.1...0.32).contains(told) { return "a loss of a fifth is taken for one of \(told)" }
            return call.faultOfVoice(listener, from: first, mostShare: 0.03)
        }
    }

    /// A way that becomes longer all at once, as by a full buffer elsewhere or another radio: what comes later for that is no
    /// repeat, although no picture and no probe tells what packets take now.
    @Test func aLongerWayIsNotTakenForRepeats() async throws {
        try await Seeds.hold(100) { seed in
            let crypto = try #require(SeededCryptography(seed: seed))
            let call = try CallInMemory(seed: seed, crypto: crypto, offering: CallInMemory.withoutRedundancy)
            let listener = call.parties[0]
            listener.down.line = LossyLink.Line(loss: 0.05, delayUs: 50_000, jitterUs: 3_000)
            listener.up.line.delayUs = 50_000
            call.run(seconds: 8)
            listener.down.line.delayUs += 60_000
            let first = call.spoken
            call.run(seconds: 12)
            let told = call.board.peer("p0")?.downlink.redundancy.loss ?? 0
            if told > 0.15 { return "a loss of a twentieth is taken for one of \(told)" }
            return call.faultOfVoice(listener, from: first + 10, mostShare: 0.02)
        }
    }

    /// On a line that loses nothing nothing is repeated unasked, however uneven it is; at most at the beginning, while it is not
    /// known yet how far packets are overtaken.
    @Test func whatIsNotLostIsNotRepeatedUnasked() async throws {
        try await Seeds.hold(100) { seed in
            let crypto = try #require(SeededCryptography(seed: seed))
            let call = try CallInMemory(seed: seed, crypto: crypto, offering: CallInMemory.withoutRedundancy)
            var chance = SeededChance(seed)
            let line = LossyLink.Line(delayUs: 40_000, jitterUs: Int64(chance.within(0...60_000)))
            for party in call.parties { (party.up.line, party.down.line) = (line, line) }
            call.run(seconds: 10)
            guard let peer = call.board.peer("p0") else { return "gone" }
            let before = peer.downlink.repaired
            call.run(seconds: 5)
            let repeated = peer.downlink.repaired - before
            return repeated == 0 ? nil : "\(repeated) repeats at \(line.jitterUs) us of jitter"
        }
    }
}
