import Kernel
import Visits

/// The call as one of those in it sees it.
public struct CallView: Codable, Sendable, Hashable {
    /// One of the others in the room.
    public struct Other: Codable, Sendable, Hashable {
        public let participant: ID<Participant>
        public let name: String
        public let role: Participant.Role
        public let seat: Int
        /// nil until connected.
        @OrNull public var means: Means?
        public let path: LineReport.Path
        public let microphone: Bool
        public let camera: Bool
        /// What the line is good for now; null before it was measured.
        @OrNull public var verdict: LineVerdict?
    }

    /// Only in the clinic's view; the patient's page knows its own.
    @OrNull public var visit: ID<Visit>?
    public let state: VisitState
    public let seat: Int
    public let others: [Other]
    /// Who shares a screen.
    @OrNull public var screen: ID<Participant>?
    /// Since when patient and clinician are connected; since when admitted, before that.
    public let since: Instant
    /// The clinic's number for the patient, the patient's for the clinic.
    public let telephone: String
    /// Set when the call went to the telephone.
    @OrNull public var telephoneSince: Instant?
    /// The reader talks by telephone alone: microphone and camera rest meanwhile.
    public let byTelephone: Bool
    @OrNull public var heldSince: Instant?
    /// Of a conference, in the clinic's view: how far its modules have come.
    @OrNull public var conference: ConferenceClock?
    public let messages: [MessageView]
}

/// How long a running conference has counted, as the settlement counts it (R16, R17).
public struct ConferenceClock: Codable, Sendable, Hashable {
    public let countedMs: Int64
    public let moduleMs: Int64
    /// The modules that a visit has at the most.
    public let modules: Int
}

/// A line of the written talk.
public struct MessageView: Codable, Sendable, Hashable {
    public let id: ID<Message>
    public let from: ID<Participant>
    public let name: String
    public let text: String
    public let at: Instant

    init(_ message: Message) {
        id = message.id
        from = message.from
        name = message.name
        text = message.text
        at = message.at
    }
}

/// Something that the clinic says to all who wait.
public struct NoticeView: Codable, Sendable, Hashable {
    public let id: ID<Notice>
    public let text: String
    /// The clinic runs so many minutes late; null for a notice that says nothing of it.
    @OrNull public var lateMinutes: Int?
    public let at: Instant

    init(_ notice: Notice) {
        lateMinutes = notice.lateMinutes
        id = notice.id
        text = notice.text
        at = notice.at
    }
}
