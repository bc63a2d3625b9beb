import Access
import Kernel
import Visits

extension Acts {
    /// All that is shown of a clinic now: a handful of queries, to be loaded once after a change and asked for
    /// everybody's view. Gives nothing to a caller by itself, so it is not audited: opening a page or a stream is.
    public func clinicDay(_ id: ID<Clinic>) async throws -> ClinicDay {
        guard let clinic = try await ports.store.clinic(id) else { throw Refusal(.notFound, "no-such-clinic") }
        let (from, to) = shownDay(at: now)
        let visits = try await ports.store.visits(at: id, from: from, to: to, withOpen: true)
        var conferences: [ID<Visit>: ConferenceClock] = [:]
        for visit in visits where visit.booking.kind == .conference && visit.call != nil && visit.ending == nil {
            conferences[visit.id] = try await conferenceClock(of: visit, at: clinic)
        }
        return ClinicDay(
            now: now, clinic: clinic, requests: try await ports.store.requests(waitingAt: id), visits: visits,
            people: try await ports.store.people(of: id), notices: try await ports.store.notices(of: id, at: now),
            messages: try await ports.store.messages(at: id, since: from), live: await ports.live.snapshot(of: id),
            conferences: conferences)
    }

    /// The clinic's page, on opening it or its stream.
    public func clinicView(by caller: Caller) async throws -> ClinicView {
        let clinic = try await permitted(.seeClinic, by: caller, as: .read)
        guard case .staff(let member) = caller else { throw Refusal(.forbidden, "staff-only") }
        return try await clinicDay(clinic.id).clinicView(for: member)
    }

    /// The page behind a link, on opening it or its stream; with `day`, from what is loaded already.
    ///
    /// Throws `.unknownCaller`, `unknown-link` when the link has died since the holder was made.
    public func patientView(
        for holder: LinkHolder, device: String?, in day: ClinicDay? = nil
    ) async throws -> PatientView {
        if let view = day?.patientView(for: holder, device: device) { return view }
        guard let visit = try await ports.store.visit(holder.visit),
            let one = visit.participant(holder.participant), one.stage != .removed
        else { throw Refusal(.unknownCaller, "unknown-link") }
        let loaded = try await clinicDay(holder.clinic)
        if let view = loaded.patientView(for: holder, device: device) { return view }
        let other = ClinicDay(
            now: loaded.now, clinic: loaded.clinic, requests: [], visits: [visit], people: loaded.people, notices: loaded.notices,
            messages: try await ports.store.messages(of: visit.id), live: loaded.live)
        guard let view = other.patientView(for: holder, device: device) else {
            throw Refusal(.unknownCaller, "unknown-link")
        }
        return view
    }

    /// The clinics of this server, as anybody may know them: for the front page, the support page and the page that
    /// meets an unknown link.
    public func publicClinics() async throws -> [PublicClinic] {
        try await ports.store.clinics().map(PublicClinic.init)
    }

    /// What the clinic's page shows as "today": twelve hours to either side.
    func shownDay(at now: Instant) -> (from: Instant, to: Instant) { (now - .hours(12), now + .hours(12)) }
}

/// What anybody may know of a clinic.
public struct PublicClinic: Sendable, Hashable, Codable {
    public let id: ID<Clinic>
    public let name: String
    public let telephone: String
    public let texts: ClinicTexts
    public let support: SupportContact
    /// Whether patients may ask for video on its page.
    public let takesRequests: Bool

    init(_ clinic: Clinic) {
        id = clinic.id
        name = clinic.name
        telephone = clinic.telephone
        texts = clinic.texts
        support = clinic.support
        takesRequests = clinic.settings.takesRequests ?? true
    }
}
