import Access
import Kernel
import Visits

extension Acts {
    /// The keys with which practice systems book here, the revoked ones as well.
    public func keys(by caller: Caller) async throws -> [ClinicKey] {
        let clinic = try await permitted(.manageKeys, by: caller, as: .read)
        return try await ports.store.keys(of: clinic.id)
    }

    /// A new key. Its text is given once and cannot be shown again.
    public func addKey(label: String, by caller: Caller) async throws -> (key: ClinicKey, text: String) {
        let clinic = try await permitted(.manageKeys, by: caller, as: .done)
        let label = label.trimmed
        guard !label.isEmpty else { throw Refusal(.invalid, "name-missing", field: "label") }
        guard label.count <= 100 else { throw Refusal(.invalid, "name-too-long", field: "label") }
        let text = newToken()
        let key = ClinicKey(id: newID("k"), clinic: clinic.id, label: label, createdAt: now)
        try await ports.store.add(key, digest: ports.secrets.digest(text))
        return (key, text)
    }

    public func revokeKey(_ id: ID<ClinicKey>, by caller: Caller) async throws {
        let clinic = try await permitted(.manageKeys, by: caller, as: .done)
        guard try await ports.store.keys(of: clinic.id).contains(where: { $0.id == id }) else {
            throw try await audited(Refusal(.notFound, "no-such-key"), .manageKeys, by: caller, on: nil)
        }
        try await ports.store.revoke(id, at: now)
    }

    /// Whose key a text is. Refuses with `.unknownCaller`, `unknown-key`.
    public func caller(ofKey text: String) async throws -> Caller {
        guard (20...64).contains(text.utf8.count),
            let key = try await ports.store.key(digest: ports.secrets.digest(text)), key.revokedAt == nil
        else { throw try await audited(Refusal(.unknownCaller, "unknown-key"), .seeVisit, by: .nobody, on: nil) }
        return .clinicKey(key.id, clinic: key.clinic)
    }
}
