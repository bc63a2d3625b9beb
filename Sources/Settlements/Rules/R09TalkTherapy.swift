/// Talk therapy by video: 6101, 1003 and 6201.
public struct R09TalkTherapy: Rule {
    public let number = 9

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Samtaleterapi på video",
            en: "Talk therapy by video")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Samtaleterapi kan foregå på video, hvis der er en konkret årsag: patienten kan på grund "
                + "af særlige praktiske, fysiske eller psykiske problemstillinger kun meget vanskeligt møde "
                + "op. Afregnes med 6101 og 1003 og med 6201 for hver ekstra person. Ikke omfattet af "
                + "kronikerhonoraret.",
            en: "Talk therapy may be by video for a concrete reason: for particular practical, physical "
                + "or psychological reasons the patient can attend only with great difficulty. Settled with "
                + "6101 and 1003, and 6201 for each extra person. Not covered by the chronic-care fee.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .video, visit.isTherapyOrReview(.talkTherapy) else { return }
        guard HardshipTest.passes(visit, &draft, rule: number) else { return }
        draft.add(.talkTherapy, by: number)
        draft.reason(
            number,
            Bilingual(
                da: "Samtaleterapi på video af en konkret grund: 6101. Ikke omfattet af kronikerhonoraret.",
                en: "Talk therapy by video for a concrete reason: 6101. Not covered by the chronic-care fee."))
        guard let persons = visit.facts.persons else {
            return draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, hvor mange personer der deltog.",
                    en: "It is not known how many persons took part."), missing: "persons")
        }
        guard persons > 1 else { return }
        draft.add(.extraPerson, count: persons - 1, by: number)
        draft.reason(
            number,
            Bilingual(
                da: "\(persons) personer: 6201 for hver ekstra person.",
                en: "\(persons) persons: 6201 for each extra person."))
    }
}
