/// The doctor has judged that video is suitable.
public struct R05VideoSuitable: Rule {
    public let number = 5

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Lægefaglig vurdering",
            en: "Medical judgement")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Det er en lægefaglig vurdering, hvornår video er den rette kontaktform; fysisk "
                + "undersøgelse ved konsultation eller sygebesøg må ikke være nødvendig.",
            en: "It is a medical judgement when video is the right form of contact; physical examination "
                + "in the clinic or at home must not be needed.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .video else { return }
        switch visit.facts.assessment.videoSuitable {
        case true?: return
        case false?:
            draft.review(
                number,
                Bilingual(
                    da: "Video er vurderet som uegnet; afgør, om der kan afregnes.",
                    en: "Video was judged unsuitable; decide whether it may be settled."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Den lægefaglige vurdering af, om video var egnet, mangler.",
                    en: "The medical judgement of whether video was suitable is missing."),
                missing: "assessment.videoSuitable")
        }
    }
}
