import Kernel
import Visits

/// A visit, as the interface for practice systems gives it.
public struct VisitView: Codable, Sendable, Hashable {
    public struct Clinician: Codable, Sendable, Hashable {
        public let staff: ID<StaffMember>
        public let name: String
    }

    public let visit: ID<Visit>
    public let state: VisitState
    public let kind: Booking.Kind
    public let patient: String
    public let telephone: String
    public let start: Instant
    public let minutes: Int
    public let with: [Clinician]
    @OrNull public var mayAdmit: [ID<StaffMember>]?
    public let opensAt: Instant
    public let closesAt: Instant
    @OrNull public var arrivedAt: Instant?
    @OrNull public var admittedAt: Instant?
    @OrNull public var endedAt: Instant?
    @OrNull public var outcome: Outcome?
    @OrNull public var triagedAt: Instant?
    @OrNull public var reference: String?

    init(_ visit: Visit, staff: [StaffMember]) {
        self.visit = visit.id
        state = visit.state
        kind = visit.booking.kind
        patient = visit.booking.patient
        telephone = visit.booking.telephone
        start = visit.booking.start
        minutes = visit.booking.minutes
        with = visit.booking.with.compactMap { id in
            staff.first { $0.id == id }.map { Clinician(staff: id, name: $0.name) }
        }
        opensAt = visit.opensAt
        closesAt = visit.closesAt
        mayAdmit = visit.booking.mayAdmit
        arrivedAt = visit.patient.arrivedAt
        admittedAt = visit.admittedAt
        endedAt = visit.ending?.at
        outcome = visit.ending?.outcome
        triagedAt = visit.booking.triage?.at
        reference = visit.booking.reference
    }
}
