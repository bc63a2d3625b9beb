import Database
import Kernel
import UseCases
import Visits

extension SQLStore {
    public func add(_ answers: [SettlementAnswer]) async throws {
        try await database.write { session in
            for answer in answers {
                try session.run(
                    "insert into settlement_answers (visit, path, value, at, staff) values ($1, $2, $3, $4, $5)",
                    [answer.visit.text, answer.path, answer.value, answer.at.ms, answer.staff.text])
            }
        }
    }

    public func settlementAnswers(of visit: ID<Visit>) async throws -> [SettlementAnswer] {
        try await database.read { session in
            try session.rows("select * from settlement_answers where visit = $1 order by at", [visit.text]).map { row in
                SettlementAnswer(
                    visit: visit, path: try row.text("path"), value: try row.text("value"),
                    at: Instant(ms: try row.integer("at")), staff: ID(try row.text("staff")))
            }
        }
    }

    public func add(_ entry: SettlementEntry, after expected: ID<SettlementEntry>?) async throws -> Bool {
        try await database.write { session in
            let newest = try session.row(
                "select id from settlement_entries where visit = $1 order by at desc, id desc limit 1",
                [entry.visit.text])
            guard try newest?.text("id") == expected?.text else { return false }
            try session.run(
                """
                insert into settlement_entries (id, visit, clinic, service_date, at, body)
                values ($1, $2, $3, $4, $5, $6)
                """,
                [
                    entry.id.text, entry.visit.text, entry.clinic.text, entry.serviceDate.description, entry.at.ms,
                    JSONText.of(entry),
                ])
            return true
        }
    }

    public func settlementEntries(of visit: ID<Visit>) async throws -> [SettlementEntry] {
        try await database.read { session in
            try session.rows(
                "select body from settlement_entries where visit = $1 order by at, id", [visit.text]
            ).map(Self.settlementEntry)
        }
    }

    public func settlementEntries(
        at clinic: ID<Clinic>, from: LocalDate, to: LocalDate
    ) async throws -> [SettlementEntry] {
        try await database.read { session in
            try session.rows(
                """
                select body from settlement_entries where clinic = $1 and service_date >= $2 and service_date <= $3
                order by service_date, at, id
                """, [clinic.text, from.description, to.description]
            ).map(Self.settlementEntry)
        }
    }

    private static func settlementEntry(_ row: SQLRow) throws -> SettlementEntry {
        try JSONText.read(SettlementEntry.self, row.text("body"), "a settlement entry")
    }
}
