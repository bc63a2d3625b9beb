import Access
import Kernel
import Visits

extension Acts {
    /// One visit, for a practice system or the clinic.
    public func visitView(of visit: ID<Visit>, by caller: Caller) async throws -> VisitView {
        guard let found = try await ports.store.visit(visit) else {
            throw try await audited(Refusal(.notFound, "no-such-visit"), .seeVisit, by: caller, on: nil)
        }
        let clinic = try await permitted(.seeVisit, by: caller, on: found, as: .read)
        return VisitView(found, staff: try await ports.store.people(of: clinic.id))
    }

    /// The clinic's visits that are booked to start in the span; 31 days at the most.
    public func visitViews(from: Instant, to: Instant, by caller: Caller) async throws -> [VisitView] {
        let clinic = try await permitted(.seeVisit, by: caller, as: .read)
        guard from < to, to - from <= .days(32) else { throw Refusal(.invalid, "span-not-allowed", field: "day") }
        let people = try await ports.store.people(of: clinic.id)
        return try await ports.store.visits(at: clinic.id, from: from, to: to, withOpen: false).map {
            VisitView($0, staff: people)
        }
    }
}
