import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// The interface for practice systems: bookings in, links and outcomes out. `openapi.json` describes it.
struct ApiRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        let api = router.group("/api")
        api.get("openapi.json") { _, _ in
            guard let document = site.files.text("openapi.json") else { throw HTTPError(.notFound) }
            return Answer.text(document, type: "application/json")
        }
        api.post("visits") { request, visitor in try await book(request, visitor) }
        api.get("visits") { request, visitor in
            let caller = try await caller(request, visitor)
            let (from, to) = try site.day(request)
            return try Answer.json(["visits": try await site.acts.visitViews(from: from, to: to, by: caller)])
        }
        api.get("visits/:visit") { request, visitor in
            let caller = try await caller(request, visitor)
            return try Answer.json(try await site.acts.visitView(of: visit(visitor), by: caller))
        }
        api.patch("visits/:visit") { request, visitor in
            let caller = try await caller(request, visitor)
            let wish = try await wish(request)
            try await site.acts.change(visit(visitor), try wish.change(), by: caller)
            return try Answer.json(try await site.acts.visitView(of: visit(visitor), by: caller))
        }
        api.delete("visits/:visit") { request, visitor in
            let caller = try await caller(request, visitor)
            try await site.acts.cancel(visit(visitor), by: caller)
            return try Answer.json(try await site.acts.visitView(of: visit(visitor), by: caller))
        }
        api.get("visits/:visit/facts") { request, visitor in
            let caller = try await caller(request, visitor)
            return try Answer.json(try await site.acts.facts(of: visit(visitor), by: caller))
        }
        api.post("visits/:visit/link") { request, visitor in
            let caller = try await caller(request, visitor)
            let given = try await site.acts.showLink(visit(visitor), by: caller)
            return try Answer.json(booked(given, request), status: .created)
        }
    }

    private func book(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let caller = try await caller(request, visitor)
        let wish = try await wish(request)
        let given = try await site.acts.book(try wish.order(), by: caller)
        return try Answer.json(
            booked(given, request), status: .created, headers: [.location: Addresses.apiVisit(given.visit.id)])
    }

    private func booked(_ given: GivenLink, _ request: Request) -> VisitLink {
        VisitLink(visit: given.visit.id, link: site.origin(of: request) + Addresses.visit(given.token))
    }

    /// A booking as this interface takes it: in JSON alone.
    private func wish(_ request: Request) async throws -> BookingWish {
        let entered = try await Entered(request)
        guard !entered.isForm else { throw HTTPError(.unsupportedMediaType) }
        return try BookingWish(entered)
    }

    private func visit(_ visitor: Visitor) -> ID<Visit> { ID(visitor.parameters.get("visit") ?? "") }

    /// The key's clinic (RFC 6750, section 2.1).
    private func caller(_ request: Request, _ visitor: Visitor) async throws -> Caller {
        let given = request.headers[.authorization] ?? ""
        let key = given.lowercased().hasPrefix("bearer ") ? String(given.dropFirst(7)).filter { $0 != " " } : ""
        do { return try await site.acts.caller(ofKey: key) } catch let refusal as Refusal {
            let now = site.acts.ports.clock.now()
            guard await site.guesses.note(site.address(of: request, visitor), at: now) else {
                throw Refusal(.tooMany, "too-many-attempts", details: ["minutes": "10"])
            }
            throw refusal
        }
    }
}

extension Site {
    /// `?day=2026-11-21`, or `?from=…&to=…` in milliseconds; today without either.
    func day(_ request: Request) throws(Refusal) -> (Instant, Instant) {
        let query = request.uri.queryParameters
        if let from = query["from"].flatMap({ Int64($0) }), let to = query["to"].flatMap({ Int64($0) }) {
            return (Instant(ms: from), Instant(ms: to))
        }
        let wished = query["day"].map { String($0) } ?? LocalTime.date(acts.ports.clock.now())
        guard let from = LocalTime.instant(date: wished), let noon = LocalTime.instant(date: wished, time: "12:00"),
            let to = LocalTime.instant(date: LocalTime.date(noon + .days(1)))
        else { throw Refusal(.invalid, "time-not-understood", field: "day") }
        return (from, to)
    }
}
