import Access
import Hummingbird
import Kernel
import UseCases

/// The cookies of signed-in browsers, and what a form must carry.
extension Site {
    /// With TLS the name's prefix binds the cookie to this host and to HTTPS (RFC 6265bis, section 4.1.3.2).
    var sessionCookie: String { settings.isSecure ? "__Host-session" : "session" }
    private var formCookie: String { settings.isSecure ? "__Host-form" : "form" }
    static let formField = "_form-token"
    static let formHeader = "x-form-token"

    func sessionToken(_ request: Request) -> String? { request.cookies[sessionCookie]?.value }

    /// The member of staff behind the request's session, if any.
    func signedIn(_ request: Request) async throws -> SignedIn? {
        guard let token = sessionToken(request) else { return nil }
        return try await acts.session(token)
    }

    /// As `signedIn`, refusing one who is not.
    func session(_ request: Request, _ act: Act) async throws -> SignedIn {
        guard let signedIn = try await signedIn(request) else {
            throw try await acts.refuse(Refusal(.unknownCaller, "not-signed-in"), act, by: .nobody)
        }
        return signedIn
    }

    func cookie(session token: String) -> Cookie {
        Cookie(
            name: sessionCookie, value: token, maxAge: 7 * 24 * 3_600, path: "/", secure: settings.isSecure,
            httpOnly: true, sameSite: .lax)
    }

    var endedSession: Cookie {
        Cookie(
            name: sessionCookie, value: "", maxAge: 0, path: "/", secure: settings.isSecure, httpOnly: true,
            sameSite: .lax)
    }

    /// Before there is a session, a form is bound to a cookie of its own: its token is a digest of the cookie's value.
    func openForm(_ request: Request) -> (token: String, cookie: Cookie?) {
        if let value = request.cookies[formCookie]?.value, value.count == 32 { return (formToken(of: value), nil) }
        let value = acts.ports.random.bytes(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let cookie = Cookie(
            name: formCookie, value: value, path: "/", secure: settings.isSecure, httpOnly: true, sameSite: .strict)
        return (formToken(of: value), cookie)
    }

    /// Refuses a form that did not come from our own page.
    func checkOpenForm(_ request: Request, _ entered: Entered, _ act: Act = .signIn) async throws {
        let value = request.cookies[formCookie]?.value ?? ""
        guard value.count == 32, entered.field(Self.formField) == formToken(of: value), isOwnSite(request) else {
            throw try await acts.refuse(Refusal(.forbidden, "form-forged"), act, by: .nobody)
        }
    }

    private func formToken(of value: String) -> String { acts.ports.secrets.digest("open-form:\(value)") }

    /// Refuses what did not come from our own page, although a session came with it.
    func checkForm(_ request: Request, _ entered: Entered, _ signedIn: SignedIn, _ act: Act) async throws {
        let given = request.headers[named: Self.formHeader] ?? entered.field(Self.formField)
        guard given == signedIn.formToken, isOwnSite(request) else {
            throw try await acts.refuse(Refusal(.forbidden, "form-forged"), act, by: .staff(signedIn.staff))
        }
    }

    /// Browsers say where a request comes from (Fetch Metadata); others say nothing, and the token alone decides.
    private func isOwnSite(_ request: Request) -> Bool {
        let site = request.headers[named: "sec-fetch-site"]
        return site == nil || site == "same-origin" || site == "none"
    }
}
