import Access
import Kernel
import Visits

extension Acts {
    /// Accepts a waiting patient. Of two who press at once one wins; the other is refused with `.conflict`,
    /// `admitted-by-another` and the winner's `name`.
    @discardableResult
    public func admit(_ visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        // One voice at a time: a clinician in a call must put it on hold first.
        if case .staff(let member) = caller {
            let open = try await ports.store.visits(at: member.clinic, from: now, to: now, withOpen: true)
            let other = open.first { $0.id != visit && $0.call?.by == member.id && $0.call?.heldSince == nil }
            if let other, other.ending == nil {
                throw try await audited(Refusal(.conflict, "already-in-a-call"), .admit, by: caller, on: other)
            }
        }
        return try await perform(.admit, on: visit, by: caller) { _, _ in .admit }
    }

    /// Lets a waiting guest into the call.
    @discardableResult
    public func admitGuest(_ guest: ID<Participant>, to visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await perform(.admitGuest, on: visit, by: caller) { _, _ in .admitGuest(guest) }
    }
}
