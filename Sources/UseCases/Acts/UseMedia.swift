import Access
import Kernel
import Visits

/// A new peer and the answer to its offer.
public struct AnsweredOffer: Sendable, Hashable {
    public let peer: ID<Peer>
    /// SDP.
    public let answer: String
}

extension Acts {
    /// Answers a page's offer. An earlier peer of the same participant is replaced: that is what calling again and
    /// another device do. One who is admitted sits in the room at once.
    public func offer(_ sdp: String, by caller: Caller) async throws -> AnsweredOffer {
        let (participant, visit) = try await mediaOwner(caller)
        let peer = LivePeer(
            id: newID("m"), participant: participant, clinic: caller.clinic, visit: visit?.id, since: now)
        let answer = try await join(peer, sdp)
        // Asked again: the visit may have changed while the offer was being answered.
        if let id = visit?.id, let latest = try await ports.store.visit(id) { await seat(latest) }
        return AnsweredOffer(peer: peer.id, answer: answer)
    }

    private func join(_ peer: LivePeer, _ sdp: String) async throws -> String {
        let old = await ports.live.add(peer)
        do {
            let answer = try await ports.media.join(peer.id, offer: sdp, home: peer.clinic)
            await ports.live.setJoined(peer.id)
            if let old { await ports.media.leave(old) }
            return answer
        } catch {
            await ports.live.remove(peer.id)
            if let old { await ports.media.leave(old) }
            throw error
        }
    }

    /// The participant as whom the caller uses media, and the visit that it is about: the link's own, or the call that
    /// the member of staff is in.
    func mediaOwner(_ caller: Caller) async throws -> (ID<Participant>, Visit?) {
        switch caller {
        case .participant(let holder):
            guard let visit = try await ports.store.visit(holder.visit),
                let clinic = try await ports.store.clinic(visit.clinic), let one = visit.participant(holder.participant)
            else { throw try await audited(Refusal(.notFound, "no-such-visit"), .useMedia, by: caller, on: nil) }
            do {
                try Permission.check(.useMedia, by: caller, on: visit, at: clinic)
                guard visit.ending == nil, one.stage != .removed else { throw Refusal(.conflict, "visit-ended") }
                guard one.queued || one.stage == .admitted else { throw Refusal(.conflict, "not-arrived") }
            } catch let refusal as Refusal {
                throw try await audited(refusal, .useMedia, by: caller, on: visit)
            }
            return (one.id, visit)
        case .staff(let member):
            _ = try await permitted(.useMedia, by: caller, as: .done)
            let open = try await ports.store.visits(at: member.clinic, from: now, to: now, withOpen: true)
            let mine = open.filter { $0.call?.by == member.id && $0.ending == nil }
            return (member.participant, mine.first { $0.call?.heldSince == nil } ?? mine.first)
        case .clinicKey, .system, .nobody:
            throw try await audited(Refusal(.unknownCaller, "not-signed-in"), .useMedia, by: caller, on: nil)
        }
    }

    /// Answers a new offer of the same peer that restarts ICE.
    public func restart(_ peer: ID<Peer>, offer sdp: String, by caller: Caller) async throws -> String {
        try await own(peer, caller)
        return try await ports.media.restart(peer, offer: sdp)
    }

    /// The page closes its path.
    public func leaveMedia(_ peer: ID<Peer>, by caller: Caller) async throws {
        try await own(peer, caller)
        await ports.media.leave(peer)
        await heed(.gone(peer))
    }

    /// Sends the own sound and picture back, for the test; at most 30 seconds and 10 Mbit/s.
    public func echo(_ peer: ID<Peer>, seconds: Int, probeKbps: Int, by caller: Caller) async throws {
        try await own(peer, caller)
        guard (1...30).contains(seconds) else { throw Refusal(.invalid, "number-out-of-range", field: "seconds") }
        guard (0...10_000).contains(probeKbps) else {
            throw Refusal(.invalid, "number-out-of-range", field: "probeKbps")
        }
        await ports.media.echo(peer, for: .seconds(Int64(seconds)), probeKbps: probeKbps)
    }

    public func stopEcho(_ peer: ID<Peer>, by caller: Caller) async throws {
        try await own(peer, caller)
        await ports.media.stopEcho(peer)
    }

    /// The server's view of the line in the last second.
    public func line(of peer: ID<Peer>, by caller: Caller) async throws -> LineReport {
        try await own(peer, caller)
        guard let line = await ports.media.line(of: peer) else { throw Refusal(.notFound, "no-such-peer") }
        return line
    }

    /// What the page itself heard and saw in the last second.
    public func report(_ seen: SeenLine, from peer: ID<Peer>, by caller: Caller) async throws {
        try await own(peer, caller)
        await ports.live.note(peer, seen: seen)
    }

    /// What the page sends now: decides the means, and is told to the others.
    public func report(_ sends: Sends, from peer: ID<Peer>, by caller: Caller) async throws {
        try await own(peer, caller)
        await tell(peer, await ports.live.setSends(peer, sends))
        guard let live = await ports.live.peer(peer), let clinic = live.clinic, let visit = live.visit else { return }
        if live.path == .ok { try await connect(live, in: visit) }
        await ports.news.publish(.visit(visit, clinic: clinic))
    }

    /// A test of devices and line without a visit. Eight at once, two minutes each: it is open to the whole world.
    public func offerTest(_ sdp: String) async throws -> AnsweredOffer {
        await endOldTests()
        guard await ports.live.tests().count < 8 else { throw Refusal(.tooMany, "test-page-busy") }
        let id: ID<Peer> = newID("t")
        let peer = LivePeer(id: id, participant: ID(id.text), clinic: nil, visit: nil, since: now)
        return AnsweredOffer(peer: id, answer: try await join(peer, sdp))
    }

    func endOldTests() async {
        for test in await ports.live.tests() where now - test.since > .minutes(2) {
            await ports.live.remove(test.id)
            await ports.media.leave(test.id)
        }
    }

    /// Refuses a peer that is not the caller's own, as one that is not there. The name of a test's peer is 80 random
    /// bits known to its page alone, so it is its own proof.
    private func own(_ peer: ID<Peer>, _ caller: Caller) async throws {
        let live = await ports.live.peer(peer)
        let isOwn =
            switch caller {
            case .participant(let holder): live?.participant == holder.participant
            case .staff(let member): live?.participant == member.participant
            case .nobody: live != nil && live?.clinic == nil
            case .clinicKey, .system: false
            }
        guard isOwn else {
            if await ports.live.wasReplaced(peer) { throw Refusal(.conflict, "taken-over") }
            throw try await audited(Refusal(.notFound, "no-such-peer"), .useMedia, by: caller, on: nil)
        }
    }
}
