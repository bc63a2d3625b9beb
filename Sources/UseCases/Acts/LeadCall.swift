import Access
import Kernel
import Visits

extension Acts {
    /// Puts the patient back among those who wait.
    @discardableResult
    public func putBack(_ visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await perform(.putBack, on: visit, by: caller) { _, _ in .putBack }
    }

    /// Nobody is heard or seen until `resume`.
    @discardableResult
    public func hold(_ visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await perform(.hold, on: visit, by: caller) { _, _ in .hold }
    }

    @discardableResult
    public func resume(_ visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        // As with admitting: one voice at a time.
        if case .staff(let member) = caller {
            let open = try await ports.store.visits(at: member.clinic, from: now, to: now, withOpen: true)
            let busy = open.contains {
                $0.id != visit && $0.call?.by == member.id && $0.call?.heldSince == nil && $0.ending == nil
            }
            if busy { throw try await audited(Refusal(.conflict, "already-in-a-call"), .resume, by: caller, on: nil) }
        }
        return try await perform(.resume, on: visit, by: caller) { _, _ in .resume }
    }

    /// Sends the patient on to a colleague, who must admit in turn.
    @discardableResult
    public func transfer(
        _ visit: ID<Visit>, to colleague: ID<StaffMember>, by caller: Caller
    ) async throws -> Visit {
        let account = try await ports.store.account(colleague)
        return try await perform(.transfer, on: visit, by: caller) { visit, _ throws(Refusal) in
            guard let member = account?.member, member.clinic == visit.clinic, member.active,
                member.role == .clinician
            else { throw Refusal(.invalid, "no-such-clinician", field: "to") }
            return .transfer(to: member.id, name: member.name)
        }
    }

    /// The call goes on by telephone; recorded with one press.
    @discardableResult
    public func goToTelephone(_ visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await perform(.goToTelephone, on: visit, by: caller) { _, _ in .goToTelephone }
    }

    /// A guest takes part by telephone from now on; recorded with one press.
    @discardableResult
    public func goToTelephone(
        _ guest: ID<Participant>, in visit: ID<Visit>, by caller: Caller
    ) async throws -> Visit {
        try await perform(.goToTelephone, on: visit, by: caller) { _, _ in .guestToTelephone(guest) }
    }

    /// A guest had been noted as on the telephone by mistake.
    @discardableResult
    public func takeBackTelephone(
        of guest: ID<Participant>, in visit: ID<Visit>, by caller: Caller
    ) async throws -> Visit {
        try await perform(.takeBackTelephone, on: visit, by: caller) { _, _ in .takeBackTelephone(guest) }
    }

    /// The call comes back from the telephone to the picture, whose path has stayed warm.
    @discardableResult
    public func goToPicture(_ visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await perform(.goToPicture, on: visit, by: caller) { _, _ in .goToPicture }
    }

    /// Ends the visit; nil takes the outcome that the events point to.
    @discardableResult
    public func end(_ visit: ID<Visit>, as outcome: Outcome? = nil, by caller: Caller) async throws -> Visit {
        try await perform(.end, on: visit, by: caller) { _, _ in .end(outcome) }
    }

    /// Somebody at the clinic has noticed that the patient came.
    @discardableResult
    public func look(_ visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await perform(.look, on: visit, by: caller) { _, _ in .look }
    }
}
