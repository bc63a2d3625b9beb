import Kernel
import Visits

/// One change of one request, kept in one transaction: the event, the state that it leads to, the visit that it
/// becomes, and the audit.
public struct RequestChange: Sendable {
    public let request: VideoRequest
    public let event: VideoRequestEvent
    /// The version that the event follows; 0 for a new request.
    public let expected: Int
    public let booking: VisitChange?
    public let audit: AuditEntry?

    public init(
        request: VideoRequest, event: VideoRequestEvent, expected: Int, booking: VisitChange? = nil,
        audit: AuditEntry? = nil
    ) {
        self.request = request
        self.event = event
        self.expected = expected
        self.booking = booking
        self.audit = audit
    }
}

public protocol RequestStore: Sendable {
    func request(_ id: ID<VideoRequest>) async throws -> VideoRequest?
    /// Those of a clinic that nobody has answered, oldest first.
    func requests(waitingAt clinic: ID<Clinic>) async throws -> [VideoRequest]
    /// False, and nothing is kept, when the request is not at `expected` any more.
    func save(_ change: RequestChange) async throws -> Bool
    /// Oldest first.
    func requestEvents(of request: ID<VideoRequest>) async throws -> [VideoRequestEvent]
    /// Removes a clinic's requests, with their events: those that became a visit when they were answered before
    /// `accepted`, the others when nothing happened to them since `others`.
    func purgeRequests(at clinic: ID<Clinic>, accepted: Instant, others: Instant) async throws
}
