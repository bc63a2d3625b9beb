/// One step of the schema. Steps are only ever added; one that has been released is never edited.
public struct Migration: Sendable {
    /// 1, 2, 3 … without gaps.
    public let number: Int
    public let name: String
    public let statements: [String]

    public init(_ number: Int, _ name: String, _ statements: [String]) {
        self.number = number
        self.name = name
        self.statements = statements
    }
}

extension SQLDatabase {
    /// Brings the schema up to the newest step, each in a transaction of its own.
    ///
    /// - Parameter at: Milliseconds since 1970, kept with each step.
    /// - Throws: `SQLFailure.tooNew` for a database that a newer program has moved on.
    public func migrate(_ migrations: [Migration], at: Int64) async throws {
        try await write { session in
            try session.run(
                """
                create table if not exists migrations (
                    number bigint primary key, name text not null, applied_at bigint not null)
                """)
        }
        let found = try await read { session in
            try session.row("select coalesce(max(number), 0) as number from migrations", [])?.integer("number") ?? 0
        }
        let known = migrations.map(\.number).max() ?? 0
        guard found <= known else { throw SQLFailure.tooNew(found: Int(found), known: known) }
        for step in migrations.sorted(by: { $0.number < $1.number }) where step.number > found {
            try await write { session in
                for statement in step.statements { try session.run(statement) }
                try session.run(
                    "insert into migrations (number, name, applied_at) values ($1, $2, $3)",
                    [step.number, step.name, at])
            }
        }
    }
}
