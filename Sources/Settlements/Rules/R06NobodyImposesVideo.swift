/// Neither side can impose video.
public struct R06NobodyImposesVideo: Rule {
    public let number = 6

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Ingen kan kræve video",
            en: "Nobody can impose video")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Patienten eller andre kan ikke kræve video, men lægen skal tage hensyn til patientens "
                + "behov og personlige ikke-medicinske forhold, fx transporttid. Lægen kan heller ikke "
                + "ensidigt bestemme video, hvis patienten ikke ønsker det.",
            en: "The patient or others cannot demand video, but the doctor must consider the patient's "
                + "needs and personal non-medical circumstances, such as travel time. Nor can the doctor "
                + "decide on video alone where the patient does not wish it.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .video else { return }
        switch visit.facts.assessment.patientAccepts {
        case true?: return
        case false?:
            draft.refuse(
                number,
                Bilingual(
                    da: "Patienten ønskede ikke video; kontakten kan ikke afregnes som video.",
                    en: "The patient did not wish video; the contact cannot be settled as video."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om patienten ønskede video.",
                    en: "It is not known whether the patient wished video."), missing: "assessment.patientAccepts")
        }
    }
}
