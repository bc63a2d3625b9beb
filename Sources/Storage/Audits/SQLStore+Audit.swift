import Access
import Database
import Kernel
import UseCases
import Visits

extension SQLStore {
    public func append(_ entry: AuditEntry) async throws {
        try await database.write { try Self.append(entry, $0) }
    }

    static func append(_ entry: AuditEntry, _ session: any SQLSession) throws {
        try session.run(
            """
            insert into audit (at, clinic, caller, act, visit, result, word) values ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                entry.at.ms, entry.clinic?.text, entry.caller, entry.act.rawValue, entry.visit?.text,
                entry.result.rawValue, entry.word,
            ])
    }

    public func audit(
        of clinic: ID<Clinic>, from: Instant, to: Instant, refusedOnly: Bool, limit: Int
    ) async throws -> [AuditEntry] {
        let sql = """
            select * from audit where clinic = $1 and at >= $2 and at < $3
            \(refusedOnly ? "and result = 'refused'" : "") order by at desc limit $4
            """
        return try await database.read { session in
            try session.rows(sql, [clinic.text, from.ms, to.ms, limit])
                .compactMap { row in
                    // An act of an older version that is no more: not shown, still kept.
                    guard let act = Act(rawValue: try row.text("act")),
                        let result = AuditEntry.Result(rawValue: try row.text("result"))
                    else { return nil }
                    return AuditEntry(
                        at: Instant(ms: try row.integer("at")), clinic: clinic, caller: try row.text("caller"),
                        act: act, visit: try row.optionalText("visit").map(ID.init), result: result,
                        word: try row.optionalText("word"))
                }
        }
    }

    public func purgeAudit(before: Instant) async throws {
        try await database.write { session in try session.run("delete from audit where at < $1", [before.ms]) }
    }
}
