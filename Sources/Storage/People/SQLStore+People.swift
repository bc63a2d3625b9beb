import Database
import Kernel
import UseCases
import Visits

extension SQLStore {
    public func people(of clinic: ID<Clinic>) async throws -> [StaffMember] {
        try await database.read { session in
            try session.rows("select * from people where clinic = $1 order by name, id", [clinic.text])
                .map(Self.member)
        }
    }

    public func account(_ id: ID<StaffMember>) async throws -> Account? {
        try await database.read { session in
            try session.row("select * from people where id = $1", [id.text]).map(Self.account)
        }
    }

    public func account(signInName: String) async throws -> Account? {
        try await database.read { session in
            try session.row("select * from people where sign_in_name = $1", [signInName]).map(Self.account)
        }
    }

    public func save(_ account: Account) async throws -> Bool {
        let member = account.member
        do {
            try await database.write { session in
                try session.run(
                    """
                    insert into people (id, clinic, name, role, also_manages, active, sign_in_name, password_hash)
                    values ($1, $2, $3, $4, $5, $6, $7, $8)
                    on conflict (id) do update set
                        name = excluded.name, role = excluded.role, also_manages = excluded.also_manages,
                        active = excluded.active, sign_in_name = excluded.sign_in_name,
                        password_hash = excluded.password_hash
                    """,
                    [
                        member.id.text, member.clinic.text, member.name, member.role.rawValue, member.alsoManages,
                        member.active, account.signInName, account.passwordHash,
                    ])
            }
            return true
        } catch SQLFailure.constraint {
            return false
        }
    }

    private static func account(_ row: SQLRow) throws -> Account {
        Account(
            member: try member(row), signInName: try row.text("sign_in_name"),
            passwordHash: try row.optionalText("password_hash"))
    }

    static func member(_ row: SQLRow) throws -> StaffMember {
        guard let role = StaffMember.Role(rawValue: try row.text("role")) else {
            throw SQLFailure.unreadable("a role")
        }
        return StaffMember(
            id: ID(try row.text("id")), clinic: ID(try row.text("clinic")), name: try row.text("name"), role: role,
            alsoManages: try row.truth("also_manages"), active: try row.truth("active"))
    }
}
