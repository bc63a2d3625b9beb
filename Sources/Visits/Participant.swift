import Kernel

/// One who takes part in a visit.
public struct Participant: Sendable, Hashable, Codable {
    /// As whom somebody takes part.
    public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
        case patient, clinician, relative, interpreter, hospital, municipality, specialist, practiceStaff
        case technicalHelper, other

        /// Those that can be invited with a link; the patient comes with the booking, the clinician by admitting.
        public static let guests = allCases.filter { $0 != .patient && $0 != .clinician }
    }

    /// How far somebody has come.
    public enum Stage: String, Sendable, Hashable, Codable, CaseIterable {
        /// Has a link, has not pressed anything.
        case invited
        /// In the queue, still trying devices.
        case arrived
        /// In the queue, tried.
        case ready
        /// Let in.
        case admitted
        /// Went by own choice; may come again.
        case left
        /// Sent away; the link is dead.
        case removed
    }

    /// How one came into the call.
    public struct Entry: Sendable, Hashable, Codable {
        public var from: Stage
        public var at: Instant
    }

    /// A live media path in the call.
    public struct Connection: Sendable, Hashable, Codable {
        public var means: Means
        public var since: Instant
    }

    /// "I shall be late".
    public struct Late: Sendable, Hashable, Codable {
        public var minutes: Int
        public var at: Instant
    }

    public let id: ID<Participant>
    public let role: Role
    public var name: String
    public var organisation: String?
    public var telephone: String?
    /// Chair in the room, 0…7: what this one sends to the others stands in their slots by it.
    public internal(set) var seat: Int?
    public internal(set) var stage: Stage
    public internal(set) var linkOpenedAt: Instant?
    /// The page that holds the ticket now, by a random name that it gave itself.
    public internal(set) var device: String?
    public internal(set) var arrivedAt: Instant?
    public internal(set) var test: DeviceTest?
    public internal(set) var denied: Set<Device> = []
    /// "I am content to be seen on video"; nil when not asked.
    public internal(set) var acceptsVideo: Bool?
    public internal(set) var saidLate: Late?
    public internal(set) var connection: Connection?
    /// Since when a path that had been there is gone.
    public internal(set) var lostAt: Instant?
    /// What was measured of the line in the call.
    public internal(set) var line: LineSummary?
    /// Every means by which this one has taken part.
    public internal(set) var meansUsed: Set<Means> = []
    /// Since when this one is on the telephone instead.
    public internal(set) var telephoneSince: Instant?
    /// When this one was last let in, and from where; nil before.
    public internal(set) var entered: Entry?

    public init(
        id: ID<Participant>, role: Role, name: String, organisation: String? = nil, telephone: String? = nil,
        seat: Int? = nil, stage: Stage = .invited
    ) {
        self.id = id
        self.role = role
        self.name = name
        self.organisation = organisation
        self.telephone = telephone
        self.seat = seat
        self.stage = stage
    }

    /// In the queue, tried or not.
    public var queued: Bool { stage == .arrived || stage == .ready }

    /// Came with a link of its own and must be let in like the patient.
    public var isGuest: Bool { role != .patient && role != .clinician }

    /// A health professional from outside the practice, with whom a conference is held.
    public var isOutsideProfessional: Bool { role == .hospital || role == .municipality || role == .specialist }
}
