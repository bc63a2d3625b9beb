import Access
import Kernel
import Visits

/// All that is kept, by aggregate. Every method throws only when the world broke.
public protocol Store:
    VisitStore, ClinicStore, PeopleStore, SessionStore, TalkStore, AuditStore, SettlementStore, RequestStore
{}

/// One change of one visit, kept in one transaction: the events, the state that they lead to, the links and the audit.
public struct VisitChange: Sendable {
    public let visit: Visit
    public let events: [Event]
    /// The version that `events` follow; 0 for a new visit.
    public let expected: Int
    public let links: [StoredLink]
    public let audit: AuditEntry?

    public init(
        visit: Visit, events: [Event], expected: Int, links: [StoredLink] = [], audit: AuditEntry? = nil
    ) {
        self.visit = visit
        self.events = events
        self.expected = expected
        self.links = links
        self.audit = audit
    }
}

/// A link that was given out. The token itself is in nobody's keeping but the receiver's.
public struct StoredLink: Sendable, Hashable {
    public let digest: String
    public let visit: ID<Visit>
    public let participant: ID<Participant>
    public let createdAt: Instant

    public init(digest: String, visit: ID<Visit>, participant: ID<Participant>, createdAt: Instant) {
        self.digest = digest
        self.visit = visit
        self.participant = participant
        self.createdAt = createdAt
    }
}

public protocol VisitStore: Sendable {
    func visit(_ id: ID<Visit>) async throws -> Visit?
    /// False, and nothing is kept, when the visit is not at `expected` any more.
    func save(_ change: VisitChange) async throws -> Bool
    /// Oldest first.
    func events(of visit: ID<Visit>) async throws -> [Event]
    /// Those booked to start in the span, and besides them those in the queue or in a call, by start.
    func visits(at clinic: ID<Clinic>, from: Instant, to: Instant, withOpen: Bool) async throws -> [Visit]
    /// At every clinic: not ended, and booked to start before the moment.
    func unfinished(startingBefore: Instant) async throws -> [Visit]
    func link(digest: String) async throws -> StoredLink?
    func add(_ link: StoredLink) async throws
    /// Removes the visits of a clinic, with all that hangs on them, that ended (or were to start) before the moment.
    /// Returns how many.
    func purgeVisits(at clinic: ID<Clinic>, before: Instant) async throws -> Int
}

public protocol ClinicStore: Sendable {
    func clinic(_ id: ID<Clinic>) async throws -> Clinic?
    func clinics() async throws -> [Clinic]
    func save(_ clinic: Clinic) async throws
    func keys(of clinic: ID<Clinic>) async throws -> [ClinicKey]
    func key(digest: String) async throws -> ClinicKey?
    func add(_ key: ClinicKey, digest: String) async throws
    func revoke(_ key: ID<ClinicKey>, at: Instant) async throws
    /// When the server was last known to run; nil on the first start.
    func lastAlive() async throws -> Instant?
    func setAlive(_ at: Instant) async throws
}

/// A person with the local account.
public struct Account: Sendable, Hashable {
    public var member: StaffMember
    /// Unique on the server, lower case.
    public var signInName: String
    /// nil while no password has been set: nobody can sign in.
    public var passwordHash: String?

    public init(member: StaffMember, signInName: String, passwordHash: String?) {
        self.member = member
        self.signInName = signInName
        self.passwordHash = passwordHash
    }
}

public protocol PeopleStore: Sendable {
    /// By name; those who have stopped as well.
    func people(of clinic: ID<Clinic>) async throws -> [StaffMember]
    func account(_ id: ID<StaffMember>) async throws -> Account?
    func account(signInName: String) async throws -> Account?
    /// Adds or replaces. False when the sign-in name is another's.
    func save(_ account: Account) async throws -> Bool
}

/// A signed-in browser.
public struct StoredSession: Sendable, Hashable {
    public let digest: String
    public let staff: ID<StaffMember>
    public let createdAt: Instant
    public var expiresAt: Instant

