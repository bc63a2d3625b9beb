import Access
import Kernel
import Visits

extension Acts {
    /// Begins a conference without the patient (R15: "with or without the patient"): the professionals who wait are let
    /// in, those who come later are admitted one by one, and so may the patient be.
    @discardableResult
    public func beginConference(_ visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await checkFree(for: visit, .beginConference, caller)
        return try await perform(.beginConference, on: visit, by: caller) { _, _ in .beginConference }
    }
}
