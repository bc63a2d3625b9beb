import Database
import Kernel
import UseCases
import Visits

extension SQLStore {
    public func visit(_ id: ID<Visit>) async throws -> Visit? {
        try await database.read { session in
            try session.row("select body from visits where id = $1", [id.text]).map(Self.visit)
        }
    }

    public func save(_ change: VisitChange) async throws -> Bool {
        try await database.write { try Self.save(change, $0) }
    }

    static func save(_ change: VisitChange, _ session: any SQLSession) throws -> Bool {
        guard try keep(change, session) else { return false }
        for (offset, event) in change.events.enumerated() {
            try session.run(
                "insert into visit_events (visit, number, at, word, body) values ($1, $2, $3, $4, $5)",
                [
                    change.visit.id.text, change.expected + offset + 1, event.at.ms, event.what.word,
                    JSONText.of(event),
                ])
        }
        for link in change.links { try add(link, session) }
        if let entry = change.audit { try append(entry, session) }
        return true
    }

    /// The current state, unless somebody else has changed it since.
    private static func keep(_ change: VisitChange, _ session: any SQLSession) throws -> Bool {
        let visit = change.visit
        let open = visit.queued || (visit.call != nil && visit.ending == nil)
        let body = try JSONText.of(visit)
        guard change.expected > 0 else {
            return try session.run(
                """
                insert into visits (id, clinic, version, start_at, open, ended_at, body)
                values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing
                """,
                [
                    visit.id.text, visit.clinic.text, visit.version, visit.booking.start.ms, open,
                    visit.ending?.at.ms, body,
                ]) == 1
        }
        return try session.run(
            """
            update visits set version = $2, start_at = $3, open = $4, ended_at = $5, body = $6
            where id = $1 and version = $7
            """,
            [
                visit.id.text, visit.version, visit.booking.start.ms, open, visit.ending?.at.ms, body,
                change.expected,
            ]) == 1
    }

    public func events(of visit: ID<Visit>) async throws -> [Event] {
        try await database.read { session in
            try session.rows("select body from visit_events where visit = $1 order by number", [visit.text])
                .map { try JSONText.read(Event.self, $0.text("body"), "an event") }
        }
    }

    public func visits(
        at clinic: ID<Clinic>, from: Instant, to: Instant, withOpen: Bool
    ) async throws -> [Visit] {
        // Two lookups, each on its own index; `union` drops what is in both.
        let open = "union select id, start_at, body from visits where clinic = $1 and open = 1"
        let sql = """
            select id, start_at, body from visits where clinic = $1 and start_at >= $2 and start_at < $3
            \(withOpen ? open : "") order by start_at, id
            """
        return try await database.read { session in
            try session.rows(sql, [clinic.text, from.ms, to.ms]).map(Self.visit)
        }
    }

    public func unfinished(startingBefore: Instant) async throws -> [Visit] {
        try await database.read { session in
            try session.rows(
                "select body from visits where ended_at is null and start_at < $1 order by start_at, id",
                [startingBefore.ms]
            ).map(Self.visit)
        }
    }

    public func link(digest: String) async throws -> StoredLink? {
        try await database.read { session in
            try session.row("select * from links where digest = $1", [digest]).map { row in
                StoredLink(
                    digest: digest, visit: ID(try row.text("visit")), participant: ID(try row.text("participant")),
                    createdAt: Instant(ms: try row.integer("created_at")))
            }
        }
    }

    public func add(_ link: StoredLink) async throws {
        try await database.write { try Self.add(link, $0) }
    }

    private static func add(_ link: StoredLink, _ session: any SQLSession) throws {
        try session.run(
            "insert into links (digest, visit, participant, created_at) values ($1, $2, $3, $4)",
            [link.digest, link.visit.text, link.participant.text, link.createdAt.ms])
    }

    public func purgeVisits(at clinic: ID<Clinic>, before: Instant) async throws -> Int {
        try await database.write { session in
            let old = """
                (select id from visits where clinic = $1 and coalesce(ended_at, start_at) < $2 and open = 0)
                """
            for table in ["settlement_answers", "settlement_entries", "visit_events", "links", "messages"] {
                try session.run("delete from \(table) where visit in \(old)", [clinic.text, before.ms])
            }
            return try session.run(
                "delete from visits where clinic = $1 and coalesce(ended_at, start_at) < $2 and open = 0",
                [clinic.text, before.ms])
        }
    }

    private static func visit(_ row: SQLRow) throws -> Visit {
        try JSONText.read(Visit.self, row.text("body"), "a visit")
    }
}
