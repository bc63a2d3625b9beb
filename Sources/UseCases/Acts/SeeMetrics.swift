import Kernel
import Visits

extension Acts {
    /// How many visits are in which state, over all clinics: for the operator, who is told of no single one. Not
    /// audited, for nothing of a patient is shown.
    public func visitsByState() async throws -> [VisitState: Int] {
        let open = try await ports.store.unfinished(startingBefore: now + .days(1))
        return open.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
    }
}
