import Access
import Kernel
import Visits

extension Acts {
    /// Invites a third with a link and a role; they wait and must be admitted as the patient must.
    public func invite(
        to visit: ID<Visit>, name: String, role: Participant.Role, organisation: String? = nil,
        telephone: String? = nil, by caller: Caller
    ) async throws -> GivenLink {
        let guest: ID<Participant> = newID("g")
        let token = newToken()
        let digest = ports.secrets.digest(token)
        let now = now
        let changed = try await perform(
            .invite, on: visit, by: caller,
            link: { StoredLink(digest: digest, visit: $0.id, participant: guest, createdAt: now) },
            { _, _ in
                .invite(
                    guest, name: name.trimmed, role: role, organisation: organisation?.trimmed,
                    telephone: telephone?.trimmed)
            })
        return GivenLink(visit: changed, participant: guest, token: token)
    }

    /// Sends a guest away; the link is dead from then on.
    @discardableResult
    public func remove(_ guest: ID<Participant>, from visit: ID<Visit>, by caller: Caller) async throws -> Visit {
        try await perform(.remove, on: visit, by: caller) { _, _ in .remove(guest) }
    }
}
