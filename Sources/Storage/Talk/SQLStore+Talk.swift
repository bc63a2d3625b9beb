import Database
import Kernel
import UseCases
import Visits

extension SQLStore {
    public func add(_ message: Message) async throws {
        try await database.write { session in
            try session.run(
                "insert into messages (id, visit, sender, name, body, at) values ($1, $2, $3, $4, $5, $6)",
                [
                    message.id.text, message.visit.text, message.from.text, message.name, message.text,
                    message.at.ms,
                ])
        }
    }

    public func messages(of visit: ID<Visit>) async throws -> [Message] {
        try await database.read { session in
            try session.rows("select * from messages where visit = $1 order by at, id", [visit.text])
                .map(Self.message)
        }
    }

    public func messages(at clinic: ID<Clinic>, since: Instant) async throws -> [Message] {
        try await database.read { session in
            try session.rows(
                """
                select messages.* from messages join visits on visits.id = messages.visit
                where visits.clinic = $1 and messages.at >= $2 order by messages.at, messages.id
                """, [clinic.text, since.ms]
            ).map(Self.message)
        }
    }

    private static func message(_ row: SQLRow) throws -> Message {
        Message(
            id: ID(try row.text("id")), visit: ID(try row.text("visit")), from: ID(try row.text("sender")),
            name: try row.text("name"), text: try row.text("body"), at: Instant(ms: try row.integer("at")))
    }

    public func purgeMessages(endedBefore: Instant) async throws {
        try await database.write { session in
            try session.run(
                "delete from messages where visit in (select id from visits where ended_at < $1)", [endedBefore.ms])
        }
    }

    public func add(_ notice: Notice) async throws {
        try await database.write { session in
            try session.run(
                """
                insert into notices (id, clinic, body, late_minutes, at, until_at) values ($1, $2, $3, $4, $5, $6)
                """,
                [
                    notice.id.text, notice.clinic.text, notice.text, notice.lateMinutes, notice.at.ms,
                    notice.until.ms,
                ])
        }
    }

    public func notices(of clinic: ID<Clinic>, at now: Instant) async throws -> [Notice] {
        try await database.read { session in
            try session.rows(
                "select * from notices where clinic = $1 and until_at > $2 order by at, id", [clinic.text, now.ms]
            ).map { row in
                Notice(
                    id: ID(try row.text("id")), clinic: clinic, text: try row.text("body"),
                    lateMinutes: try row.optionalInteger("late_minutes").map(Int.init),
                    at: Instant(ms: try row.integer("at")), until: Instant(ms: try row.integer("until_at")))
            }
        }
    }

    public func removeNotice(_ id: ID<Notice>, of clinic: ID<Clinic>) async throws {
        try await database.write { session in
            try session.run("delete from notices where id = $1 and clinic = $2", [id.text, clinic.text])
        }
    }
}
