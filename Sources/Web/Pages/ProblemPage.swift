import UseCases

/// The page that says no: an unknown link, or anything else that cannot be shown.
struct ProblemPage: Page {
    let isUnknownLink: Bool
    /// A sentence in the reader's language.
    let title: String
    /// Whom to call; told to anybody, so it tells a guesser nothing.
    let clinics: [PublicClinic]
    /// Where the reader is at home.
    let back: String

    var template: String { isUnknownLink ? "unknown" : "failure" }

    func context(in language: Language) -> [String: Any] {
        ["heading": title, "message": title, "clinics": clinics.map(\.context), "backHref": back]
    }
}

extension PublicClinic {
    /// As the templates name it; without what the clinic has not entered.
    var context: [String: Any] {
        var context: [String: Any] = ["name": name, "page": Addresses.clinicPage(id)]
        if takesRequests { context["takesRequests"] = true }
        if !telephone.isEmpty {
            context["telephone"] = telephone
            context["telephoneLink"] = telephone.telephoneLink
        }
        if !texts.urgent.isEmpty { context["urgentText"] = texts.urgent }
        var contact: [String: Any] = [:]
        if !support.name.isEmpty { contact["name"] = support.name }
        if !support.telephone.isEmpty {
            contact["telephone"] = support.telephone
            contact["telephoneLink"] = support.telephone.telephoneLink
        }
        if !support.email.isEmpty { contact["email"] = support.email }
        if !support.hours.isEmpty { contact["hours"] = support.hours }
        if !contact.isEmpty { context["support"] = contact }
        return context
    }
}

extension String {
    /// What stands behind `tel:` (RFC 3966): digits, and a plus sign in front.
    var telephoneLink: String { filter { $0.isASCII && ($0.isNumber || $0 == "+") } }
}
