import Hummingbird
import Kernel
import UseCases

/// Signing in and out with a local account. Another way of signing in is another pair of routes that ends in the same
/// session.
struct SignInRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        router.get("/sign-in") { request, _ in
            let next = request.uri.queryParameters["next"].map { String($0) }
            if try await site.signedIn(request) != nil { return Answer.goTo(Addresses.safeNext(next)) }
            return try form(SignInPage(next: next ?? ""), request, status: .ok)
        }
        router.post("/sign-in") { request, visitor in try await signIn(request, visitor) }
        router.post("/sign-out") { request, _ in
            let entered = try await Entered(request)
            if let signedIn = try await site.signedIn(request), let token = site.sessionToken(request) {
                try await site.checkForm(request, entered, signedIn, .signOut)
                try await site.acts.signOut(token)
            }
            var response = Answer.goTo(Addresses.signIn)
            response.setCookie(site.endedSession)
            return response
        }
    }

    private func signIn(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let entered = try await Entered(request)
        try await site.checkOpenForm(request, entered)
        let account = entered.field("account") ?? ""
        let next = entered.field("next") ?? ""
        do {
            let (token, _) = try await site.acts.signIn(
                name: account, password: entered.field("password") ?? "",
                address: site.address(of: request, visitor))
            var response = Answer.goTo(Addresses.safeNext(next))
            response.setCookie(site.cookie(session: token))
            return response
        } catch let refusal as Refusal {
            // What was typed stays in the form; the password does not.
            let sentence = Problems.sentence(refusal, site.pages.words(Language(of: request)))
            return try form(
                SignInPage(failure: sentence, account: account, next: next), request,
                status: Problems.status(of: refusal))
        }
    }

    private func form(_ page: SignInPage, _ request: Request, status: HTTPResponse.Status) throws -> Response {
        let (token, cookie) = site.openForm(request)
        var response = try site.show(page, request, formToken: token, status: status)
        if let cookie { response.setCookie(cookie) }
        return response
    }
}
