import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// A receiver that asks for everything again and again, two hundred times a second, gets what is set aside for repeats and
/// no more: neither its own line nor the sources are flooded for it.
@Suite struct GreedTests {
    private static let seconds = 5.0

    /// What may go to repeated pictures (`RepairBudget`): a share of the estimate, saved up for a short while.
    private struct Allowance {
        private static let share = 0.3
        private static let savedSeconds = 0.4
        private static let least = 4.0 * 1_200 * 8
        private(set) var bits = 0.0
        private var most = 0.0
        private var before: Double

        init(_ peer: Peer) { before = peer.downlink.estimate.bitsPerSecond }

        /// Five milliseconds have passed; the larger estimate of their beginning and their end counts.
        mutating func step(_ peer: Peer) {
            let now = peer.downlink.estimate.bitsPerSecond
            most = max(most, before, now)
            bits += Self.share * max(before, now) * 0.005
            before = now
        }

        /// With what had been saved up before.
        var bytes: Int { Int(bits + max(Self.least, Self.savedSeconds * Self.share * most)) / 8 }
    }

    private static func ask(_ party: CallInMemory.Party, _ slot: OutboundSlot, _ numbers: ClosedRange<Int64>) {
        let wanted = numbers.map { SequenceNumber(UInt16(truncatingIfNeeded: $0)) }
        party.client.sendControl { $0.nack(sender: party.client.ownSsrc, media: slot.ssrc, missing: wanted) }
    }

    @Test func repeatsOfPicturesKeepToTheirShare() async throws {
        try await Seeds.hold(100) { seed in
            let call = try CallInMemory.seeded(seed)
            let (greedy, source) = (call.parties[0], call.parties[1])
            call.pictureRate = 600_000
            call.run(seconds: 3)
            guard let peer = call.board.peer("p0"), let slot = peer.videoSlots.first else { return "nobody there" }
            var allowance = Allowance(peer)
            let (keys, repeats, fillings) = (source.keyFrames, peer.downlink.repaired, slot.repairHighest)
            let (bytes, packets, media) = (greedy.down.sentBytes, peer.totals.packetsDown, peer.totals.bytesDown)
            for _ in 0..<Int(Self.seconds * 200) {
                greedy.client.askKeyFrame(slot.ssrc)
                Self.ask(greedy, slot, max(0, slot.highest - 200)...slot.highest)
                call.step()
                allowance.step(peer)
            }
            // A source is asked for no more than it may be, whoever wants it.
            let mostKeys = Int(Self.seconds * 1_000_000) / Int(Peer.keyFramePauseUs) + 1
            if source.keyFrames - keys > mostKeys { return "\(source.keyFrames - keys) key frames in \(Self.seconds) s" }
            let repeated = Int(peer.downlink.repaired - repeats)
            if repeated < 20 { return "only \(repeated) repeats, so nothing is bounded" }
            // All that was sent but what was to be sent anyway, with its tags, and the filling of probes.
            let probes = Int(slot.repairHighest - fillings) - repeated
            let tags = 16 * Int(peer.totals.packetsDown - packets)
            let beside = Int(peer.totals.bytesDown - media) + tags + probes * (Downlink.probeLength + 36)
            let sent = greedy.down.sentBytes - bytes - beside
            // Checks, reports and bounds: three kilobytes a second are more than they take.
            let allowed = allowance.bytes + Int(Self.seconds) * 3_000
            return sent > allowed ? "\(sent) bytes of \(repeated) repeats sent where \(allowed) are allowed" : nil
        }
    }

    /// The same packets of a voice, for as long as they are kept (`SentCopies`): each once in 15 ms, and no more when 32
    /// have followed.
    @Test func theSameSoundsAreRepeatedForAShortWhile() async throws {
        try await Seeds.hold(60) { seed in
            let call = try CallInMemory.seeded(seed)
            let greedy = call.parties[0]
            call.run(seconds: 2)
            guard let peer = call.board.peer("p0"), let slot = peer.audioSlots.first else { return "nobody there" }
            let (same, first, before) = (slot.highest - 19...slot.highest, call.spoken, peer.downlink.repaired)
            let ask = { (seconds: Double) in
                for _ in 0..<Int(seconds * 200) {
                    Self.ask(greedy, slot, same)
                    call.step()
                }
            }
            ask(1)
            let repeated = peer.downlink.repaired - before
            // The last of them is kept for 32 frames of 20 ms, the others for less.
            if repeated > 20 * (32 * 20 / 15 + 1) || repeated < 20 { return "\(repeated) repeats of twenty sounds" }
            ask(4)
            let more = peer.downlink.repaired - before - repeated
            if more > 0 { return "\(more) repeats of what is no longer kept" }
            return Self.fault(call, from: first)
        }
    }

    /// The newest packets of a voice, of which there are always some: 32 in 15 ms at the most.
    @Test func theNewestSoundsAreRepeatedAtABoundedPace() async throws {
        try await Seeds.hold(60) { seed in
            let call = try CallInMemory.seeded(seed)
            let greedy = call.parties[0]
            call.run(seconds: 2)
            guard let peer = call.board.peer("p0"), let slot = peer.audioSlots.first else { return "nobody there" }
            let (first, before, bytes) = (call.spoken, peer.downlink.repaired, greedy.down.sentBytes)
            for _ in 0..<Int(Self.seconds * 200) {
                Self.ask(greedy, slot, slot.highest - 63...slot.highest)
                call.step()
            }
            let repeated = Int(peer.downlink.repaired - before)
            let allowed = 32 * (Int(Self.seconds * 1_000) / 15 + 1)
            if repeated > allowed || repeated < 100 { return "\(repeated) repeats where \(allowed) are allowed" }
            // A sound with its headers and its tag has some 120 bytes; none of the repeats is longer for being one.
            let sent = greedy.down.sentBytes - bytes
            let most = 130 * (repeated + Int(Self.seconds) * 50) + Int(Self.seconds) * 3_000
            if sent > most { return "\(sent) bytes of \(repeated) repeats sent where \(most) are allowed" }
            return Self.fault(call, from: first)
        }
    }

    /// Greed spoils nobody's voice: neither that of the greedy one nor that of the other.
    private static func fault(_ call: CallInMemory, from first: Int64) -> String? {
        for party in call.parties {
            if let fault = call.faultOfVoice(party, from: first, longest: 0) { return "party \(party.number): \(fault)" }
        }
        return nil
    }
}
