import Access
import Kernel
import Visits

/// What the manager's page says of a person.
public struct PersonOrder: Sendable, Hashable {
    public var name: String
    public var role: StaffMember.Role
    public var alsoManages: Bool
    public var active: Bool
    public var signInName: String
    /// nil leaves the password as it is; a new person without one cannot sign in yet.
    public var password: String?

    public init(
        name: String, role: StaffMember.Role, alsoManages: Bool = false, active: Bool = true, signInName: String,
        password: String? = nil
    ) {
        self.name = name
        self.role = role
        self.alsoManages = alsoManages
        self.active = active
        self.signInName = signInName
        self.password = password
    }
}

/// A person on the manager's page.
public struct PersonView: Codable, Sendable, Hashable {
    public let staff: ID<StaffMember>
    public let name: String
    public let role: StaffMember.Role
    public let alsoManages: Bool
    public let active: Bool
    public let signInName: String
    public let hasPassword: Bool
}

extension Acts {
    static let shortestPassword = 10

    /// Everybody of the clinic, those who have stopped as well.
    public func people(by caller: Caller) async throws -> [PersonView] {
        let clinic = try await permitted(.managePeople, by: caller, as: .read)
        var views: [PersonView] = []
        for member in try await ports.store.people(of: clinic.id) {
            guard let account = try await ports.store.account(member.id) else { continue }
            views.append(
                PersonView(
                    staff: member.id, name: member.name, role: member.role, alsoManages: member.alsoManages,
                    active: member.active, signInName: account.signInName,
                    hasPassword: account.passwordHash != nil))
        }
        return views
    }

    /// Adds a person to the clinic.
    @discardableResult
    public func addPerson(_ order: PersonOrder, by caller: Caller) async throws -> ID<StaffMember> {
        let clinic = try await permitted(.managePeople, by: caller, as: .done)
        let id: ID<StaffMember> = newID("s")
        try await save(order, as: id, old: nil, at: clinic)
        return id
    }

    /// Changes a person. One who is stopped, or has a new password, is signed out everywhere.
    public func changePerson(_ id: ID<StaffMember>, _ order: PersonOrder, by caller: Caller) async throws {
        let clinic = try await permitted(.managePeople, by: caller, as: .done)
        guard let old = try await ports.store.account(id), old.member.clinic == clinic.id else {
            throw try await audited(Refusal(.notFound, "no-such-person"), .managePeople, by: caller, on: nil)
        }
        // Somebody must be left who can open this page.
        if caller.author.staff == id, !order.active || !(order.alsoManages || order.role == .manager) {
            throw Refusal(.conflict, "not-yourself", field: "role")
        }
        try await save(order, as: id, old: old, at: clinic)
        if !order.active || order.password != nil {
            try await ports.store.removeSessions(of: id)
            await ports.news.publish(.signedOut(id))
        }
    }

    private func save(_ order: PersonOrder, as id: ID<StaffMember>, old: Account?, at clinic: Clinic) async throws {
        let name = order.name.trimmed
        guard !name.isEmpty else { throw Refusal(.invalid, "name-missing", field: "name") }
        guard name.count <= Booking.longestName else { throw Refusal(.invalid, "name-too-long", field: "name") }
        let signInName = order.signInName.trimmed.lowercased()
        guard (2...100).contains(signInName.count), signInName.allSatisfy({ !$0.isWhitespace }) else {
            throw Refusal(.invalid, "sign-in-name-not-allowed", field: "signInName")
        }
        var hash = old?.passwordHash
        if let password = order.password {
            guard (Self.shortestPassword...1_000).contains(password.count) else {
                throw Refusal(
                    .invalid, "password-too-short", field: "password", details: ["least": "\(Self.shortestPassword)"])
            }
            hash = try await ports.secrets.hash(password: password)
        }
        let member = StaffMember(
            id: id, clinic: clinic.id, name: name, role: order.role, alsoManages: order.alsoManages,
            active: order.active)
        let account = Account(member: member, signInName: signInName, passwordHash: hash)
        guard try await ports.store.save(account) else {
            throw Refusal(.conflict, "sign-in-name-taken", field: "signInName")
        }
        await ports.news.publish(.clinic(clinic.id))
    }
}
