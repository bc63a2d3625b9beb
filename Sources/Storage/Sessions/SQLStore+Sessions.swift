import Database
import Kernel
import UseCases
import Visits

extension SQLStore {
    public func add(_ session: StoredSession) async throws {
        try await database.write { connection in
            try connection.run(
                "insert into sessions (digest, staff, created_at, expires_at) values ($1, $2, $3, $4)",
                [session.digest, session.staff.text, session.createdAt.ms, session.expiresAt.ms])
        }
    }

    public func session(digest: String) async throws -> (StoredSession, StaffMember)? {
        try await database.read { connection in
            try connection.row(
                """
                select people.*, sessions.created_at, sessions.expires_at
                from sessions join people on people.id = sessions.staff where sessions.digest = $1
                """, [digest]
            ).map { row in
                let member = try Self.member(row)
                let session = StoredSession(
                    digest: digest, staff: member.id, createdAt: Instant(ms: try row.integer("created_at")),
                    expiresAt: Instant(ms: try row.integer("expires_at")))
                return (session, member)
            }
        }
    }

    public func extend(digest: String, to: Instant) async throws {
        try await database.write { connection in
            try connection.run("update sessions set expires_at = $2 where digest = $1", [digest, to.ms])
        }
    }

    public func removeSession(digest: String) async throws {
        try await database.write { connection in
            try connection.run("delete from sessions where digest = $1", [digest])
        }
    }

    public func removeSessions(of staff: ID<StaffMember>) async throws {
        try await database.write { connection in
            try connection.run("delete from sessions where staff = $1", [staff.text])
        }
    }

    public func noteFailedSignIn(key: String, at: Instant) async throws {
        try await database.write { connection in
            try connection.run("insert into failed_sign_ins (account, at) values ($1, $2)", [key, at.ms])
        }
    }

    public func failedSignIns(key: String, since: Instant) async throws -> Int {
        try await database.read { connection in
            let row = try connection.row(
                "select count(*) as number from failed_sign_ins where account = $1 and at >= $2", [key, since.ms])
            return Int(try row?.integer("number") ?? 0)
        }
    }

    public func forgetFailedSignIns(key: String) async throws {
        try await database.write { connection in
            try connection.run("delete from failed_sign_ins where account = $1", [key])
        }
    }

    public func knowAddress(_ pair: String, at: Instant) async throws {
        try await database.write { connection in
            try connection.run(
                """
                insert into known_addresses (pair, at) values ($1, $2) on conflict (pair) do update set at = $2
                """, [pair, at.ms])
        }
    }

    public func isKnownAddress(_ pair: String, since: Instant) async throws -> Bool {
        try await database.read { connection in
            try connection.row(
                "select at from known_addresses where pair = $1 and at >= $2", [pair, since.ms]) != nil
        }
    }

    public func purgeSessions(before: Instant, knownSince: Instant) async throws {
        try await database.write { connection in
            try connection.run("delete from sessions where expires_at < $1", [before.ms])
            try connection.run("delete from failed_sign_ins where at < $1", [before.ms])
            try connection.run("delete from known_addresses where at < $1", [knownSince.ms])
        }
    }
}
