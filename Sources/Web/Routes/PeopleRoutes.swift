import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// The manager's pages on people and on keys for practice systems.
struct PeopleRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        let staff = StaffRoutes(site: site, router: router)
        staff.page("/manage/people") { asked in
            try await people(asked, saved: asked.request.uri.queryParameters["saved"] != nil)
        }
        staff.act(.post, "/manage/people", .managePeople) { asked in
            try await orShown(asked) {
                let form = asked.entered
                try await site.acts.addPerson(
                    PersonOrder(
                        name: form.field("name") ?? "",
                        role: StaffMember.Role(rawValue: form.field("role") ?? "") ?? .clinician,
                        alsoManages: form.field("manages") != nil, signInName: form.field("account") ?? "",
                        password: form.field("password").flatMap { $0.isEmpty ? nil : $0 }),
                    by: asked.caller)
            }
        }
        staff.act(.post, "/manage/people/:staff", .managePeople) { asked in
            try await orShown(asked) { try await change(asked) }
        }
        staff.page("/manage/keys") { asked in try await keys(asked, new: nil) }
        staff.act(.post, "/manage/keys", .manageKeys) { asked in
            do {
                let (_, text) = try await site.acts.addKey(
                    label: asked.entered.field("label") ?? "", by: asked.caller)
                return try await keys(asked, new: text)
            } catch let refusal as Refusal where refusal.kind == .invalid {
                return try await keys(asked, new: nil, refusal: refusal)
            }
        }
        staff.act(.post, "/manage/keys/:key", .manageKeys) { asked in
            try await site.acts.revokeKey(ID(asked.visitor.parameters.get("key") ?? ""), by: asked.caller)
            return Answer.goTo(Addresses.manage("keys") + "?saved=1")
        }
    }

    private func change(_ asked: StaffRequest) async throws {
        let id = ID<StaffMember>(asked.visitor.parameters.get("staff") ?? "")
        guard let old = try await site.acts.people(by: asked.caller).first(where: { $0.staff == id }) else {
            throw Refusal(.notFound, "no-such-person")
        }
        var order = PersonOrder(
            name: old.name, role: old.role, alsoManages: old.alsoManages, active: old.active,
            signInName: old.signInName)
        switch asked.entered.field("act") {
        case "change":
            order.name = asked.entered.field("name") ?? old.name
            order.role = StaffMember.Role(rawValue: asked.entered.field("role") ?? "") ?? old.role
            order.alsoManages = asked.entered.field("manages") != nil
            order.signInName = asked.entered.field("account") ?? old.signInName
        case "activate": order.active = true
        case "deactivate": order.active = false
        default: order.password = asked.entered.field("password") ?? ""
        }
        try await site.acts.changePerson(id, order, by: asked.caller)
    }

    /// Does the change and leads back to the page; a refusal is shown there, with what was typed.
    private func orShown(_ asked: StaffRequest, _ change: () async throws -> Void) async throws -> Response {
        do {
            try await change()
            return Answer.goTo(Addresses.manage("people") + "?saved=1")
        } catch let refusal as Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
            return try await people(asked, saved: false, refusal: refusal)
        }
    }

    private func people(_ asked: StaffRequest, saved: Bool, refusal: Refusal? = nil) async throws -> Response {
        // A password that was refused has no other field beside it that would be lost.
        let wasForm = refusal != nil && asked.entered.field("name") != nil
        let typed = wasForm ? typedPerson(asked) : nil
        let people = try await site.acts.people(by: asked.caller)
        return try await show(
            asked, "people", saved, refusal, .people(people, me: asked.member.id, typed: typed))
    }

    private func typedPerson(_ asked: StaffRequest) -> ManagePage.TypedPerson {
        ManagePage.TypedPerson(
            staff: asked.visitor.parameters.get("staff").map { ID($0) }, name: asked.entered.field("name") ?? "",
            account: asked.entered.field("account") ?? "",
            role: StaffMember.Role(rawValue: asked.entered.field("role") ?? "") ?? .clinician,
            manages: asked.entered.field("manages") != nil)
    }

    private func keys(_ asked: StaffRequest, new: String?, refusal: Refusal? = nil) async throws -> Response {
        let keys = try await site.acts.keys(by: asked.caller)
        let saved = asked.request.uri.queryParameters["saved"] != nil
        let typed = refusal == nil ? "" : asked.entered.field("label") ?? ""
        return try await show(asked, "keys", saved, refusal, .keys(keys, new: new, typed: typed))
    }

    private func show(
        _ asked: StaffRequest, _ name: String, _ saved: Bool, _ refusal: Refusal?, _ content: ManagePage.Content
    ) async throws -> Response {
        let words = site.pages.words(Language(of: asked.request))
        let clinic = try await site.acts.ports.store.clinic(asked.member.clinic)
        return try site.show(
            ManagePage(
                name: name, saved: saved, failure: refusal.map { Problems.sentence($0, words) }, content: content),
            asked.request, signedIn: asked.signedIn, clinicName: clinic?.name,
            status: refusal.map(Problems.status) ?? .ok)
    }
}
