import Access
import Kernel
import Visits

extension Acts {
    /// Accepts a waiting patient. Of two who press at once one wins; the other is refused with `.conflict`,
    /// `admitted-by-another` and the winner's `name`.
    @discardableResult
    public func admit(_ visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await checkFree(for: visit, .admit, caller)
        return try await perform(.admit, on: visit, by: caller) { _, _ in .admit }
    }

    /// One voice at a time: a clinician in a call must put it on hold first.
    func checkFree(for visit: ID<Visit>, _ act: Act, _ caller: Caller) async throws {
        guard case .staff(let member) = caller else { return }
        let open = try await ports.store.visits(at: member.clinic, from: now, to: now, withOpen: true)
        let other = open.first { $0.id != visit && $0.call?.by == member.id && $0.call?.heldSince == nil }
        if let other, other.ending == nil {
            throw try await audited(Refusal(.conflict, "already-in-a-call"), act, by: caller, on: other)
        }
    }

    /// Lets a waiting guest into the call.
    @discardableResult
    public func admitGuest(_ guest: ID<Participant>, to visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await perform(.admitGuest, on: visit, by: caller) { _, _ in .admitGuest(guest) }
    }
}
