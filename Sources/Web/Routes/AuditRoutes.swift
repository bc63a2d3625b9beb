import Hummingbird
import Kernel
import UseCases

/// The manager's page on the audit.
struct AuditRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        StaffRoutes(site: site, router: router).page("/manage/audit") { asked in
            let query = asked.request.uri.queryParameters
            let today = LocalTime.date(site.acts.ports.clock.now())
            let wished = query["day"].map { String($0) } ?? today
            // Nonsense in the address is today, as on the other pages with a day.
            let day = LocalTime.instant(date: wished) == nil ? today : wished
            let noon = LocalTime.instant(date: day, time: "12:00") ?? site.acts.ports.clock.now()
            let from = LocalTime.instant(date: day) ?? noon
            let to = LocalTime.instant(date: LocalTime.date(noon + .days(1))) ?? noon
            let refusedOnly = query["refused"] != nil
            let lines = try await site.acts.auditLines(
                from: from, to: to, refusedOnly: refusedOnly, by: asked.caller)
            let clinic = try await site.acts.ports.store.clinic(asked.member.clinic)
            let words = site.pages.words(Language(of: asked.request))
            return try site.show(
                AuditPage(day: noon, refusedOnly: refusedOnly, lines: lines, words: words), asked.request,
                signedIn: asked.signedIn, clinicName: clinic?.name)
        }
    }
}