    public init(digest: String, staff: ID<StaffMember>, createdAt: Instant, expiresAt: Instant) {
        self.digest = digest
        self.staff = staff
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

public protocol SessionStore: Sendable {
    func add(_ session: StoredSession) async throws
    func session(digest: String) async throws -> (StoredSession, StaffMember)?
    func extend(digest: String, to: Instant) async throws
    func removeSession(digest: String) async throws
    func removeSessions(of staff: ID<StaffMember>) async throws
    /// `key` is the digest of an account's name or of an address: neither is kept readable.
    func noteFailedSignIn(key: String, at: Instant) async throws
    func failedSignIns(key: String, since: Instant) async throws -> Int
    func forgetFailedSignIns(key: String) async throws
    /// `pair` is the digest of an account's name together with an address from which its password was right.
    func knowAddress(_ pair: String, at: Instant) async throws
    func isKnownAddress(_ pair: String, since: Instant) async throws -> Bool
    /// Expired sessions and attempts from before the moment, and addresses not used since `knownSince`.
    func purgeSessions(before: Instant, knownSince: Instant) async throws
}

/// Something written in a visit, between those who take part in it.
public struct Message: Sendable, Hashable {
    public let id: ID<Message>
    public let visit: ID<Visit>
    public let from: ID<Participant>
    public let name: String
    public let text: String
    public let at: Instant

    public init(
        id: ID<Message>, visit: ID<Visit>, from: ID<Participant>, name: String, text: String, at: Instant
    ) {
        self.id = id
        self.visit = visit
        self.from = from
        self.name = name
        self.text = text
        self.at = at
    }
}

/// Something that the clinic says to all who wait.
public struct Notice: Sendable, Hashable {
    public let id: ID<Notice>
    public let clinic: ID<Clinic>
    public let text: String
    /// The clinic runs so late; nil for a notice that says nothing of it.
    public let lateMinutes: Int?
    public let at: Instant
    /// When it stops being shown by itself.
    public let until: Instant

    public init(
        id: ID<Notice>, clinic: ID<Clinic>, text: String, lateMinutes: Int?, at: Instant, until: Instant
    ) {
        self.id = id
        self.clinic = clinic
        self.text = text
        self.lateMinutes = lateMinutes
        self.at = at
        self.until = until
    }
}

public protocol TalkStore: Sendable {
    func add(_ message: Message) async throws
    /// Oldest first.
    func messages(of visit: ID<Visit>) async throws -> [Message]
    /// All of a clinic since the moment, oldest first.
    func messages(at clinic: ID<Clinic>, since: Instant) async throws -> [Message]
    /// Removes the messages of visits that ended before the moment.
    func purgeMessages(endedBefore: Instant) async throws
    func add(_ notice: Notice) async throws
    func notices(of clinic: ID<Clinic>, at now: Instant) async throws -> [Notice]
    func removeNotice(_ id: ID<Notice>, of clinic: ID<Clinic>) async throws
}

/// One line of the audit: who did, read or was refused what. Ids only.
public struct AuditEntry: Sendable, Hashable {
    public enum Result: String, Sendable, Hashable, CaseIterable { case done, read, refused }

    public let at: Instant
    public let clinic: ID<Clinic>?
    public let caller: String
    public let act: Act
    public let visit: ID<Visit>?
    public let result: Result
    /// The refusal's word.
    public let word: String?

    public init(
        at: Instant, clinic: ID<Clinic>?, caller: String, act: Act, visit: ID<Visit>?, result: Result,
        word: String? = nil
    ) {
        self.at = at
        self.clinic = clinic
        self.caller = caller
        self.act = act
        self.visit = visit
        self.result = result
        self.word = word
    }
}

public protocol AuditStore: Sendable {
    func append(_ entry: AuditEntry) async throws
    /// Of the span, newest first.
    func audit(
        of clinic: ID<Clinic>, from: Instant, to: Instant, refusedOnly: Bool, limit: Int
    ) async throws -> [AuditEntry]
    func purgeAudit(before: Instant) async throws
}

extension AuditStore {
    /// The newest of all.
    public func audit(of clinic: ID<Clinic>, limit: Int) async throws -> [AuditEntry] {
        try await audit(
            of: clinic, from: Instant(ms: 0), to: Instant(ms: .max), refusedOnly: false, limit: limit)
    }
}
