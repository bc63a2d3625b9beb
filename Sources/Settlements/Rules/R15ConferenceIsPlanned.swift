/// A video conference is a planned meeting about a concrete patient.
public struct R15ConferenceIsPlanned: Rule {
    public let number = 15

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Videokonference",
            en: "Video conference")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "En planlagt videokonference (0126) er et møde mellem lægen og andre "
                + "sundhedsprofessionelle på hospitaler, i speciallægepraksis eller i kommuner, evt. med "
                + "patienten, om et konkret patientforløb, primært for at koordinere eller rådgive.",
            en: "A planned video conference (0126) is a meeting between the doctor and other health "
                + "professionals at hospitals, in specialist practice or in municipalities, with or without "
                + "the patient, about a concrete patient, mainly to coordinate or advise.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard visit.facts.form == .conference else { return }
        guard visit.isGeneralPractice else {
            return draft.refuse(
                number,
                Bilingual(
                    da: "Videokonference 0126 findes kun i almen praksis i dagtid.",
                    en: "Video conference 0126 exists only in general practice, in daytime."))
        }
        if visit.facts.timeline == nil || visit.facts.participants == nil {
            draft.course = .conference
            return draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Det vides ikke, hvem der deltog i konferencen og hvornår.",
                    en: "It is not known who took part in the conference and when."),
                missing: visit.facts.timeline == nil ? "timeline" : "participants")
        }
        draft.course = .conference
        // Where it was no conference after all, the rules of a consultation look at the booking (R4).
        guard visit.conference?.began != nil else { return }
        switch visit.facts.booking.kind {
        case .planned?: return
        case .dropIn?:
            draft.refuse(
                number,
                Bilingual(
                    da: "En videokonference er et planlagt møde; drop-in kan ikke afregnes.",
                    en: "A video conference is a planned meeting; drop-in cannot be settled."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om konferencen var planlagt.",
                    en: "It is not known whether the conference was planned."), missing: "booking.kind")
        }
    }
}
