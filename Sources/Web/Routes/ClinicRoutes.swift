import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// The clinic's page, its live stream, and the acts on visits.
struct ClinicRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        let staff = StaffRoutes(site: site, router: router)
        staff.page("/clinic") { asked in
            let version = await site.hub.nextVersion()
            let view = site.hub.finished(try await site.acts.clinicView(by: asked.caller), version: version)
            let clinic = try await site.acts.ports.store.clinic(asked.member.clinic)
            return try site.show(
                try ClinicPage(view), asked.request, signedIn: asked.signedIn, clinicName: clinic?.name)
        }
        staff.reading("/clinic/events", .seeClinic) { asked in
            _ = try await site.acts.clinicView(by: asked.caller)
            return site.stream(to: .staff(asked.member), asked.request)
        }
        addCallActs(staff)
        addGuestActs(staff)
        addNotices(staff)
    }

    private func addCallActs(_ staff: StaffRoutes) {
        let acts = site.acts
        staff.visitAct("admit", .admit) { (visit, _: Nothing, caller) in try await acts.admit(visit, by: caller) }
        staff.visitAct("begin-conference", .beginConference) { (visit, _: Nothing, caller) in
            try await acts.beginConference(visit, by: caller)
        }
        staff.visitAct("put-back", .putBack) { (visit, _: Nothing, caller) in
            try await acts.putBack(visit, by: caller)
        }
        staff.visitAct("hold", .hold) { (visit, _: Nothing, caller) in try await acts.hold(visit, by: caller) }
        staff.visitAct("resume", .resume) { (visit, _: Nothing, caller) in try await acts.resume(visit, by: caller) }
        staff.visitAct("look", .look) { (visit, _: Nothing, caller) in try await acts.look(visit, by: caller) }
        staff.visitAct("go-to-telephone", .goToTelephone) { (visit, _: Nothing, caller) in
            try await acts.goToTelephone(visit, by: caller)
        }
        staff.visitAct("go-to-picture", .goToPicture) { (visit, _: Nothing, caller) in
            try await acts.goToPicture(visit, by: caller)
        }
        staff.visitAct("transfer", .transfer) { (visit, wish: Transfer, caller) in
            try await acts.transfer(visit, to: wish.to, by: caller)
        }
        staff.visitAct("end", .end) { (visit, wish: Ending, caller) in
            try await acts.end(visit, as: wish.outcome, by: caller)
        }
        staff.visitAct("cancel", .cancel) { (visit, wish: Cancelling, caller) in
            try await acts.cancel(visit, reason: wish.reason, by: caller)
        }
        staff.visitAct("messages", .sendMessage) { (visit, wish: Written, caller) in
            try await acts.sendMessage(wish.text, in: visit, by: caller)
        }
    }

    private func addGuestActs(_ staff: StaffRoutes) {
        let site = site
        staff.act(.post, "/visits/:visit/invite", .invite) { asked in
            let wish = try asked.entered.json(Invitation.self)
            let given = try await site.acts.invite(
                to: asked.visit, name: wish.name, role: wish.role, organisation: wish.organisation,
                telephone: wish.telephone, by: asked.caller)
            return try Answer.json(
                GuestLink(
                    visit: given.visit.id, participant: given.participant,
                    link: site.origin(of: asked.request) + Addresses.visit(given.token)),
                status: .created)
        }
        staff.act(.post, "/visits/:visit/guests/:guest/admit", .admitGuest) { asked in
            try await site.acts.admitGuest(asked.guest, to: asked.visit, by: asked.caller)
            return try Answer.json(try await site.clinicView(for: asked.member))
        }
        staff.act(.post, "/visits/:visit/guests/:guest/go-to-telephone", .goToTelephone) { asked in
            try await site.acts.goToTelephone(asked.guest, in: asked.visit, by: asked.caller)
            return try Answer.json(try await site.clinicView(for: asked.member))
        }
        staff.act(.post, "/visits/:visit/guests/:guest/take-back-telephone", .takeBackTelephone) { asked in
            try await site.acts.takeBackTelephone(of: asked.guest, in: asked.visit, by: asked.caller)
            return try Answer.json(try await site.clinicView(for: asked.member))
        }
        staff.act(.post, "/visits/:visit/guests/:guest/remove", .remove) { asked in
            try await site.acts.remove(asked.guest, from: asked.visit, by: asked.caller)
            return try Answer.json(try await site.clinicView(for: asked.member))
        }
        staff.reading("/visits/:visit/guests/:guest/link", .showLink) { asked in
            let given = try await site.acts.showLink(asked.visit, for: asked.guest, by: asked.caller)
            return try Answer.json(
                GuestLink(
                    visit: given.visit.id, participant: given.participant,
                    link: site.origin(of: asked.request) + Addresses.visit(given.token)))
        }
    }

    private func addNotices(_ staff: StaffRoutes) {
        let site = site
        staff.act(.post, "/clinic/notify", .notify) { asked in
            let wish = try asked.entered.json(Notification.self)
            try await site.acts.notify(wish.text ?? "", lateMinutes: wish.lateMinutes, by: asked.caller)
            return try Answer.json(try await site.clinicView(for: asked.member))
        }
        staff.act(.delete, "/clinic/notices/:notice", .notify) { asked in
            try await site.acts.removeNotice(
                ID(asked.visitor.parameters.get("notice") ?? ""), by: asked.caller)
            return try Answer.json(try await site.clinicView(for: asked.member))
        }
    }
}

private struct Transfer: Decodable { let to: ID<StaffMember> }
private struct Ending: Decodable { let outcome: Outcome? }
private struct Cancelling: Decodable { let reason: String? }

private struct Invitation: Decodable {
    let name: String
    let role: Participant.Role
    let organisation: String?
    let telephone: String?
}

private struct Notification: Decodable {
    let text: String?
    let lateMinutes: Int?
}

private struct GuestLink: Encodable {
    let visit: ID<Visit>
    let participant: ID<Participant>
    let link: String
}
