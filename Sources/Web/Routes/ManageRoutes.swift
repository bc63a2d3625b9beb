import Access
import Hummingbird
import Kernel
import UseCases
import Visits

/// The manager's pages. A form that is refused comes back with what was typed and the reason.
struct ManageRoutes: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        let staff = StaffRoutes(site: site, router: router)
        staff.page("/manage") { _ in Answer.goTo(Addresses.manage("statistics")) }
        staff.page("/manage/statistics", statistics)
        settings(staff, "texts", .manageTexts, fields: texts) { asked in
            try await site.acts.setTexts(
                ClinicTexts(
                    greeting: asked.entered.field("greeting") ?? "", urgent: asked.entered.field("urgent") ?? ""),
                name: asked.entered.field("name"), telephone: asked.entered.field("telephone"), by: asked.caller)
        }
        settings(staff, "support", .manageSupport, fields: support) { asked in
            try await site.acts.setSupport(
                SupportContact(
                    name: asked.entered.field("name") ?? "", telephone: asked.entered.field("telephone") ?? "",
                    email: asked.entered.field("email") ?? "", hours: asked.entered.field("hours") ?? ""),
                by: asked.caller)
        }
        settings(staff, "queue", .manageQueue, fields: queue, change: setQueue)
        settings(staff, "hours", .manageHours, fields: hours, change: setHours)
    }

    /// A page with one form over the clinic's settings.
    private func settings(
        _ staff: StaffRoutes, _ name: String, _ act: Act,
        fields: @escaping @Sendable (Clinic, Entered?) -> ManagePage.Content,
        change: @escaping @Sendable (StaffRequest) async throws -> Void
    ) {
        let path = RouterPath(stringLiteral: Addresses.manage(name))
        staff.page(path) { asked in
            let clinic = try await site.acts.clinicSettings(for: act, by: asked.caller)
            let page = ManagePage(
                name: name, saved: asked.request.uri.queryParameters["saved"] != nil, failure: nil,
                content: fields(clinic, nil))
            return try site.show(page, asked.request, signedIn: asked.signedIn, clinicName: clinic.name)
        }
        staff.act(.post, path, act) { asked in
            do {
                try await change(asked)
                return Answer.goTo(Addresses.manage(name) + "?saved=1")
            } catch let refusal as Refusal where refusal.kind == .invalid {
                let clinic = try await site.acts.clinicSettings(for: act, by: asked.caller)
                let words = site.pages.words(Language(of: asked.request))
                let page = ManagePage(
                    name: name, saved: false, failure: Problems.sentence(refusal, words),
                    content: fields(clinic, asked.entered))
                return try site.show(
                    page, asked.request, signedIn: asked.signedIn, clinicName: clinic.name,
                    status: Problems.status(of: refusal))
            }
        }
    }

    // MARK: What the forms hold

    private func texts(_ clinic: Clinic, _ typed: Entered?) -> ManagePage.Content {
        .fields(
            filled(
                ["name": clinic.name, "telephone": clinic.telephone, "greeting": clinic.texts.greeting,
                    "urgent": clinic.texts.urgent], typed),
            anyClinician: false)
    }

    private func support(_ clinic: Clinic, _ typed: Entered?) -> ManagePage.Content {
        let support = clinic.support
        return .fields(
            filled(
                ["name": support.name, "telephone": support.telephone, "email": support.email, "hours": support.hours],
                typed),
            anyClinician: false)
    }

    private func queue(_ clinic: Clinic, _ typed: Entered?) -> ManagePage.Content {
        let settings = clinic.settings
        let fields = [
            "opensBefore": "\(settings.opensBefore.minutes)", "closesAfter": "\(settings.closesAfter.minutes)",
            "usualMinutes": "\(settings.usualMinutes)", "factsDays": "\(settings.factsReadableFor.minutes / 1_440)",
            "keptYears": "\(settings.keptFor.minutes / 1_440 / 365)",
        ]
        let who = typed?.field("whoAdmits") ?? settings.whoAdmits.rawValue
        let takes = typed.map { $0.field("takesRequests") != nil } ?? settings.takesRequests ?? true
        return .fields(
            filled(fields, typed).merging(takes ? ["takesRequests": "yes"] : [:]) { first, _ in first }
                .merging(["publicPage": Addresses.clinicPage(clinic.id)]) { first, _ in first },
            anyClinician: who == ClinicSettings.WhoAdmits.anyClinician.rawValue)
    }

    /// What was typed, where something was.
    private func filled(_ fields: [String: String], _ typed: Entered?) -> [String: String] {
        guard let typed else { return fields }
        return fields.reduce(into: fields) { $0[$1.key] = typed.field($1.key) ?? $1.value }
    }

    private func hours(_ clinic: Clinic, _ typed: Entered?) -> ManagePage.Content {
        .hours(
            (0..<7).map { index in
                if let typed {
                    return ManagePage.Day(
                        open: typed.field("open-\(index + 1)") != nil, from: typed.field("from-\(index + 1)") ?? "",
                        to: typed.field("to-\(index + 1)") ?? "")
                }
                let span = index < clinic.hours.days.count ? clinic.hours.days[index] : nil
                return ManagePage.Day(
                    open: span != nil, from: Self.time(span?.from ?? 480), to: Self.time(span?.to ?? 960))
            })
    }

    private static func time(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    // MARK: Changes

    private func setQueue(_ asked: StaffRequest) async throws {
        func number(_ field: String, _ allowed: ClosedRange<Int64>) throws(Refusal) -> Int64 {
            guard let number = asked.entered.field(field).flatMap({ Int64($0) }), allowed.contains(number) else {
                throw Refusal(
                    .invalid, "number-out-of-range", field: field,
                    details: ["least": "\(allowed.lowerBound)", "most": "\(allowed.upperBound)"])
            }
            return number
        }
        let settings = ClinicSettings(
            whoAdmits: ClinicSettings.WhoAdmits(rawValue: asked.entered.field("whoAdmits") ?? "") ?? .anyClinician,
            opensBefore: .minutes(try number("opensBefore", 0...1_440)),
            closesAfter: .minutes(try number("closesAfter", 0...1_440)),
            factsReadableFor: .days(try number("factsDays", 0...365)),
            // A year more or less for leap days: five years are kept whole.
            keptFor: .days(try number("keptYears", 1...10) * 365 + 2),
            usualMinutes: Int(try number("usualMinutes", 1...240)),
            takesRequests: asked.entered.field("takesRequests") != nil)
        try await site.acts.setQueue(settings, by: asked.caller)
    }

    private func setHours(_ asked: StaffRequest) async throws {
        let days = try (1...7).map { number throws(Refusal) -> OpeningHours.Span? in
            guard asked.entered.field("open-\(number)") != nil else { return nil }
            guard let from = LocalTime.minutes(asked.entered.field("from-\(number)")),
                let to = LocalTime.minutes(asked.entered.field("to-\(number)"))
            else { throw Refusal(.invalid, "hours-not-understood", field: "from-\(number)") }
            return OpeningHours.Span(from: from, to: to)
        }
        try await site.acts.setHours(OpeningHours(days: days), by: asked.caller)
    }

    // MARK: Statistics

    private func statistics(_ asked: StaffRequest) async throws -> Response {
        let today = LocalTime.date(site.acts.ports.clock.now())
        let wished = asked.request.uri.queryParameters["day"].map { String($0) } ?? today
        let day = LocalTime.instant(date: wished) == nil ? today : wished
        let hours = try await site.acts.statistics(of: StatisticsPage.hours(of: day), by: asked.caller)
        let month = try await site.acts.statistics(of: StatisticsPage.days(of: day), by: asked.caller)
        let clinic = try await site.acts.ports.store.clinic(asked.member.clinic)
        let noon = LocalTime.instant(date: day, time: "12:00") ?? site.acts.ports.clock.now()
        return try site.show(
            try StatisticsPage(day: noon, dayFigures: hours, monthFigures: month), asked.request,
            signedIn: asked.signedIn, clinicName: clinic?.name)
    }
}
