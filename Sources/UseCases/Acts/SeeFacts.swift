import Access
import Kernel
import Visits

extension Acts {
    /// What truly happened in a visit. The patient reads it on the link, from the end of the visit and for as long as
    /// the clinic has set; the clinic always.
    public func facts(of visit: ID<Visit>, by caller: Caller) async throws -> FactsView {
        guard let found = try await ports.store.visit(visit), let clinic = try await ports.store.clinic(found.clinic)
        else { throw try await audited(Refusal(.notFound, "no-such-visit"), .seeFacts, by: caller, on: nil) }
        do {
            try Permission.check(.seeFacts, by: caller, on: found, at: clinic)
            if case .participant = caller, !found.factsReadable(at: now, for: clinic.settings.factsReadableFor) {
                throw Refusal(.conflict, found.ending == nil ? "facts-not-yet" : "facts-no-more")
            }
        } catch let refusal as Refusal {
            throw try await audited(refusal, .seeFacts, by: caller, on: found)
        }
        try await ports.store.append(entry(.seeFacts, by: caller, on: found, .read))
        let events = try await ports.store.events(of: visit)
        guard let facts = Facts(visit, at: found.clinic, events: events, now: now) else {
            // Removed between the two readings: it had been kept for as long as it should.
            throw Refusal(.notFound, "no-such-visit")
        }
        return FactsView(facts, found, clinic, staff: try await ports.store.people(of: clinic.id))
    }
}
