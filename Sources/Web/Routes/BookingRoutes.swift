import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// Booking, changing, and showing a link again. The form works without scripts, too.
struct BookingRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        let staff = StaffRoutes(site: site, router: router)
        staff.act(.post, "/visits", .book) { asked in
            let wish = try BookingWish(asked.entered)
            let given = try await site.acts.book(try wish.order(), by: asked.caller)
            if asked.entered.isForm { return Answer.goTo(Addresses.clinic) }
            return try Answer.json(link(given, asked.request), status: .created)
        }
        staff.visitAct("change", .change) { (visit, wish: BookingWish, caller) in
            try await site.acts.change(visit, wish.change(), by: caller)
        }
        // Another day than the one that the clinic's page shows by itself.
        staff.reading("/visits", .seeVisit) { asked in
            let (from, to) = try site.day(asked.request)
            return try Answer.json(
                ["visits": try await site.acts.visitViews(from: from, to: to, by: asked.caller)])
        }
        staff.reading("/visits/:visit/link", .showLink) { asked in
            try Answer.json(link(try await site.acts.showLink(asked.visit, by: asked.caller), asked.request))
        }
    }

    private func link(_ given: GivenLink, _ request: Request) -> VisitLink {
        VisitLink(visit: given.visit.id, link: site.origin(of: request) + Addresses.visit(given.token))
    }
}

/// A visit and the patient's link.
struct VisitLink: Encodable {
    let visit: ID<Visit>
    let link: String
}

extension BookingWish {
    /// From a form or from JSON.
    init(_ entered: Entered) throws {
        self = entered.isForm ? BookingWish(FormFields(entered.text)) : try entered.json()
    }
}
