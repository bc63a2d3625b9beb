/// The chronic-care fee does not cover a conference.
public struct R20ConferenceAlwaysPaid: Rule {
    public let number = 20

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Konference betales altid",
            en: "A conference is always paid")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Videokonference er ikke inkluderet i kronikerhonoraret; den betales altid.",
            en: "A video conference is not included in the chronic-care fee; it is always paid.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.has(.conference) else { return }
        draft.reason(
            number,
            Bilingual(
                da: "Ikke omfattet af kronikerhonoraret: betales altid.",
                en: "Not covered by the chronic-care fee: always paid."))
    }
}
