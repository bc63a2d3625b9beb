/// Training, information or guidance; no manual treatment.
public struct R30TrainingOrGuidance: Rule {
    public let number = 30

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Træning eller vejledning",
            en: "Training or guidance")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Ydelsen kan bruges, når behandlingen består af træning eller information og vejledning "
                + "om smertehåndtering, aktivitetsniveau, instruktion af øvelser eller opfølgning på "
                + "hjemmeøvelser. Manuel behandling kan ikke afregnes på video.",
            en: "The service may be used where the treatment is training, or information and guidance on "
                + "pain, activity level, instruction or home exercise. Manual treatment cannot be settled "
                + "by video.")
    }

    public var sources: [RuleSource] { [.physiotherapySheet] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        switch visit.facts.content {
        case .training?, .guidance?: return
        case .manualTreatment?:
            draft.refuse(
                number,
                Bilingual(
                    da: "Manuel behandling kan ikke afregnes som videokonsultation.",
                    en: "Manual treatment cannot be settled as a video consultation."))
        case nil, .general?, .talkTherapy?, .annualReview?:
            draft.review(
                number,
                Bilingual(
                    da: "Angiv, om behandlingen var træning eller vejledning.",
                    en: "Say whether the treatment was training or guidance."), missing: "content")
        }
    }
}
