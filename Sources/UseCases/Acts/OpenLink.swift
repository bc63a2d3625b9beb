import Access
import Kernel
import Visits

extension Acts {
    /// Who holds a link with this token. Reads only.
    ///
    /// A token that never was, one of a removed guest and one that has long been over are refused alike, with
    /// `.unknownCaller`, `unknown-link`: a guesser learns nothing.
    public func holder(ofLink token: String) async throws -> LinkHolder {
        let unknown = Refusal(.unknownCaller, "unknown-link")
        guard (20...64).contains(token.utf8.count),
            let link = try await ports.store.link(digest: ports.secrets.digest(token)),
            let visit = try await ports.store.visit(link.visit),
            let one = visit.participant(link.participant), one.stage != .removed,
            let clinic = try await ports.store.clinic(visit.clinic),
            visit.linkKnown(at: now, settings: clinic.settings)
        else { throw try await audited(unknown, .openLink, by: .nobody, on: nil) }
        return LinkHolder(participant: one.id, role: one.role, visit: visit.id, clinic: visit.clinic)
    }

    /// Records that the link was opened. To be called when its page is fetched; the second time changes nothing.
    @discardableResult
    public func openLink(_ holder: LinkHolder) async throws -> Visit {
        try await perform(.openLink, on: holder.visit, by: .participant(holder)) { _, _ in
            .openLink(holder.participant)
        }
    }

    /// A link to the visit, shown again: always a new token, because the old one is not kept in any form that could be
    /// read. The links given before stay good, so that one sent by SMS does not die when somebody copies another.
    public func showLink(
        _ visit: ID<Visit>, for participant: ID<Participant>? = nil, by caller: Caller
    ) async throws -> GivenLink {
        guard let found = try await ports.store.visit(visit) else {
            throw try await audited(Refusal(.notFound, "no-such-visit"), .showLink, by: caller, on: nil)
        }
        _ = try await permitted(.showLink, by: caller, on: found, as: .done)
        let one = found.participant(participant ?? found.patient.id)
        guard let one, one.role != .clinician, one.stage != .removed else {
            throw try await audited(Refusal(.notFound, "no-such-participant"), .showLink, by: caller, on: found)
        }
        let (link, token) = newLink(for: one.id, of: found)
        try await ports.store.add(link)
        return GivenLink(visit: found, participant: one.id, token: token)
    }
}
