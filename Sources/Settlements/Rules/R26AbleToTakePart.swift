/// Cognitively and technically able to benefit.
public struct R26AbleToTakePart: Rule {
    public let number = 26

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Kan deltage",
            en: "Able to take part")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Fysioterapeuten har vurderet, at patienten både kognitivt og teknisk er i stand til at "
                + "drage nytte af videokonsultationen.",
            en: "The physiotherapist has judged that the patient is both cognitively and technically able "
                + "to benefit from the video consultation.")
    }

    public var sources: [RuleSource] { [.physiotherapySheet] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        switch visit.facts.assessment.cognitivelyAble {
        case true?: break
        case false?:
            return draft.refuse(
                number,
                Bilingual(
                    da: "Patienten er vurderet kognitivt ude af stand til at drage nytte af video.",
                    en: "The patient was judged cognitively unable to benefit from video."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Vurderingen af, om patienten kognitivt kan deltage, mangler.",
                    en: "The judgement of whether the patient is cognitively able is missing."),
                missing: "assessment.cognitivelyAble")
        }
        switch visit.facts.assessment.technicallyAble {
        case true?: break
        case false?:
            draft.refuse(
                number,
                Bilingual(
                    da: "Patienten er vurderet teknisk ude af stand til at drage nytte af video.",
                    en: "The patient was judged technically unable to benefit from video."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Vurderingen af, om patienten teknisk kan deltage, mangler.",
                    en: "The judgement of whether the patient is technically able is missing."),
                missing: "assessment.technicallyAble")
        }
    }
}
