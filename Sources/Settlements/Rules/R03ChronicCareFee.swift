/// What the chronic-care fee covers, and for whom.
public struct R03ChronicCareFee: Rule {
    public let number = 3

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Kronikerhonorar",
            en: "Chronic-care fee")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Videokonsultation, telefonkonsultation og årskontrol er inkluderet i kronikerhonoraret: "
                + "Er patienten tilmeldt hos dette ydernummer på ydelsesdatoen, registreres ydelsen, men "
                + "honoreringen sker via kronikerhonoraret. Tilmelding et andet sted og gruppe 2 betales "
                + "normalt. Tilmeldingen gælder fra og med startdatoen til dagen før slutdatoen.",
            en: "Video consultation, telephone consultation and annual review are included in the "
                + "chronic-care fee: where the patient is enrolled with this ydernummer on the service "
                + "date, the service is registered and paid through the chronic-care fee. Enrolment "
                + "elsewhere and insurance group 2 are paid normally. Enrolment runs from its first date to "
                + "before its last.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .publishedElsewhere] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard visit.isGeneralPractice,
            let line = draft.lines.firstIndex(where: {
                $0.code == .video || $0.code == .telephone || $0.code == .annualReview
            })
        else { return }
        if visit.facts.patient.insuranceGroup == 2 {
            draft.reason(
                number,
                Bilingual(
                    da: "Gruppe 2 er ikke omfattet af kronikerhonoraret; betales normalt.",
                    en: "Insurance group 2 is outside the chronic-care fee; paid normally."))
            draft.warn(
                number,
                Bilingual(
                    da: "Patienten er i gruppe 2: regionen giver tilskud, og patienten betaler resten.",
                    en: "The patient is in insurance group 2: the region subsidises, the patient pays the rest."))
            return
        }
        switch visit.isEnrolledHere {
        case false?:
            draft.reason(
                number,
                Bilingual(
                    da: "Ikke i kronikerprogram hos dette ydernummer; betales normalt.",
                    en: "Not in a chronic-care programme with this ydernummer; paid normally."))
        case true?:
            cover(line, &draft)
            draft.reason(
                number,
                Bilingual(
                    da: "Kronikerpatient her: ydelsen registreres og betales via kronikerhonoraret.",
                    en: "Chronic-care patient here: the service is registered and paid through the "
                        + "chronic-care fee."))
            if visit.facts.patient.insuranceGroup == nil {
                draft.review(
                    number,
                    Bilingual(
                        da: "Sikringsgruppen er ikke kendt; gruppe 2 betales normalt.",
                        en: "The insurance group is not known; group 2 is paid normally."),
                    missing: "patient.insuranceGroup")
            }
        case nil:
            cover(line, &draft)
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om patienten er i kronikerprogram her; indtil da regnes der ikke med "
                        + "honorar.",
                    en: "It is not known whether the patient is in a chronic-care programme here; until then "
                        + "no fee is counted on."), missing: "patient.chronicCare")
        }
    }

    private func cover(_ line: Int, _ draft: inout Draft) {
        draft.lines[line].payment = .chronicFee
        draft.lines[line].rules.append(number)
    }
}
