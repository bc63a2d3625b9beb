/// Annual review by video: 0120 and 1003.
public struct R10AnnualReview: Rule {
    public let number = 10

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Årskontrol på video",
            en: "Annual review by video")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Årskontrol kan foregå på video efter samme prøve som samtaleterapi og afregnes med 0120 "
                + "og 1003. Relevante parakliniske undersøgelser bør tilbydes i hjemmet. Omfattet af "
                + "kronikerhonoraret.",
            en: "An annual review may be by video by the same test as talk therapy, settled with 0120 and "
                + "1003. Relevant paraclinical tests should be offered at home. Covered by the chronic-care "
                + "fee.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .publishedElsewhere] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .video, visit.isTherapyOrReview(.annualReview) else { return }
        guard HardshipTest.passes(visit, &draft, rule: number) else { return }
        draft.add(.annualReview, by: number)
        draft.reason(
            number,
            Bilingual(
                da: "Årskontrol på video af en konkret grund: 0120.",
                en: "Annual review by video for a concrete reason: 0120."))
        switch visit.facts.assessment.paraclinicalAtHome {
        case .offered?, .notNeeded?: break
        case .notOffered?:
            draft.warn(
                number,
                Bilingual(
                    da: "Parakliniske undersøgelser i hjemmet blev ikke tilbudt; det bør de, hvor de er "
                        + "relevante.",
                    en: "Paraclinical tests at home were not offered; they should be where they are relevant."))
        case nil:
            draft.warn(
                number,
                Bilingual(
                    da: "Angiv, om parakliniske undersøgelser blev tilbudt i hjemmet.",
                    en: "Say whether paraclinical tests were offered at home."))
        }
    }
}
