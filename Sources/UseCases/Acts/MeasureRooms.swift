import Kernel
import Visits

extension Acts {
    /// Puts a load generator's peer into a room without a visit. Only for the bench: the web edge offers it when the
    /// operator has said that nobody but load generators uses this server.
    ///
    /// Nothing is kept of such a peer; it goes when its path does.
    public func offerMeasured(_ sdp: String, room: String, seat: Int) async throws -> AnsweredOffer {
        guard (0..<8).contains(seat) else { throw Refusal(.invalid, "number-out-of-range", field: "seat") }
        let peer: ID<Peer> = newID("l")
        // A room's peers must live on one media thread; rooms may spread over all.
        let answer = try await ports.media.join(peer, offer: sdp, home: ID("measured-" + room))
        await ports.media.place(peer, in: ID("measured-" + room), seat: seat)
        return AnsweredOffer(peer: peer, answer: answer)
    }
}
