import Access
import Kernel

extension Acts {
    /// Keeps in the audit what the edge itself refuses before an act is asked for: a forged form, a missing session, a
    /// key that is none. Hands the refusal back to be thrown.
    public func refuse(_ refusal: Refusal, _ act: Act, by caller: Caller) async throws -> Refusal {
        try await audited(refusal, act, by: caller, on: nil)
    }
}
