import Kernel
import Visits

/// What the page behind a link shows, whole. The same for a patient and for a guest.
public struct PatientView: Codable, Sendable, Hashable {
    /// The page's state: the visit's own, or one of those that only a page can be in.
    public enum State: String, Codable, Sendable, Hashable, CaseIterable {
        /// Not open yet: come back at `opensAt`.
        case early
        /// Nobody came while it was open.
        case closed
        /// Another page holds the ticket.
        case moved
        case booked, arrived, waiting, admitted, inCall, onHold, ended

        init(_ state: VisitState) {
            self =
                switch state {
                case .booked: .booked
                case .arrived: .arrived
                case .waiting: .waiting
                case .admitted: .admitted
                case .inCall: .inCall
                case .onHold: .onHold
                case .ended: .ended
                }
        }
    }

    public struct ClinicFace: Codable, Sendable, Hashable {
        public let name: String
        public let telephone: String
        public let urgentText: String
        public let greeting: String
    }

    public struct Me: Codable, Sendable, Hashable {
        public let participant: ID<Participant>
        public let role: Participant.Role
        public let name: String
        public let seat: Int
        /// Went away by own choice and may come again.
        public let left: Bool
        /// Has been through the device test.
        public let tested: Bool
        /// "I am content to be seen on video"; null when not asked.
        @OrNull public var acceptsVideo: Bool?
    }

    public struct Place: Codable, Sendable, Hashable {
        public let place: Int
        public let fromMinutes: Int
        public let toMinutes: Int
    }

    public struct Late: Codable, Sendable, Hashable {
        public let minutes: Int
        public let at: Instant
    }

    /// Set by the edge, which alone knows how far its stream has come; the visit's version to begin with.
    public var version: Int
    /// Set by the edge: random for each start of the server.
    public var boot: String
    public let now: Instant
    public let state: State
    public let clinic: ClinicFace
    public let me: Me
    public let kind: Booking.Kind
    public let opensAt: Instant
    public let start: Instant
    public let closesAt: Instant
    /// The clinician's name, or several with commas; nil when any.
    @OrNull public var with: String?
    @OrNull public var queue: Place?
    public let notices: [NoticeView]
    @OrNull public var saidLate: Late?
    @OrNull public var call: CallView?
    public let messages: [MessageView]
    @OrNull public var outcome: Outcome?
    /// Whether the facts sheet can be read on this link now.
    public let factsReadable: Bool
    /// Set by the edge, which makes the addresses.
    @OrNull public var facts: String?
}
