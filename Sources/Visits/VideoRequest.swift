import Kernel

/// A patient's own wish for a video visit, made on the clinic's page. It waits until somebody at the clinic has
/// triaged it, and then has become a visit or has been declined. A value as a visit is: events make it.
public struct VideoRequest: Sendable, Hashable, Codable {
    /// Where it stands.
    public enum State: Sendable, Hashable, Codable {
        case waiting
        case accepted(visit: ID<Visit>, by: Author)
        case declined(reason: String, by: Author)
    }

    public let id: ID<VideoRequest>
    public let clinic: ID<Clinic>
    public let wish: VideoWish
    public let askedAt: Instant
    /// Number of events applied.
    public private(set) var version: Int
    public private(set) var state: State
    /// When the last event happened.
    public private(set) var changedAt: Instant

    /// A new request from its first event; nil when that is not `asked`.
    public init?(_ id: ID<VideoRequest>, at clinic: ID<Clinic>, first: VideoRequestEvent) {
        guard case .asked(let wish) = first.what else { return nil }
        self.id = id
        self.clinic = clinic
        self.wish = wish
        askedAt = first.at
        version = 1
        state = .waiting
        changedAt = first.at
    }

    public var isWaiting: Bool { state == .waiting }

    /// Takes in what happened. Total: a second answer changes nothing but the version.
    public mutating func apply(_ event: VideoRequestEvent) {
        version += 1
        changedAt = max(changedAt, event.at)
        guard isWaiting, let by = event.by else { return }
        switch event.what {
        case .asked: break
        case .accepted(let visit): state = .accepted(visit: visit, by: by)
        case .declined(let reason): state = .declined(reason: reason, by: by)
        }
    }

    /// The first event of a new request. Refuses a wish that cannot be answered, naming the field.
    public static func ask(_ wish: VideoWish, at now: Instant) throws(Refusal) -> VideoRequestEvent {
        try wish.check()
        return VideoRequestEvent(at: now, by: nil, what: .asked(wish))
    }

    /// The clinic's answer. Of two who answer at once the second is told that it has been answered.
    public func accept(
        as visit: ID<Visit>, by author: Author, at now: Instant
    ) throws(Refusal) -> VideoRequestEvent {
        try checkWaits()
        return VideoRequestEvent(at: max(now, changedAt), by: author, what: .accepted(visit: visit))
    }

    public func decline(
        _ reason: String, by author: Author, at now: Instant
    ) throws(Refusal) -> VideoRequestEvent {
        try checkWaits()
        guard !reason.isEmpty else { throw Refusal(.invalid, "reason-missing", field: "reason") }
        guard reason.count <= VideoWish.longestText else {
            throw Refusal(.invalid, "text-too-long", field: "reason", details: ["most": "\(VideoWish.longestText)"])
        }
        return VideoRequestEvent(at: max(now, changedAt), by: author, what: .declined(reason: reason))
    }

    public func checkWaits() throws(Refusal) {
        switch state {
        case .waiting: return
        case .accepted(_, let by), .declined(_, let by):
            if case .staff(_, let name) = by {
                throw Refusal(.conflict, "request-answered-by", details: ["name": name])
            }
            throw Refusal(.conflict, "request-answered")
        }
    }
}

/// Something that happened to a request. Appended before anybody is told; never changed afterwards.
public struct VideoRequestEvent: Sendable, Hashable, Codable {
    public enum What: Sendable, Hashable, Codable {
        case asked(VideoWish)
        case accepted(visit: ID<Visit>)
        case declined(reason: String)
    }

    public let at: Instant
    /// nil is the one who asks: nobody whom the clinic knows yet.
    public let by: Author?
    public let what: What

    public init(at: Instant, by: Author?, what: What) {
        self.at = at
        self.by = by
        self.what = what
    }

    /// The event's one word.
    public var word: String {
        switch what {
        case .asked: "asked"
        case .accepted: "accepted"
        case .declined: "declined"
        }
    }
}
