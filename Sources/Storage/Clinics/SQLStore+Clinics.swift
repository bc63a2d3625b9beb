import Database
import Kernel
import UseCases
import Visits

extension SQLStore {
    public func clinic(_ id: ID<Clinic>) async throws -> Clinic? {
        try await database.read { session in
            try session.row("select body from clinics where id = $1", [id.text]).map(Self.clinic)
        }
    }

    public func clinics() async throws -> [Clinic] {
        try await database.read { session in
            try session.rows("select body from clinics order by name, id").map(Self.clinic)
        }
    }

    public func save(_ clinic: Clinic) async throws {
        try await database.write { session in
            try session.run(
                """
                insert into clinics (id, name, body) values ($1, $2, $3)
                on conflict (id) do update set name = excluded.name, body = excluded.body
                """,
                [clinic.id.text, clinic.name, JSONText.of(clinic)])
        }
    }

    private static func clinic(_ row: SQLRow) throws -> Clinic {
        try JSONText.read(Clinic.self, row.text("body"), "a clinic")
    }

    public func keys(of clinic: ID<Clinic>) async throws -> [ClinicKey] {
        try await database.read { session in
            try session.rows("select * from clinic_keys where clinic = $1 order by created_at, id", [clinic.text])
                .map(Self.key)
        }
    }

    public func key(digest: String) async throws -> ClinicKey? {
        try await database.read { session in
            try session.row("select * from clinic_keys where digest = $1", [digest]).map(Self.key)
        }
    }

    private static func key(_ row: SQLRow) throws -> ClinicKey {
        ClinicKey(
            id: ID(try row.text("id")), clinic: ID(try row.text("clinic")), label: try row.text("label"),
            createdAt: Instant(ms: try row.integer("created_at")),
            revokedAt: try row.optionalInteger("revoked_at").map(Instant.init))
    }

    public func add(_ key: ClinicKey, digest: String) async throws {
        try await database.write { session in
            try session.run(
                "insert into clinic_keys (id, clinic, label, digest, created_at) values ($1, $2, $3, $4, $5)",
                [key.id.text, key.clinic.text, key.label, digest, key.createdAt.ms])
        }
    }

    public func revoke(_ key: ID<ClinicKey>, at: Instant) async throws {
        try await database.write { session in
            try session.run(
                "update clinic_keys set revoked_at = $2 where id = $1 and revoked_at is null", [key.text, at.ms])
        }
    }

    public func lastAlive() async throws -> Instant? {
        try await database.read { session in
            try session.rows("select at from alive").first.map { Instant(ms: try $0.integer("at")) }
        }
    }

    public func setAlive(_ at: Instant) async throws {
        try await database.write { session in
            try session.run(
                "insert into alive (one, at) values (1, $1) on conflict (one) do update set at = excluded.at", [at.ms])
        }
    }
}
