import UseCases
import Visits

/// What anybody sees of a clinic, with the form by which a patient asks for a video visit.
struct ClinicPublicPage: Page {
    let clinic: PublicClinic
    /// The wish has been kept: thanks, and what happens next.
    var isAsked = false
    /// What was typed, when it was refused.
    var typed = VideoWish(name: "", telephone: "", reasons: [])
    /// The field that was refused; nil where it was none in particular.
    var field: String?
    /// Why, in the reader's language.
    var failure: String?
    /// The reader's language.
    let words: Words

    let template = "clinic-public"

    func context(in language: Language) -> [String: Any] {
        var context = clinic.context
        context["clinic"] = clinic.id.text
        context["state"] = isAsked ? "asked" : clinic.takesRequests ? "ask" : "closed"
        if isAsked {
            context["asked"] = true
        } else if clinic.takesRequests {
            context["form"] = form
        } else {
            context["closed"] = true
        }
        if let failure { context["failure"] = failure }
        return context
    }

    private var form: [String: Any] {
        var form: [String: Any] = [
            "name": typed.name, "telephone": typed.telephone, "text": typed.text, "most": VideoWish.longestText,
            "reasons": VideoWish.Reason.allCases.map { reason -> [String: Any] in
                [
                    "word": reason.rawValue, "chosen": typed.reasons.contains(reason),
                    "text": words.text("wish.\(reason.rawValue)"),
                ]
            },
        ]
        for name in ["name", "telephone", "reasons", "text"] where name == field {
            form["\(name)Problem"] = failure ?? ""
        }
        return form
    }
}
