import Kernel
import UseCases
import Visits

/// One of the manager's pages: its form, filled with what is kept or, after a refusal, with what was typed.
struct ManagePage: Page {
    /// `people`, `hours`, `queue`, `texts`, `support`, `keys`.
    let name: String
    let saved: Bool
    /// Why the last change was refused, in the reader's language.
    let failure: String?
    let content: Content

    var template: String { "manage-\(name)" }

    enum Content: Sendable {
        case people([PersonView], me: ID<StaffMember>, typed: TypedPerson?)
        case hours([Day])
        /// The form's fields by their names; `anyClinician` besides for the choice.
        case fields([String: String], anyClinician: Bool)
        case keys([ClinicKey], new: String?, typed: String)
    }

    /// What was typed about a person and refused.
    struct TypedPerson: Sendable {
        /// nil: a new one.
        let staff: ID<StaffMember>?
        let name: String
        let account: String
        let role: StaffMember.Role
        let manages: Bool
    }

    /// A day of the week as the form has it.
    struct Day: Sendable {
        let open: Bool
        let from: String
        let to: String
    }

    func context(in language: Language) -> [String: Any] {
        var context: [String: Any] = ["saved": saved]
        if let failure { context["failure"] = failure }
        switch content {
        case .people(let people, let me, let typed):
            context["people"] = people.map { person($0, me, typed?.staff == $0.staff ? typed : nil) }
            context["new"] = Self.form(typed?.staff == nil ? typed : nil)
        case .hours(let days):
            context["days"] = days.enumerated().map { index, day -> [String: Any] in
                [
                    "number": index + 1, "name": LocalTime(language: language).weekday(index), "open": day.open,
                    "from": day.from, "to": day.to,
                ]
            }
        case .fields(let fields, let anyClinician):
            var settings: [String: Any] = fields
            settings["anyClinician"] = anyClinician
            context["settings"] = settings
        case .keys(let keys, let new, let typed):
            context["typedLabel"] = typed
            let time = LocalTime(language: language)
            context["keys"] = keys.map { key -> [String: Any] in
                var row = ["id": key.id.text, "label": key.label, "created": time.dayAndYear(key.createdAt)]
                if let revoked = key.revokedAt { row["revoked"] = time.dayAndYear(revoked) }
                return row
            }
            if let new { context["newKey"] = new }
        }
        return context
    }

    private func person(_ one: PersonView, _ me: ID<StaffMember>, _ typed: TypedPerson?) -> [String: Any] {
        let kept = TypedPerson(
            staff: one.staff, name: one.name, account: one.signInName, role: one.role, manages: one.alsoManages)
        return [
            "id": one.staff.text, "name": one.name, "account": one.signInName, "is": Self.flags(one.role),
            "manages": one.alsoManages && one.role != .manager, "active": one.active, "isMe": one.staff == me,
            "isOpen": typed != nil, "form": Self.form(typed ?? kept),
        ]
    }

    /// The fields of a person's form.
    private static func form(_ typed: TypedPerson?) -> [String: Any] {
        [
            "formName": typed?.name ?? "", "formAccount": typed?.account ?? "",
            "formIs": flags(typed?.role ?? .clinician), "formManages": typed?.manages ?? false,
        ]
    }

    /// The role as the template asks for it.
    private static func flags(_ role: StaffMember.Role) -> [String: Bool] {
        ["clinician": role == .clinician, "secretary": role == .secretary, "manager": role == .manager]
    }
}

extension LocalTime {
    /// Monday is 0.
    func weekday(_ index: Int) -> String {
        // 2024-01-01 was a Monday; noon, so that no change of clocks moves the day.
        text(Instant(ms: 1_704_106_800_000) + .days(Int64(index)), "EEEE")
    }
}
