import Access
import Kernel
import Visits

/// One line of the audit as a manager reads it: the ids of the entry with the names that they stand for now.
public struct AuditLine: Sendable, Hashable {
    /// Who asked.
    public enum Who: Sendable, Hashable {
        case staff(name: String)
        case participant(name: String, role: Participant.Role)
        case key(label: String)
        case system
        case nobody
        /// One who has been removed since, with what hung on it.
        case gone
    }

    public let at: Instant
    public let who: Who
    public let act: Act
    public let result: AuditEntry.Result
    /// The refusal's word.
    public let word: String?
    /// The visit that it was about, while that is kept.
    public let visit: ID<Visit>?
    public let patient: String?
}

extension Acts {
    /// As many lines of a day are shown at once.
    public static let mostAuditLines = 500

    /// The audit of the clinic, newest first; a thousand lines at the most.
    public func audit(limit: Int = 200, by caller: Caller) async throws -> [AuditEntry] {
        let clinic = try await permitted(.seeAudit, by: caller, as: .read)
        return try await ports.store.audit(of: clinic.id, limit: min(max(limit, 1), 1_000))
    }

    /// What was done, read and refused at the clinic in a span, newest first, with names. The audit itself keeps ids
    /// alone, so whoever has been removed is named no more.
    public func auditLines(
        from: Instant, to: Instant, refusedOnly: Bool, by caller: Caller
    ) async throws -> [AuditLine] {
        let clinic = try await permitted(.seeAudit, by: caller, as: .read)
        let entries = try await ports.store.audit(
            of: clinic.id, from: from, to: to, refusedOnly: refusedOnly, limit: Self.mostAuditLines)
        var visits: [ID<Visit>: Visit] = [:]
        for id in Set(entries.compactMap(\.visit)) {
            // A refusal may name what is another clinic's; its names are nothing for this page.
            if let visit = try await ports.store.visit(id), visit.clinic == clinic.id { visits[id] = visit }
        }
        let people = try await ports.store.people(of: clinic.id)
        let keys = try await ports.store.keys(of: clinic.id)
        return entries.map { entry in
            let visit = entry.visit.flatMap { visits[$0] }
            return AuditLine(
                at: entry.at, who: Self.who(entry.caller, visit, people, keys), act: entry.act, result: entry.result,
                word: entry.word, visit: visit?.id, patient: visit?.booking.patient)
        }
    }

    /// Reads what `Caller.auditName` has written.
    private static func who(
        _ caller: String, _ visit: Visit?, _ people: [StaffMember], _ keys: [ClinicKey]
    ) -> AuditLine.Who {
        let parts = caller.split(separator: ":", maxSplits: 1).map(String.init)
        let id = parts.count == 2 ? parts[1] : ""
        switch parts.first {
        case "staff": return people.first { $0.id.text == id }.map { .staff(name: $0.name) } ?? .gone
        case "key": return keys.first { $0.id.text == id }.map { .key(label: $0.label) } ?? .gone
        case "participant":
            return visit?.participants.first { $0.id.text == id }
                .map { .participant(name: $0.name, role: $0.role) } ?? .gone
        case "system": return .system
        case "nobody": return .nobody
        default: return .gone
        }
    }
}
