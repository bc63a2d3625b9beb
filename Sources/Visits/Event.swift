import Kernel

/// Something that happened to a visit. Appended before anybody is told; never changed afterwards.
public struct Event: Sendable, Hashable, Codable {
    /// Never before the event that it follows.
    public let at: Instant
    public let by: Author
    public let what: What

    public init(at: Instant, by: Author, what: What) {
        self.at = at
        self.by = by
        self.what = what
    }

    /// Why a media path ended.
    public enum Drop: String, Sendable, Hashable, Codable {
        /// Packets stopped coming.
        case pathLost
        /// The page closed the path itself.
        case gone
        /// The server stopped; found out when it started again.
        case serverStopped
    }

    /// What happened, in the past tense of the command that led to it.
    public enum What: Sendable, Hashable, Codable {
        case booked(Booking, patient: ID<Participant>, window: LinkWindow)
        case changed(Booking)
        case cancelled(reason: String?)
        case linkOpened(ID<Participant>)
        /// `device` is the page that now holds the ticket. A second `arrived` is another device taking over.
        case arrived(ID<Participant>, device: String, acceptsVideo: Bool?)
        case testPassed(ID<Participant>, DeviceTest)
        case testFailed(ID<Participant>, DeviceTest)
        case permissionDenied(ID<Participant>, Device)
        case becameReady(ID<Participant>)
        case saidLate(ID<Participant>, minutes: Int)
        case left(ID<Participant>)
        case looked
        /// Of the patient: the author takes seat 1 as the clinician. Of a guest: let in to the call that runs.
        case admitted(ID<Participant>, seat: Int)
        /// Without the patient, who may be admitted later or never: the author takes seat 1 as the clinician.
        case beganConference
        case putBack
        case held
        case resumed
        case transferred(to: ID<StaffMember>, name: String)
        case invited(ID<Participant>, name: String, role: Participant.Role, organisation: String?, telephone: String?)
        case removed(ID<Participant>)
        case connected(ID<Participant>, means: Means)
        case disconnected(ID<Participant>, Drop)
        case calledAgain(ID<Participant>)
        case lineMeasured(ID<Participant>, LineSummary)
        case wentToTelephone(ID<Participant>)
        case wentToPicture(ID<Participant>)
        /// A guest had been noted as on the telephone by mistake; that time counts for nothing.
        case tookBackTelephone(ID<Participant>)
        /// `proposed` is what the events themselves pointed to, kept beside what was decided.
        case ended(Outcome, proposed: Outcome)
    }
}

extension Event.What {
    /// The event's one word, as the log, the databases and the tests name it.
    public var word: String {
        switch self {
        case .booked: "booked"
        case .changed: "changed"
        case .cancelled: "cancelled"
        case .linkOpened: "linkOpened"
        case .arrived: "arrived"
        case .testPassed: "testPassed"
        case .testFailed: "testFailed"
        case .permissionDenied: "permissionDenied"
        case .becameReady: "becameReady"
        case .saidLate: "saidLate"
        case .left: "left"
        case .looked: "looked"
        case .admitted: "admitted"
        case .beganConference: "beganConference"
        case .putBack: "putBack"
        case .held: "held"
        case .resumed: "resumed"
        case .transferred: "transferred"
        case .invited: "invited"
        case .removed: "removed"
        case .connected: "connected"
        case .disconnected: "disconnected"
        case .calledAgain: "calledAgain"
        case .lineMeasured: "lineMeasured"
        case .wentToTelephone: "wentToTelephone"
        case .wentToPicture: "wentToPicture"
        case .tookBackTelephone: "tookBackTelephone"
        case .ended: "ended"
        }
    }
}
