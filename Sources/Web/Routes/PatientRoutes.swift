import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// The page behind a link, and the acts on it. The link's token is the right to use them: nothing else of the
/// request counts, so there is nothing that another site could forge.
struct PatientRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        let visit = router.group("/v/:token")
        visit.get("") { request, visitor in try await page(request, visitor) }
        visit.get("events") { request, visitor in
            let holder = try await site.holder(request, visitor)
            let reader = LiveHub.Reader.holder(holder, device: device(request), token: token(visitor))
            // Opening a stream is a reading, refused when the link has died.
            _ = try await site.acts.patientView(for: holder, device: nil)
            return site.stream(to: reader, request)
        }
        act(visit, "arrive") { (holder, wish: Arrival) in
            try await site.acts.arrive(holder, device: wish.device, acceptsVideo: wish.acceptsVideo)
        }
        act(visit, "ready") { (holder, test: DeviceTest) in try await site.acts.ready(holder, test) }
        act(visit, "permission-denied") { (holder, denial: Denial) in
            try await site.acts.denyPermission(holder, denial.device)
        }
        act(visit, "be-late") { (holder, late: Late) in try await site.acts.beLate(holder, minutes: late.minutes) }
        act(visit, "leave") { (holder, _: Nothing) in try await site.acts.leave(holder) }
        act(visit, "call-again") { (holder, _: Nothing) in try await site.acts.callAgain(holder) }
        act(visit, "messages") { (holder, message: Written) in
            try await site.acts.sendMessage(message.text, in: holder.visit, by: .participant(holder))
        }
    }

    private func page(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let holder = try await site.holder(request, visitor)
        // A HEAD is a program that looks whether the address answers: nobody has opened the link.
        if request.method == .get {
            do { try await site.acts.openLink(holder) } catch let refusal as Refusal where refusal.kind == .conflict {
                // Too early, too late, over: the page itself says so.
            }
        }
        let view = try await site.patientView(for: holder, device: device(request), token: token(visitor))
        return try site.show(try VisitPage(view), request, clinicName: view.clinic.name)
    }

    private func token(_ visitor: Visitor) -> String { visitor.parameters.get("token") ?? "" }

    /// The page that asks, by the name that it gave itself.
    private func device(_ request: Request) -> String? {
        request.uri.queryParameters["device"].map { String($0.prefix(100)) }
    }

    /// One act: decode, do, answer with the fresh view.
    private func act<Wish: Decodable & Sendable, Done: Sendable>(
        _ group: RouterGroup<Visitor>, _ word: RouterPath,
        _ perform: @escaping @Sendable (LinkHolder, Wish) async throws -> Done
    ) {
        group.post(word) { request, visitor in
            let holder = try await site.holder(request, visitor)
            try await site.noteAct(of: holder)
            let entered = try await Entered(request)
            _ = try await perform(holder, try entered.json(Wish.self))
            let device = device(request) ?? (try? entered.json(Asking.self))?.device
            return try Answer.json(
                try await site.patientView(for: holder, device: device, token: token(visitor)))
        }
    }
}

private struct Arrival: Decodable {
    let device: String
    let acceptsVideo: Bool?
}

private struct Denial: Decodable { let device: Device }
private struct Late: Decodable { let minutes: Int }
struct Written: Decodable { let text: String }
struct Nothing: Decodable {}
private struct Asking: Decodable { let device: String? }
