import Access
import Kernel
import Visits

/// What the demonstration prints.
public struct Demonstration: Sendable {
    public struct SignIn: Sendable {
        public let name: String
        public let role: StaffMember.Role
        public let signInName: String
    }

    public struct Link: Sendable {
        public let patient: String
        public let start: Instant
        public let visit: ID<Visit>
        /// Goes into `/v/<token>`.
        public let token: String
    }

    public let clinic: Clinic
    public let signIns: [SignIn]
    /// The same for all.
    public let password: String
    /// The first is open now.
    public let links: [Link]
    /// For `Authorization: Bearer`.
    public let key: String
    /// Clinics that share the server and must know nothing of this one.
    public internal(set) var neighbours: [Demonstration] = []
}

extension Acts {
    /// Makes the demonstration clinics, or refreshes them: people whom one can sign in as, and visits around now whose
    /// links are open. Only for a server that shows itself; every start gives all of its people a new password.
    ///
    /// - Parameter password: nil makes one up.
    public func seedDemonstration(password: String? = nil) async throws -> Demonstration {
        let password = password ?? String(newToken().prefix(12))
        let hash = try await ports.secrets.hash(password: password)
        var shown = try await seed(.doctors, password, hash)
        shown.neighbours = [try await seed(.physiotherapists, password, hash)]
        return shown
    }

    private func seed(_ plan: DemonstrationPlan, _ password: String, _ hash: String) async throws -> Demonstration {
        let clinic = try await ports.store.clinic(plan.clinic.id) ?? plan.clinic
        try await ports.store.save(clinic)
        for person in plan.people {
            let member = StaffMember(
                id: ID("s-\(person.signIn)"), clinic: clinic.id, name: person.name, role: person.role,
                alsoManages: person.manages)
            _ = try await ports.store.save(Account(member: member, signInName: person.signIn, passwordHash: hash))
        }
        let key = newToken()
        for old in try await ports.store.keys(of: clinic.id) where old.revokedAt == nil {
            try await ports.store.revoke(old.id, at: now)
        }
        try await ports.store.add(
            ClinicKey(id: newID("k"), clinic: clinic.id, label: "Demonstration", createdAt: now),
            digest: ports.secrets.digest(key))
        return Demonstration(
            clinic: clinic,
            signIns: plan.people.map {
                Demonstration.SignIn(name: $0.name, role: $0.role, signInName: $0.signIn)
            },
            password: password, links: try await seedVisits(plan), key: key)
    }

    private func seedVisits(_ plan: DemonstrationPlan) async throws -> [Demonstration.Link] {
        guard let desk = plan.people.first(where: { $0.role == .secretary }),
            let account = try await ports.store.account(ID<StaffMember>("s-\(desk.signIn)"))
        else { return [] }
        let caller = Caller.staff(account.member)
        let now = now
        // On the next full five minutes, as a clinic books.
        let soon = Instant(ms: (now.ms / 300_000 + 1) * 300_000)
        let open = try await ports.store.visits(
            at: plan.clinic.id, from: now - .minutes(45), to: now + .hours(2), withOpen: true)
        var links: [Demonstration.Link] = []
        for visit in plan.visits {
            let there = open.first {
                $0.booking.patient == visit.patient && $0.ending == nil && $0.closesAt > now + .minutes(30)
            }
            let given: GivenLink
            if let there {
                given = try await showLink(there.id, by: caller)
            } else {
                let order = BookingOrder(
                    kind: visit.kind, patient: visit.patient, telephone: visit.telephone,
                    start: soon + .minutes(visit.inMinutes), minutes: visit.inMinutes < 0 ? 30 : 15,
                    with: visit.with.map { ID("s-\($0)") }, triaged: true)
                given = try await book(order, by: caller)
            }
            links.append(
                Demonstration.Link(
                    patient: visit.patient, start: given.visit.booking.start, visit: given.visit.id,
                    token: given.token))
        }
        return links
    }
}
