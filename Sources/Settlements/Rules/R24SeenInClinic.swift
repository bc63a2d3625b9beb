/// Seen in the clinic earlier in this course.
public struct R24SeenInClinic: Rule {
    public let number = 24

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Set i klinikken",
            en: "Seen in the clinic")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Patienten har som udgangspunkt tidligere i forløbet haft en konsultation i klinikken. Er "
                + "det ikke sket, kræves en begrundelse, og et menneske må afgøre det.",
            en: "As a rule the patient has had a consultation in the clinic earlier in this course. Where "
                + "not, a reason is needed, and a human must decide.")
    }

    public var sources: [RuleSource] { [.physiotherapySheet] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        switch visit.facts.assessment.seenInClinicThisCourse {
        case true?: return
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om patienten er set i klinikken tidligere i forløbet.",
                    en: "It is not known whether the patient was seen in the clinic earlier in this course."),
                missing: "assessment.seenInClinicThisCourse")
        case false?:
            guard let reason = visit.facts.assessment.notSeenReason, !reason.isEmpty else {
                return draft.reviewWithoutLines(
                    number,
                    Bilingual(
                        da: "Patienten er ikke set i klinikken i dette forløb; begrund, hvorfor video "
                            + "alligevel er rigtigt.",
                        en: "The patient was not seen in the clinic in this course; give the reason why video "
                            + "is right nevertheless."), missing: "assessment.notSeenReason")
            }
            draft.review(
                number,
                Bilingual(
                    da: "Patienten er ikke set i klinikken i dette forløb; begrundelsen er angivet.",
                    en: "The patient was not seen in the clinic in this course; the reason is given."))
        }
    }
}
