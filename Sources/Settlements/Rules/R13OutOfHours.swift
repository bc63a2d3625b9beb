/// Video out of the doctors' on-call service.
public struct R13OutOfHours: Rule {
    public let number = 13

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Lægevagt",
            en: "Out of hours")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "I lægevagten kan video komme ud af lægens telefonvisitation, som så er forvisitationen. "
                + "Kilden begrænser tillægsydelser uden at nævne dem og angiver ingen grundkode for vagten: "
                + "et menneske må afgøre det; 0125 uden tillæg foreslås.",
            en: "Out of hours, video may come out of the doctor's telephone triage, which then is the "
                + "triage beforehand. The source limits supplements without listing them and names no base "
                + "code: a human must decide; 0125 without supplements is suggested.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard !visit.isGeneralPractice else { return }
        draft.review(
            number,
            Bilingual(
                da: "Lægevagt: kilden nævner ingen kode for video i vagttid; 0125 uden tillæg er et forslag.",
                en: "Out of hours: the source names no code for video; 0125 without supplements is a "
                    + "suggestion."))
        if visit.facts.content == .talkTherapy || visit.facts.content == .annualReview {
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Samtaleterapi og årskontrol hører ikke til lægevagten.",
                    en: "Talk therapy and annual review do not belong out of hours."))
        }
    }
}
