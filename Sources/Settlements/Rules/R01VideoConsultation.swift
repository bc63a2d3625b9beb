/// The basic service of a video consultation: 0125.
public struct R01VideoConsultation: Rule {
    public let number = 1

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Videokonsultation",
            en: "Video consultation")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "En planlagt og visiteret tovejs videokonsultation med patienten i dagtid er en "
                + "grundydelse og afregnes med 0125. Er ingen forbundet, afregnes intet.",
            en: "A planned and triaged two-way video consultation with the patient in daytime is a basic "
                + "service and is settled with 0125. Where nobody was connected, nothing is settled.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .video, draft.basic == nil else { return }
        guard fits(visit, &draft) else { return }
        draft.add(.video, by: number)
        draft.reason(
            number,
            Bilingual(
                da: "Tovejs videokonsultation med patienten: grundydelse 0125.",
                en: "Two-way video consultation with the patient: basic service 0125."))
        if visit.contact.isByStaffOnly {
            draft.review(
                number,
                Bilingual(
                    da: "Kun praksispersonale var forbundet med patienten, ikke lægen; afgør, om ydelsen kan "
                        + "afregnes.",
                    en: "Only practice staff were connected with the patient, not the doctor; decide whether "
                        + "the service may be settled."))
        }
    }

    /// Whether the content is that of a general consultation, or may be.
    private func fits(_ visit: Circumstances, _ draft: inout Draft) -> Bool {
        let isPlannedConference = visit.facts.form == .conference
        switch visit.facts.content {
        case .general: return true
        case nil where isPlannedConference:
            // A planned conference that fell back to two people has no content of its own.
            return true
        case nil:
            draft.review(number, R01VideoConsultation.unknownContent, missing: "content")
            return true
        case .talkTherapy, .annualReview, .training, .guidance, .manualTreatment:
            if isPlannedConference {
                draft.review(number, R01VideoConsultation.notAConference)
                return true
            }
            // R9 and R10 have spoken for themselves.
            if visit.facts.content == .talkTherapy || visit.facts.content == .annualReview { return false }
            draft.reviewWithoutLines(number, R01VideoConsultation.physiotherapy, missing: "content")
            return false
        }
    }

    private static let unknownContent = Bilingual(
        da: "Indholdet er ikke angivet: almindelig konsultation, samtaleterapi eller årskontrol?",
        en: "The content is not given: general consultation, talk therapy or annual review?")
    private static let notAConference = Bilingual(
        da: "Det var planlagt som konference, men har et andet indhold; afgør, hvad kontakten var.",
        en: "It was planned as a conference, but has another content; decide what the contact was.")
    private static let physiotherapy = Bilingual(
        da: "Indholdet er angivet som fysioterapi; angiv, hvad lægens konsultation handlede om.",
        en: "The content is given as physiotherapy; say what the doctor's consultation was about.")
}
