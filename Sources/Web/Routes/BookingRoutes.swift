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

/// What a booking form or a practice system sends; for a change, what is to be otherwise.
struct BookingWish: Decodable, Sendable {
    var patient: String?
    var telephone: String?
    var start: Instant?
    var minutes: Int?
    var with: [ID<StaffMember>]?
    /// The inner nil gives a list up, which in JSON is a null.
    var mayAdmit: [ID<StaffMember>]??
    /// A kind of visit; `video` stands for the usual one.
    var kind: String?
    var triaged: Bool?
    var triagedAt: Instant?
    var reference: String?

    private enum CodingKeys: CodingKey {
        case patient, telephone, start, minutes, with, mayAdmit, kind, triaged, triagedAt, reference
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        patient = try fields.decodeIfPresent(String.self, forKey: .patient)
        telephone = try fields.decodeIfPresent(String.self, forKey: .telephone)
        start = try fields.decodeIfPresent(Instant.self, forKey: .start)
        minutes = try fields.decodeIfPresent(Int.self, forKey: .minutes)
        with = try fields.decodeIfPresent([ID<StaffMember>].self, forKey: .with)
        if fields.contains(.mayAdmit) {
            mayAdmit = .some(try fields.decodeIfPresent([ID<StaffMember>].self, forKey: .mayAdmit))
        }
        kind = try fields.decodeIfPresent(String.self, forKey: .kind)
        triaged = try fields.decodeIfPresent(Bool.self, forKey: .triaged)
        triagedAt = try fields.decodeIfPresent(Instant.self, forKey: .triagedAt)
        reference = try fields.decodeIfPresent(String.self, forKey: .reference)
    }

    init(_ entered: Entered) throws {
        guard entered.isForm else {
            self = try entered.json()
            return
        }
        patient = entered.field("patient")
        telephone = entered.field("telephone")
        start = LocalTime.instant(date: entered.field("day") ?? "", time: entered.field("time") ?? "")
        minutes = entered.field("minutes").flatMap { Int($0) }
        with = (entered.form["with"] ?? []).filter { !$0.isEmpty }.map { ID($0) }
        kind = entered.field("kind")
        triaged = entered.field("triaged") == "yes"
    }

    private func bookingKind() throws(Refusal) -> Booking.Kind? {
        guard let kind, kind != "video" else { return nil }
        guard let known = Booking.Kind(rawValue: kind) else {
            throw Refusal(.invalid, "json-not-understood", field: "kind")
        }
        return known
    }

    /// - Parameter name: Whose visit it is, where that is known already.
    func order(for name: String? = nil) throws(Refusal) -> BookingOrder {
        guard let patient = name ?? patient else { throw Refusal(.invalid, "name-missing", field: "patient") }
        guard let start else { throw Refusal(.invalid, "time-not-understood", field: "start") }
        return BookingOrder(
            kind: try bookingKind() ?? .gpVideo, patient: patient, telephone: telephone ?? "", start: start,
            minutes: minutes, with: with ?? [], mayAdmit: mayAdmit ?? nil, triaged: triaged ?? false,
            triagedAt: triagedAt, reference: reference)
    }

    func change() throws(Refusal) -> BookingChange {
        BookingChange(
            kind: try bookingKind(), patient: patient, telephone: telephone, start: start, minutes: minutes,
            with: with, mayAdmit: mayAdmit, triaged: triaged, reference: reference)
    }
}
