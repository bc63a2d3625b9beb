import Kernel
import Settlements
import UseCases
import Visits

/// The manager's list: a period's visits, what was decided of them, the totals, and how the clinic settles.
struct SettlementListPage: Page {
    let list: SettlementList
    let search: SettlementSearch
    let words: Words
    /// What was entered of the clinic's profile when it was refused.
    let entered: SettlementProfile?
    let failure: String?
    /// The field that was refused: `period`, or one of the profile's.
    let field: String?
    let saved: Bool
    /// The period as it was entered, when it was refused.
    var typedPeriod: (from: String, to: String)?

    let template = "settlement-list"

    func context(in language: Language) -> [String: Any] {
        let say = SettlementWording(words: words, language: language)
        let profile = entered ?? list.clinic.settlement
        var context: [String: Any] = [
            "from": typedPeriod?.from ?? search.from.description, "to": typedPeriod?.to ?? search.to.description,
            "statuses": SettlementSearch.Status.allCases.map { status -> [String: Any] in
                [
                    "word": status.rawValue, "text": words.text("settlement.filter.\(status.rawValue)"),
                    "chosen": status == search.status,
                ]
            },
            "clinicians": list.clinicians.map { member -> [String: Any] in
                ["id": member.id.text, "name": member.name, "chosen": member.id == search.clinician]
            },
            "rows": list.rows.map { row($0, language) }, "hasRows": !list.rows.isEmpty,
            "totals": list.totals.map { total($0, say) }, "hasTotals": !list.totals.isEmpty,
            "lacking": list.rows.count { $0.entry == nil }, "query": query,
            "specialties": specialties.map { code -> [String: Any] in
                [
                    "code": code, "text": words.text("settlement.specialty.s\(code)"),
                    "chosen": code == profile?.specialty,
                ]
            },
            "ydernummer": profile?.ydernummer ?? "", "dataProtection": profile?.dataProtectionConfirmed ?? false,
            "commenced": profile?.countsCommencedModules ?? false,
        ]
        context["clinicName"] = list.clinic.name
        if !list.months.isEmpty {
            context["months"] = ["rows": list.months.map { month($0, say) }] as [String: Any]
            context["view"] = pictured
        }
        if let failure {
            context["failure"] = failure
            for name in ["period", "specialty", "ydernummer"] where name == field { context["\(name)Problem"] = failure }
        }
        if saved { context["saved"] = true }
        return context
    }

    private var specialties: [String] {
        [Specialty.generalPractice] + Specialty.outOfHours + Specialty.physiotherapy
    }

    /// The same search, for the exports.
    private var query: String {
        "from=\(search.from)&to=\(search.to)&status=\(search.status.rawValue)&clinician=\(search.clinician?.text ?? "")"
    }

    private func row(_ row: SettlementList.Row, _ language: Language) -> [String: Any] {
        let time = LocalTime(language: language)
        let proposal = row.view.proposal
        let status = row.entry?.decision.rawValue ?? proposal.status.rawValue
        let lines =
            row.entry.map { entry in entry.lines.map { "\($0.code) × \($0.count)" } }
            ?? proposal.lines.map { "\($0.code.rawValue) × \($0.count)" }
        let lacking = row.entry == nil ? row.view.questions.filter { proposal.missing.contains($0.path) } : []
        return [
            "lacks": lacking.map { words.text("settlement.question.\(SettlementPage.key($0.path))") },
            "visit": row.view.visit.id.text, "date": proposal.serviceDate.description,
            "time": time.clock(row.view.visit.booking.start), "patient": row.view.visit.booking.patient,
            "clinician": row.clinician ?? "–", "status": status, "isDecided": row.entry != nil,
            "statusText": words.text(
                row.entry == nil ? "settlement.status.\(status)" : "settlement.decision.\(status)"),
            "lines": lines.isEmpty ? "–" : lines.joined(separator: ", "),
        ]
    }

    /// What the page's script draws; the table beside it says the same in words.
    private var pictured: String {
        let drawn = list.months.map {
            PicturedMonth(label: String($0.first.description.prefix(7).suffix(2)), count: $0.settled)
        }
        return (try? ScriptJSON.text(drawn)) ?? "[]"
    }

    private struct PicturedMonth: Encodable {
        /// The month's number, `03`: there is no room for more under a column.
        let label: String
        let count: Int
    }

    private func month(_ month: SettlementMonth, _ say: SettlementWording) -> [String: Any] {
        let name = LocalTime.instant(date: month.first.description, time: "12:00")
            .map { LocalTime(language: say.language).month($0) }
        let known = say.money(Money(ore: month.ore))
        return [
            "month": month.first.description.prefix(7).description, "name": name ?? "", "settled": month.settled,
            "declined": month.declined, "undecided": month.undecided,
            "amount": month.unknown == 0
                ? known : words.text("settlement.monthUnknown", ["amount": known, "count": String(month.unknown)]),
        ]
    }

    private func total(_ total: SettlementList.Total, _ say: SettlementWording) -> [String: Any] {
        let spoken: Settlements.Language = say.language == .da ? .danish : .english
        return [
            "code": "\(total.specialty)-\(total.code)", "count": total.count,
            "title": ServiceCode(rawValue: total.code)?.title.text(spoken) ?? "",
            "amount": total.unknown > 0
                ? words.text("settlement.unknownOf", ["count": String(total.unknown)])
                : say.money(Money(ore: total.ore)),
        ]
    }
}

/// The settlement guide: every rule in plain words, with its source.
struct SettlementGuidePage: Page {
    let template = "settlement-guide"

    func context(in language: Language) -> [String: Any] {
        let spoken: Settlements.Language = language == .da ? .danish : .english
        let rules = RuleSet.all.flatMap(\.rules).sorted { $0.number < $1.number }
        func part(_ numbers: ClosedRange<Int>) -> [[String: Any]] {
            rules.filter { numbers.contains($0.number) }.map { rule -> [String: Any] in
                [
                    "number": "R\(rule.number)", "title": rule.title.text(spoken),
                    "statement": rule.statement.text(spoken),
                    "sources": rule.sources.map { $0.title.text(spoken) },
                ]
            }
        }
        return ["generalPractice": part(1...14), "conference": part(15...20), "physiotherapy": part(21...31)]
    }
}
