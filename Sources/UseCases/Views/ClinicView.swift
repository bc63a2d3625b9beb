import Kernel
import Visits

/// What the clinic's page shows to one member of staff, whole.
public struct ClinicView: Codable, Sendable, Hashable {
    public struct Me: Codable, Sendable, Hashable {
        public let staff: ID<StaffMember>
        public let name: String
        public let role: StaffMember.Role
        public let manages: Bool
        /// Who I am in a call, as the `line` events name it.
        public let participant: ID<Participant>
        /// The chair in the call that I am in.
        @OrNull public var seat: Int?
    }

    public struct Colleague: Codable, Sendable, Hashable {
        public let staff: ID<StaffMember>
        public let name: String
        public let role: StaffMember.Role
    }

    public struct Devices: Codable, Sendable, Hashable {
        public let camera: DeviceTest.Answer
        public let microphone: DeviceTest.Answer
    }

    public struct Line: Codable, Sendable, Hashable {
        @OrNull public var roundTripMs: Int?
        @OrNull public var loss: Double?
        @OrNull public var upKbps: Int?
        @OrNull public var downKbps: Int?
    }

    public struct Guest: Codable, Sendable, Hashable {
        /// How far a guest has come, as the clinic's card says it.
        public enum State: String, Codable, Sendable, Hashable { case invited, waiting, admitted, gone }

        public let participant: ID<Participant>
        public let name: String
        public let role: Participant.Role
        @OrNull public var organisation: String?
        public let state: State
        @OrNull public var seat: Int?
        public let online: Bool
        public let onTelephone: Bool
    }

    /// One card of the day.
    public struct Card: Codable, Sendable, Hashable {
        public let visit: ID<Visit>
        /// The patient, as the `line` events name it.
        public let participant: ID<Participant>
        public let state: VisitState
        public let patient: String
        public let telephone: String
        public let start: Instant
        public let minutes: Int
        public let kind: Booking.Kind
        public let with: [Colleague]
        public let mayAdmit: Bool
        /// The visit's own list of those who may admit; null where the clinic's rule holds.
        @OrNull public var listed: [ID<StaffMember>]?
        @OrNull public var arrivedAt: Instant?
        @OrNull public var waitedMs: Int64?
        @OrNull public var place: Int?
        public let transferred: Bool
        @OrNull public var devices: Devices?
        /// What the line is good for: a word of `DeviceTest.Verdict` as the test found it, in a call one of `LineVerdict` as
        /// it is now.
        @OrNull public var verdict: String?
        @OrNull public var line: Line?
        /// The patient's page or path is there now.
        public let online: Bool
        @OrNull public var acceptsVideo: Bool?
        @OrNull public var saidLate: PatientView.Late?
        /// Went away by own choice.
        public let left: Bool
        public let unseen: Bool
        @OrNull public var admittedBy: String?
        @OrNull public var link: String?
        public let guests: [Guest]
        /// A conference runs to which the patient has not been let in.
        public let withoutPatient: Bool
        /// Where the patient is: another state than the visit's while a conference runs without.
        public let patientState: VisitState
        @OrNull public var outcome: Outcome?
    }

    /// A patient's wish for a video visit that waits for triage.
    public struct Request: Codable, Sendable, Hashable {
        public let request: ID<VideoRequest>
        public let name: String
        public let telephone: String
        public let reasons: [VideoWish.Reason]
        public let text: String
        public let at: Instant

        init(_ request: VideoRequest) {
            self.request = request.id
            name = request.wish.name
            telephone = request.wish.telephone
            reasons = request.wish.reasons
            text = request.wish.text
            at = request.askedAt
        }
    }

    /// Set by the edge.
    public var version: Int
    /// Set by the edge.
    public var boot: String
    public let now: Instant
    public let me: Me
    /// In the queue's order first, then what runs, what is to come, what is over; by start.
    public let visits: [Card]
    @OrNull public var call: CallView?
    public let colleagues: [Colleague]
    public let notices: [NoticeView]
    public let lateMinutes: Int
    /// Oldest first.
    public let requests: [Request]
}
