/// Relevant, safe, and the patient heard.
public struct R25RelevantAndSafe: Rule {
    public let number = 25

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Relevant og patientsikkert",
            en: "Relevant and safe")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Fysioterapeuten skal vurdere, at det er en relevant behandling, og at det er "
                + "patientsikkert i forhold til den aktuelle problemstilling, og patientens præferencer "
                + "skal være hørt.",
            en: "The physiotherapist must judge that it is a relevant treatment and safe for the patient "
                + "in the present situation, and the patient's preferences must have been heard.")
    }

    public var sources: [RuleSource] { [.physiotherapySheet] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        let assessment = visit.facts.assessment
        switch assessment.relevant {
        case true?: break
        case false?:
            return draft.refuse(
                number,
                Bilingual(
                    da: "Video er vurderet som ikke relevant behandling.",
                    en: "Video was judged not to be a relevant treatment."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Vurderingen af, om video er en relevant behandling, mangler.",
                    en: "The judgement of whether video is a relevant treatment is missing."),
                missing: "assessment.relevant")
        }
        switch assessment.safe {
        case true?: break
        case false?:
            return draft.refuse(
                number,
                Bilingual(
                    da: "Video er vurderet som ikke patientsikkert.",
                    en: "Video was judged not to be safe for the patient."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Vurderingen af patientsikkerheden mangler.",
                    en: "The judgement of the patient's safety is missing."), missing: "assessment.safe")
        }
        switch assessment.preferenceHeard {
        case true?: break
        case false?:
            draft.refuse(
                number,
                Bilingual(
                    da: "Patientens præference er ikke hørt.",
                    en: "The patient's preference was not heard."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om patientens præference er hørt.",
                    en: "It is not known whether the patient's preference was heard."),
                missing: "assessment.preferenceHeard")
        }
    }
}
