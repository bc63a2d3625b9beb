import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// The clinic's public page, where a patient may ask for a video visit, and what the clinic answers. The page and its
/// form work without scripts.
struct RequestRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        router.get("/clinics/:clinic") { request, visitor in
            let clinic = try await site.acts.publicClinic(id(visitor))
            let isAsked = request.uri.queryParameters["asked"] != nil
            let words = site.pages.words(Language(of: request))
            return try show(ClinicPublicPage(clinic: clinic, isAsked: isAsked, words: words), request)
        }
        router.post("/clinics/:clinic/requests") { request, visitor in try await ask(request, visitor) }
        let staff = StaffRoutes(site: site, router: router)
        staff.act(.post, "/requests/:request/accept", .acceptRequest) { asked in
            let wish = try BookingWish(asked.entered)
            let given = try await site.acts.acceptRequest(
                wanted(asked.visitor), try wish.order(for: ""), by: asked.caller)
            return try Answer.json(
                VisitLink(
                    visit: given.visit.id, link: site.origin(of: asked.request) + Addresses.visit(given.token)),
                status: .created)
        }
        staff.act(.post, "/requests/:request/decline", .declineRequest) { asked in
            let refusal = try asked.entered.json(Declining.self)
            try await site.acts.declineRequest(
                wanted(asked.visitor), reason: refusal.reason ?? "", by: asked.caller)
            return try Answer.json(try await site.clinicView(for: asked.member))
        }
    }

    private func id(_ visitor: Visitor) -> ID<Clinic> { ID(visitor.parameters.get("clinic") ?? "") }

    private func wanted(_ visitor: Visitor) -> ID<VideoRequest> { ID(visitor.parameters.get("request") ?? "") }

    /// Keeps the wish and leads to the page that says so; a refusal comes back with all that was typed.
    private func ask(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let clinic = try await site.acts.publicClinic(id(visitor))
        let entered = try await Entered(request)
        let typed = VideoWish(
            name: entered.field("name") ?? "", telephone: entered.field("telephone") ?? "",
            reasons: Set((entered.form["reasons"] ?? []).compactMap(VideoWish.Reason.init(rawValue:))),
            text: entered.field("text") ?? "")
        do {
            try await site.checkOpenForm(request, entered, .askForVideo)
            let address = site.address(of: request, visitor)
            let now = site.acts.ports.clock.now()
            guard await !site.requests.isFull(address, at: now) else {
                throw try await site.acts.refuse(
                    Refusal(.tooMany, "too-many-requests"), .askForVideo, by: .nobody)
            }
            try await site.acts.askForVideo(typed, at: clinic.id)
            // Only what was kept counts: whoever mistypes is not put off for it.
            _ = await site.requests.note(address, at: now)
            return Answer.goTo(Addresses.clinicPage(clinic.id) + "?asked=1")
        } catch let refusal as Refusal {
            let words = site.pages.words(Language(of: request))
            let page = ClinicPublicPage(
                clinic: clinic, typed: typed, field: refusal.field, failure: Problems.sentence(refusal, words),
                words: words)
            return try show(page, request, status: Problems.status(of: refusal))
        }
    }

    private func show(
        _ page: ClinicPublicPage, _ request: Request, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let (token, cookie) = site.openForm(request)
        // Under the clinic's own address, so that the way to the other language does not lead to a form's answer.
        var response = try site.show(
            page, request, formToken: token, clinicName: page.clinic.name, status: status,
            path: Addresses.clinicPage(page.clinic.id))
        if let cookie { response.setCookie(cookie) }
        return response
    }
}

private struct Declining: Decodable { let reason: String? }
