import Kernel

/// A visit as its events have made it. A value: `decide` says what a command would lead to, `apply` makes it so.
///
/// The state is not kept but follows from the patient's stage and the call, so no two of them can disagree.
public struct Visit: Sendable, Hashable, Codable {
    /// The consultation itself: begins when a clinician accepts the patient, or begins a conference without.
    public struct Call: Sendable, Hashable, Codable {
        public var by: ID<StaffMember>
        public var name: String
        public var since: Instant
        public var heldSince: Instant?
        /// When patient and clinician were first both connected, in a conference anybody and the clinician; nil before.
        public var connectedSince: Instant?
        /// Since when a conference runs to which the patient has not been let in; nil in every other call.
        public var withoutPatientSince: Instant?
    }

    /// How it ended.
    public struct Ending: Sendable, Hashable, Codable {
        public var at: Instant
        public var outcome: Outcome
    }

    public let id: ID<Visit>
    public let clinic: ID<Clinic>
    /// Number of events applied; one more with every event.
    public internal(set) var version: Int
    public internal(set) var booking: Booking
    public internal(set) var window: LinkWindow
    /// The patient is always the first.
    public internal(set) var participants: [Participant]
    public internal(set) var call: Call?
    public internal(set) var ending: Ending?
    /// When the last event happened.
    public internal(set) var changedAt: Instant
    /// First admitted, for the waiting time; nil until then.
    public internal(set) var admittedAt: Instant?
    /// A patient who came and whom nobody at the clinic has noticed yet.
    public internal(set) var unseen = false
    /// Sent on to a colleague and not yet admitted there.
    public internal(set) var transferred = false
    /// Patient and clinician, or a conference's professional and clinician, were connected at some time.
    public internal(set) var everConnected = false
    /// Went to the telephone, and not back to the picture.
    public internal(set) var everByTelephone = false

    /// Where the visit is.
    public var state: VisitState {
        if ending != nil { return .ended }
        if let call {
            if call.heldSince != nil { return .onHold }
            return call.connectedSince == nil ? .admitted : .inCall
        }
        return switch patient.stage {
        case .arrived: .arrived
        case .ready: .waiting
        case .invited, .left, .admitted, .removed: .booked
        }
    }

    /// The visit as one of its participants meets it: a guest waits while the call runs, a patient who went is back
    /// before the queue.
    public func state(for one: Participant) -> VisitState {
        if ending != nil || one.stage == .removed { return .ended }
        return switch one.stage {
        case .invited, .left: .booked
        case .arrived: .arrived
        case .ready: .waiting
        case .admitted, .removed: state
        }
    }

    public var patient: Participant { participants[0] }

    /// The clinician whose call it is now.
    public var clinician: Participant? { participants.first { $0.role == .clinician && $0.stage == .admitted } }

    /// The call that runs is a conference, and the patient has not been let in to it.
    public var runsWithoutPatient: Bool { call?.withoutPatientSince != nil }

    /// In the clinic's queue.
    public var queued: Bool { state == .arrived || state == .waiting }

    /// The one of that name, where there is one.
    public func participant(_ id: ID<Participant>) -> Participant? { participants.first { $0.id == id } }

    /// Those who may hear and see each other now.
    public var inRoom: [Participant] {
        state == .admitted || state == .inCall ? participants.filter { $0.stage == .admitted } : []
    }

    /// Whether one talks by telephone alone, so that nothing needs to go over the own path.
    ///
    /// A guest is noted as on the telephone by the clinician, and may have the page open beside it all the same.
    public func talksByTelephone(_ one: Participant) -> Bool {
        if one.role == .patient { return one.telephoneSince != nil }
        guard one.role == .clinician else { return false }
        let others = participants.filter { $0.stage == .admitted && $0.id != one.id }
        return !others.isEmpty
            && others.allSatisfy { $0.telephoneSince != nil && ($0.role == .patient || $0.connection == nil) }
    }

    /// From when the link lets the patient in.
    public var opensAt: Instant { booking.start - window.before }

    /// Until when a link that nobody has used lets the patient in.
    public var closesAt: Instant { booking.end + window.after }

    /// A room holds eight.
    public static let seats = 8
}
