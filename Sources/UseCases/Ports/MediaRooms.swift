import Kernel
import Visits

/// A browser's one media connection.
public enum Peer {}

/// Where those who hear and see each other sit; named as its visit.
public enum Room {}

/// The media server, as the acts see it.
public protocol MediaRooms: Sendable {
    /// Answers an SDP offer (RFC 8866). Throws `Refusal(.invalid, "offer-…")` for one that cannot be answered.
    ///
    /// - Parameter home: Peers of one clinic live on one media thread, so that any of them can share a room; nil for a
    ///   test without a visit.
    func join(_ peer: ID<Peer>, offer: String, home: ID<Clinic>?) async throws -> String
    /// Answers a new offer of the same peer that restarts ICE (RFC 8445, section 2.4).
    func restart(_ peer: ID<Peer>, offer: String) async throws -> String
    /// Counts an offer that was too long to be read at all with those that were refused.
    func noteTooLarge() async
    func leave(_ peer: ID<Peer>) async
    /// Seats the peer in a room; nil takes it out, so that it is forwarded to nobody and hears nobody.
    func place(_ peer: ID<Peer>, in room: ID<Room>?, seat: Int) async
    /// Sends the peer's own sound and picture back to it and probes its capacity, for so long.
    func echo(_ peer: ID<Peer>, for span: Milliseconds, probeKbps: Int) async
    func stopEcho(_ peer: ID<Peer>) async
    /// The last second of the peer's line; nil for one that is not here.
    func line(of peer: ID<Peer>) async -> LineReport?
    /// What happens on the paths. Read by one reader, `Acts.followMedia`.
    var news: AsyncStream<MediaNews> { get }
}

/// Something happened on a path.
public enum MediaNews: Sendable, Hashable {
    /// ICE and DTLS are done.
    case connected(ID<Peer>)
    /// Nothing has come for some seconds.
    case pathLost(ID<Peer>)
    case pathBack(ID<Peer>)
    /// Given up, or left.
    case gone(ID<Peer>)
    /// The picture towards the peer stands still for the sake of the voice, or moves again.
    case picture(ID<Peer>, paused: Bool)
    /// The way up from the peer, which had been full, has become wider.
    case upWidened(ID<Peer>)
    /// Every second while in a room or in a test.
    case line(ID<Peer>, LineReport)
}
