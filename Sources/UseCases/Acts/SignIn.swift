import Access
import Kernel
import Visits

/// A signed-in member of staff.
public struct SignedIn: Sendable, Hashable {
    public let staff: StaffMember
    /// What a form must carry to show that our own page made it; follows from the session's token.
    public let formToken: String
    public let expiresAt: Instant
}

extension Acts {
    /// A session ends twelve hours after it was last used, and after seven days in any case.
    static let sessionIdle = Milliseconds.hours(12)
    static let sessionLongest = Milliseconds.days(7)
    /// Failed attempts within a quarter of an hour: five for an account, twenty from an address (a clinic shares one).
    static let attemptSpan = Milliseconds.minutes(15)
    static let attemptsPerAccount = 5
    static let attemptsPerAddress = 20
    /// An address from which somebody signed in to an account stays known for it so long after the last time.
    public static let addressKnownFor = Milliseconds.days(90)

    /// Signs in with a local account. The token goes into the session's cookie.
    ///
    /// Whatever is wrong, the refusal is the same, `.unknownCaller`, `sign-in-refused`, and takes as long; too many
    /// attempts are refused with `.tooMany` before the password is looked at.
    ///
    /// An account's attempts are counted for all strangers together, but for an address that the account has signed in
    /// from before on its own: anybody can try wrong passwords, and must not shut the clinic out by it.
    public func signIn(name: String, password: String, address: String) async throws -> (token: String, SignedIn) {
        let name = name.trimmed.lowercased()
        let pair = ports.secrets.digest("account-at:\(address) \(name)")
        let isKnown = try await ports.store.isKnownAddress(pair, since: now - Self.addressKnownFor)
        let keys = [
            (isKnown ? pair : ports.secrets.digest("account:\(name)"), Self.attemptsPerAccount),
            (ports.secrets.digest("address:\(address)"), Self.attemptsPerAddress),
        ]
        for (key, most) in keys
        where try await ports.store.failedSignIns(key: key, since: now - Self.attemptSpan) >= most {
            let refusal = Refusal(.tooMany, "too-many-attempts", details: ["minutes": "\(Self.attemptSpan.minutes)"])
            throw try await audited(refusal, .signIn, by: .nobody, on: nil)
        }
        let account = name.count <= 100 ? try await ports.store.account(signInName: name) : nil
        let hash = account?.passwordHash ?? ports.secrets.unmatched
        // Counted before the slow comparison, so that many attempts at once are not all let through.
        try await ports.store.noteFailedSignIn(key: keys[0].0, at: now)
        guard await ports.live.beginSignIn() else { throw Refusal(.tooMany, "too-busy") }
        let fits = await ports.secrets.verify(password: String(password.prefix(1_000)), hash: hash)
        await ports.live.endSignIn()
        guard fits, let account, account.passwordHash != nil, account.member.active else {
            try await ports.store.noteFailedSignIn(key: keys[1].0, at: now)
            throw try await audited(Refusal(.unknownCaller, "sign-in-refused"), .signIn, by: .nobody, on: nil)
        }
        try await ports.store.forgetFailedSignIns(key: keys[0].0)
        try await ports.store.knowAddress(pair, at: now)
        let token = newToken()
        let session = StoredSession(
            digest: ports.secrets.digest(token), staff: account.member.id, createdAt: now,
            expiresAt: now + Self.sessionIdle)
        try await ports.store.add(session)
        try await ports.store.append(entry(.signIn, by: .staff(account.member), on: nil, .done))
        return (token, signedIn(account.member, token, session.expiresAt))
    }

    /// The signed-in member of staff behind a session's token; nil when it is none, or none any more. Using it
    /// prolongs it.
    public func session(_ token: String) async throws -> SignedIn? {
        guard (20...64).contains(token.utf8.count) else { return nil }
        let digest = ports.secrets.digest(token)
        guard let (session, member) = try await ports.store.session(digest: digest), member.active,
            session.expiresAt > now, now - session.createdAt < Self.sessionLongest
        else { return nil }
        let later = now + Self.sessionIdle
        // Kept only now and then: a page asks many times a minute.
        if later - session.expiresAt > .minutes(10) { try await ports.store.extend(digest: digest, to: later) }
        return signedIn(member, token, later)
    }

    public func signOut(_ token: String) async throws {
        let digest = ports.secrets.digest(token)
        guard let (_, member) = try await ports.store.session(digest: digest) else { return }
        try await ports.store.removeSession(digest: digest)
        try await ports.store.append(entry(.signOut, by: .staff(member), on: nil, .done))
        await ports.news.publish(.signedOut(member.id))
    }

    private func signedIn(_ member: StaffMember, _ token: String, _ expiresAt: Instant) -> SignedIn {
        SignedIn(staff: member, formToken: ports.secrets.digest("form:\(token)"), expiresAt: expiresAt)
    }
}
