import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// The facts sheet: for the clinic, and for the patient on the same link.
struct FactsRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        let staff = StaffRoutes(site: site, router: router)
        staff.page("/visits/:visit/facts") { asked in
            let facts = try await site.acts.facts(of: asked.visit, by: asked.caller)
            return try show(facts, asked.request, signedIn: asked.signedIn, back: Addresses.clinic)
        }
        router.get("/v/:token/facts") { request, visitor in
            let holder = try await site.holder(request, visitor)
            let facts = try await site.acts.facts(of: holder.visit, by: .participant(holder))
            let token = visitor.parameters.get("token") ?? ""
            return try show(facts, request, signedIn: nil, back: Addresses.visit(token))
        }
    }

    private func show(_ facts: FactsView, _ request: Request, signedIn: SignedIn?, back: String) throws -> Response {
        if request.headers[.accept]?.hasPrefix("application/json") ?? false { return try Answer.json(facts) }
        let page = FactsPage(facts: facts, words: site.pages.words(Language(of: request)), back: back)
        return try site.show(page, request, signedIn: signedIn, clinicName: facts.clinic)
    }
}
