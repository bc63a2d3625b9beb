import Kernel
import Settlements
import Visits

/// Everything outside that the acts need.
public struct Ports: Sendable {
    public let clock: any WallClock
    public let random: any Randomness
    public let secrets: any Secrets
    public let store: any Store
    public let media: any MediaRooms
    public let news: any News
    /// Danish time and the tariffs, by which settlements are proposed; nil where the server was started without them.
    public let proposer: Proposer?
    /// nil where the operator has no relay.
    public let relay: (any Relay)?
    /// What lives only as long as this process: peers and open pages.
    public let live: Live

    public init(
        clock: any WallClock, random: any Randomness, secrets: any Secrets, store: any Store,
        media: any MediaRooms, news: any News, proposer: Proposer? = nil, relay: (any Relay)? = nil
    ) {
        self.clock = clock
        self.random = random
        self.secrets = secrets
        self.store = store
        self.media = media
        self.news = news
        self.proposer = proposer
        self.relay = relay
        self.live = Live()
    }
}

/// What time it is.
public protocol WallClock: Sendable {
    func now() -> Instant
}

/// A clock that can be set forward, so that an hour of a conference can be tried in a minute. Only a demonstration that
/// is being measured has one.
public protocol MovableClock: WallClock {
    func pass(_ span: Milliseconds)
}

/// Where unguessable bytes come from; in tests a seeded sequence.
public protocol Randomness: Sendable {
    /// `count` bytes from a generator fit for secrets.
    func bytes(_ count: Int) -> [UInt8]
}

/// Digests and passwords.
public protocol Secrets: Sendable {
    /// SHA-256 of the text's UTF-8, as 64 lower-case hexadecimal digits. Links, sessions and keys are kept only so:
    /// they are random, and a digest without salt is enough against guessing 128 bits.
    func digest(_ text: String) -> String
    /// A salted, slow digest of a password (scrypt), with its parameters in the text.
    func hash(password: String) async throws -> String
    /// A well-formed hash that no password fits, so that an unknown account takes as long to refuse as a known one.
    var unmatched: String { get }
    /// Whether the password fits the hash; false as well for a hash that cannot be read.
    func verify(password: String, hash: String) async -> Bool
}

/// Tells those who look that something changed. Called after the change is kept, never before.
public protocol News: Sendable {
    func publish(_ change: Change) async
}

/// What changed.
public enum Change: Sendable, Hashable {
    /// A visit, and with it perhaps everybody's place in the clinic's queue.
    case visit(ID<Visit>, clinic: ID<Clinic>)
    /// Something about the clinic: notices, settings, people.
    case clinic(ID<Clinic>)
    /// A line got better or worse; small and frequent, so it does not renew the views.
    case line(LineNews)
    /// The way up from somebody's page, which had been full, has become wider: told to that page alone.
    case upWidened(ID<Participant>, clinic: ID<Clinic>)
    /// A session or link is no longer good; its streams are to be closed.
    case signedOut(ID<StaffMember>)
}

/// The `line` event of the live streams.
public struct LineNews: Sendable, Hashable, Codable {
    public let visit: ID<Visit>
    public let clinic: ID<Clinic>
    public let participant: ID<Participant>
    public let verdict: LineVerdict
}
