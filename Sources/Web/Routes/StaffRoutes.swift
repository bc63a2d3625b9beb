import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// A request of a signed-in member of staff, its form token checked where it is an act.
struct StaffRequest: Sendable {
    let request: Request
    let visitor: Visitor
    let signedIn: SignedIn
    let entered: Entered

    var caller: Caller { .staff(signedIn.staff) }
    var member: StaffMember { signedIn.staff }
    var visit: ID<Visit> { ID(visitor.parameters.get("visit") ?? "") }
    var guest: ID<Participant> { ID(visitor.parameters.get("guest") ?? "") }
}

/// The way of every staff route: session, form token, then the act.
struct StaffRoutes {
    let site: Site
    let router: Router<Visitor>

    typealias Handler = @Sendable (StaffRequest) async throws -> Response

    /// A page. Without a session, the reader is led to sign in and then back.
    func page(_ path: RouterPath, _ handle: @escaping Handler) {
        let site = site
        router.get(path) { request, visitor in
            guard let signedIn = try await site.signedIn(request) else {
                return Answer.goTo(Addresses.signIn(thenTo: request.uri.path))
            }
            let empty = try await Entered(Request(head: request.head, body: RequestBody(buffer: ByteBuffer())))
            return try await handle(
                StaffRequest(request: request, visitor: visitor, signedIn: signedIn, entered: empty))
        }
    }

    /// An act, by its one word.
    func act(
        _ method: HTTPRequest.Method = .post, _ path: RouterPath, _ act: Act, _ handle: @escaping Handler
    ) {
        let site = site
        router.on(path, method: method) { request, visitor in
            let entered = try await Entered(request)
            let signedIn = try await site.session(request, act)
            try await site.checkForm(request, entered, signedIn, act)
            return try await handle(
                StaffRequest(request: request, visitor: visitor, signedIn: signedIn, entered: entered))
        }
    }

    /// A reading by a script: a session, and no form token, because nothing changes.
    func reading(_ path: RouterPath, _ act: Act, _ handle: @escaping Handler) {
        let site = site
        router.get(path) { request, visitor in
            let signedIn = try await site.session(request, act)
            let empty = try await Entered(Request(head: request.head, body: RequestBody(buffer: ByteBuffer())))
            return try await handle(
                StaffRequest(request: request, visitor: visitor, signedIn: signedIn, entered: empty))
        }
    }

    /// An act on one visit; the answer is the clinic's fresh view.
    func visitAct<Wish: Decodable & Sendable, Done: Sendable>(
        _ word: String, _ act: Act,
        _ perform: @escaping @Sendable (ID<Visit>, Wish, Caller) async throws -> Done
    ) {
        let site = site
        self.act(.post, "/visits/:visit/\(word)", act) { asked in
            _ = try await perform(asked.visit, try asked.entered.json(Wish.self), asked.caller)
            return try Answer.json(try await site.clinicView(for: asked.member))
        }
    }
}
