import Access
import Kernel
import Visits

/// What the booking form and the interface send.
public struct BookingOrder: Sendable, Hashable {
    public var kind: Booking.Kind
    public var patient: String
    public var telephone: String
    public var start: Instant
    /// nil takes the clinic's usual length.
    public var minutes: Int?
    public var with: [ID<StaffMember>]
    public var mayAdmit: [ID<StaffMember>]?
    /// That the one who books has judged that video is right for it; kept with who and when.
    public var triaged: Bool
    /// When it was triaged, where that was earlier than the booking; only from a practice system.
    public var triagedAt: Instant?
    public var reference: String?

    public init(
        kind: Booking.Kind = .gpVideo, patient: String, telephone: String, start: Instant, minutes: Int? = nil,
        with: [ID<StaffMember>] = [], mayAdmit: [ID<StaffMember>]? = nil, triaged: Bool = false,
        triagedAt: Instant? = nil, reference: String? = nil
    ) {
        self.kind = kind
        self.patient = patient
        self.telephone = telephone
        self.start = start
        self.minutes = minutes
        self.with = with
        self.mayAdmit = mayAdmit
        self.triaged = triaged
        self.triagedAt = triagedAt
        self.reference = reference
    }
}

/// A visit and the token of its link, which can be had only now.
public struct GivenLink: Sendable {
    public let visit: Visit
    public let participant: ID<Participant>
    /// Goes into `/v/<token>`.
    public let token: String
}

extension Acts {
    /// Books a visit at the caller's clinic and makes the patient's link.
    public func book(_ order: BookingOrder, by caller: Caller) async throws -> GivenLink {
        let clinic = try await permitted(.book, by: caller, as: .done)
        do {
            let (change, given) = try await booked(order, at: clinic, by: caller)
            _ = try await ports.store.save(change)
            await ports.news.publish(.visit(given.visit.id, clinic: clinic.id))
            return given
        } catch let refusal as Refusal {
            throw try await audited(refusal, .book, by: caller, on: nil)
        }
    }

    /// A new visit, its first event and the patient's link, to be kept; refuses what cannot be booked.
    ///
    /// - Parameter request: The patient's own request that it answers.
    func booked(
        _ order: BookingOrder, at clinic: Clinic, by caller: Caller, request: ID<VideoRequest>? = nil
    ) async throws -> (VisitChange, GivenLink) {
        var booking = Booking(
            kind: order.kind, patient: order.patient.trimmed, telephone: order.telephone.trimmed, start: order.start,
            minutes: order.minutes ?? clinic.settings.usualMinutes, with: order.with, mayAdmit: order.mayAdmit,
            reference: order.reference, request: request)
        if order.triaged || order.triagedAt != nil {
            booking.triage = Booking.Triage(by: caller.author.staff, at: min(order.triagedAt ?? now, now))
        }
        try await checkClinicians(of: booking, at: clinic)
        let window = LinkWindow(before: clinic.settings.opensBefore, after: clinic.settings.closesAfter)
        let patient: ID<Participant> = newID("p")
        let event = try Visit.book(booking, patient: patient, window: window, by: caller.author, at: now)
        guard let visit = Visit(newID("v"), at: clinic.id, first: event) else {
            preconditionFailure("Visit.book gives a booked event, which a visit begins with")
        }
        let (link, token) = newLink(for: patient, of: visit)
        return (
            VisitChange(visit: visit, events: [event], expected: 0, links: [link]),
            GivenLink(visit: visit, participant: patient, token: token)
        )
    }

    /// Refuses somebody who is not a clinician of the clinic.
    func checkClinicians(of booking: Booking, at clinic: Clinic) async throws {
        let people = try await ports.store.people(of: clinic.id)
        let clinicians = Set(people.filter { $0.active && $0.role == .clinician }.map(\.id))
        for (field, list) in [("with", booking.with), ("mayAdmit", booking.mayAdmit ?? [])] {
            guard list.allSatisfy(clinicians.contains) else {
                throw Refusal(.invalid, "no-such-clinician", field: field)
            }
        }
    }

    /// A token and what is kept of it.
    func newLink(for participant: ID<Participant>, of visit: Visit) -> (StoredLink, String) {
        let token = newToken()
        let link = StoredLink(
            digest: ports.secrets.digest(token), visit: visit.id, participant: participant, createdAt: now)
        return (link, token)
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace ?? false { rest.removeFirst() }
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return String(rest)
    }
}
