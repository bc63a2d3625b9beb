import UseCases

/// The page behind a link.
struct VisitPage: Page {
    let view: PatientView
    /// The view as JSON for the page's script.
    let json: String

    init(_ view: PatientView) throws {
        self.view = view
        json = try ScriptJSON.text(view)
    }

    let template = "patient"

    func context(in language: Language) -> [String: Any] {
        let time = LocalTime(language: language)
        var clinic: [String: Any] = ["name": view.clinic.name, "urgentText": view.clinic.urgentText]
        if !view.clinic.telephone.isEmpty {
            clinic["telephone"] = view.clinic.telephone
            clinic["telephoneLink"] = view.clinic.telephone.telephoneLink
        }
        if !view.clinic.greeting.isEmpty { clinic["greeting"] = view.clinic.greeting }
        var context: [String: Any] = [
            "state": view.state.rawValue, "clinic": clinic, "startTime": time.clock(view.start),
            "startDay": time.day(view.start), "view": json,
        ]
        if let with = view.with { context["with"] = with }
        return context
    }
}

/// The clinic's page: the queue of the day, and the call.
struct ClinicPage: Page {
    let view: ClinicView
    let json: String

    init(_ view: ClinicView) throws {
        self.view = view
        json = try ScriptJSON.text(view)
    }

    let template = "clinic"

    func context(in language: Language) -> [String: Any] {
        ["today": LocalTime(language: language).day(view.now), "view": json]
    }
}

/// Sign-in of staff.
struct SignInPage: Page {
    /// Why the last attempt was refused, in the reader's language.
    var failure: String?
    var account = ""
    var next = ""

    let template = "sign-in"

    func context(in language: Language) -> [String: Any] {
        var context: [String: Any] = ["account": account, "next": next]
        if let failure { context["failure"] = failure }
        return context
    }
}

/// The front page for somebody without a link.
struct HomePage: Page {
    let clinics: [PublicClinic]
    let template = "home"

    func context(in language: Language) -> [String: Any] { ["clinics": clinics.map(\.context)] }
}

/// The public test of devices and line.
struct TestPage: Page {
    let template = "test"

    func context(in language: Language) -> [String: Any] { [:] }
}

/// Help on technique, and whom to ask.
struct SupportPage: Page {
    let clinics: [PublicClinic]
    let template = "support"

    func context(in language: Language) -> [String: Any] {
        let contacts = clinics.map { clinic -> [String: Any] in
            var contact = clinic.context["support"] as? [String: Any] ?? [:]
            contact["clinic"] = clinic.name
            for field in ["name", "telephone", "telephoneLink", "email", "hours"] where contact[field] == nil {
                contact[field] = false
            }
            return contact
        }
        return ["contacts": contacts]
    }
}
