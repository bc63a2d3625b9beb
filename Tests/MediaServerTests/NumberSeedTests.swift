import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Numbers that wrap, packets that come twice or are forged, addresses that change: over hundreds of seeded calls.
@Suite struct NumberSeedTests {
    /// All streams of both directions pass the end of their sequence numbers within the call, where packets are lost,
    /// doubled and overtake each other: the rollover counters of both sides stay together (RFC 3711 section 3.3.1).
    @Test func numbersRollOver() async throws {
        try await Seeds.hold(200) { seed in
            let call = try CallInMemory.seeded(seed)
            var chance = SeededChance(seed)
            for party in call.parties {
                for line in party.client.counts.indices { party.client.counts[line] = 65_200 + Int64(seed % 300) }
            }
            call.pictureRate = 400_000
            call.run(seconds: 1)
            let line = LossyLink.Line(
                loss: chance.within(0...0.1), delayUs: 30_000, jitterUs: 30_000, doubled: 0.1, heldBack: 0.05)
            for party in call.parties { (party.up.line, party.down.line) = (line, line) }
            call.run(seconds: 14)
            for (place, party) in call.parties.enumerated() {
                if party.client.counts[0] <= 65_536 { return "too short a call" }
                if let fault = call.faultOfVoice(party, from: call.spoken - 600, mostShare: 0.02) { return fault }
                guard let peer = call.board.peer("p\(place)") else { return "a peer has gone" }
                for stream in peer.streams where stream.highest < 65_536 + 65_536 { return "a stream did not wrap" }
                if peer.receiver?.forgeries != 0 { return "genuine packets were taken for forged ones" }
                if peer.receiver?.replays == 0 { return "nothing came twice" }
            }
            return nil
        }
    }

    /// Twenty-five minutes: the numbers that the server gives its streams and all that goes to a peer pass their end, and so
    /// do those that it hears of, while packets are lost, doubled and overtake each other. Nothing is heard of it.
    @Test func numbersOfALongCallRollOver() async throws {
        try await Seeds.hold(4) { seed in
            let call = try CallInMemory.seeded(seed)
            call.pictureRate = 100_000
            let line = LossyLink.Line(loss: 0.05, delayUs: 30_000, jitterUs: 20_000, doubled: 0.05, heldBack: 0.02)
            for party in call.parties { (party.up.line, party.down.line) = (line, line) }
            call.run(seconds: 25 * 60)
            for (place, party) in call.parties.enumerated() {
                guard let peer = call.board.peer("p\(place)") else { return "a peer has gone" }
                for slot in peer.audioSlots where slot.highest <= 65_536 { return "the voice's numbers did not wrap" }
                if peer.sendLog.highest <= 65_536 { return "the numbers of all that was sent did not wrap" }
                // Reports still name what is sent, but for those that are lost themselves.
                let recent = peer.sendLog.highest - 1_500..<peer.sendLog.highest - 400
                let unnamed = recent.filter { if case .unknown? = peer.sendLog.entry($0)?.fate { true } else { false } }
                if unnamed.count > recent.count / 5 { return "\(unnamed.count) of \(recent.count) never reported" }
                let numbered = Int64(party.client.wideCount) + 65_536
                if !(numbered - 100...numbered).contains(peer.arrivals.highest) {
                    return "\(peer.arrivals.highest) of \(numbered) came"
                }
                if peer.receiver?.forgeries != 0 { return "genuine packets were taken for forged ones" }
                if party.client.receiver?.forgeries != 0 { return "the client took genuine packets for forged ones" }
                if let fault = call.faultOfVoice(party, from: 300, mostShare: 0.002) { return fault }
                if party.screen.longestPauseUs > 3_000_000 { return "the picture stood still" }
            }
            return nil
        }
    }

    /// Doubles and forged copies of a tenth of all packets, in both directions: each genuine packet is taken once, no
    /// forged one ever.
    @Test func replayedAndForgedPacketsAreRefused() async throws {
        try await Seeds.hold(200) { seed in
            let call = try CallInMemory.seeded(seed)
            let line = LossyLink.Line(
                delayUs: 20_000, jitterUs: 20_000, doubled: 0.3, heldBack: 0.02, heldBackUs: 90_000, forged: 0.1)
            for party in call.parties { (party.up.line, party.down.line) = (line, line) }
            call.pictureRate = 300_000
            let first = call.spoken
            call.run(seconds: 6)
            for (place, party) in call.parties.enumerated() {
                guard let peer = call.board.peer("p\(place)"), let forgeries = peer.receiver?.forgeries,
                    let replays = peer.receiver?.replays
                else { return "gone" }
                let sent = party.client.counts.reduce(0, +)
                if peer.totals.packetsUp > UInt64(sent) { return "\(peer.totals.packetsUp) taken of \(sent) sent" }
                if forgeries == 0 || replays == 0 { return "too little was tried" }
                if let fault = call.faultOfVoice(party, from: first + 5) { return fault }
            }
            return nil
        }
    }

    /// Another address in the middle of the call, as a new network or a NAT makes it: sound again within a second.
    @Test func anotherAddressIsFollowed() async throws {
        try await Seeds.hold(300) { seed in
            let call = try CallInMemory.seeded(seed)
            var chance = SeededChance(seed)
            let line = LossyLink.Line(loss: chance.within(0...0.1), delayUs: 30_000, jitterUs: 5_000)
            for party in call.parties { (party.up.line, party.down.line) = (line, line) }
            call.run(seconds: 3)
            let mover = call.parties[Int(seed % 2)]
            for round in 0..<3 {
                mover.address = TransportAddress(v4: 0x0A00_0100 + UInt32(round), port: 4_000 + UInt16(round))
                let moved = call.spoken
                // A browser checks a new pair of addresses several times a second until it is answered.
                for _ in 0..<10 {
                    mover.client.checkDueUs = call.nowUs
                    call.run(seconds: 0.1)
                }
                call.run(seconds: 3)
                for party in call.parties {
                    if let fault = call.faultOfVoice(party, from: moved + 50, mostShare: 0.03) {
                        return "\(fault) after address \(round) at \(line.loss) loss"
                    }
                }
            }
            return nil
        }
    }
}
