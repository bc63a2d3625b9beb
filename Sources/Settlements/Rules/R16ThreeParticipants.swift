import Kernel

/// A conference has at least three who count, at the same moment.
public struct R16ThreeParticipants: Rule {
    public let number = 16

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Mindst tre deltagere",
            en: "At least three participants")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Mindst tre deltagere skal være forbundet samtidig: lægen, en tilstedeværende patient og "
                + "fagpersoner udefra tæller; mindst én skal være udefra. Personale fra samme praksis "
                + "tæller som én. Teknisk hjælper, pårørende, tolk og inviterede, der ikke kom, tæller "
                + "ikke. Læge og patient alene er en videokonsultation; læge og én fagperson er ingen "
                + "konference.",
            en: "At least three participants must be connected at the same moment: the doctor, a present "
                + "patient and professionals from outside count; at least one must be from outside. Staff "
                + "of the same practice count as one. Technical helpers, relatives, interpreters and "
                + "invited people who never came do not count. Doctor and patient alone are a video "
                + "consultation; doctor and one professional are no conference.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .publishedElsewhere, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .conference, let time = visit.conference, visit.facts.timeline != nil,
            visit.facts.participants != nil
        else { return }
        if time.began != nil {
            draft.reason(
                number,
                Bilingual(
                    da: "Mindst tre deltagere samtidig, heraf mindst én fagperson udefra.",
                    en: "At least three participants at the same moment, at least one professional from "
                        + "outside."))
            return warnOfOneOrganisation(visit, time, &draft)
        }
        if let path = visit.attendance.missingRole ?? visit.attendance.missingPart {
            return draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Færre end tre, der tæller, men ikke alles rolle og tider er kendt.",
                    en: "Fewer than three who count, but not everybody's role and times are known."), missing: path)
        }
        if !time.patientMetDoctor, !time.professionalMetDoctor, visit.facts.end.telephoneAgreed == true {
            return draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Konferencen gik over på telefon; det vides ikke, hvem der deltog og hvor længe.",
                    en: "The conference went over to the telephone; it is not known who took part and for how "
                        + "long."), missing: "timeline")
        }
        if time.patientMetDoctor || !time.professionalMetDoctor {
            draft.course = .undecided
            draft.reason(
                number,
                Bilingual(
                    da: "Der var aldrig tre, der tæller, samtidig: ikke 0126.",
                    en: "There were never three who count at the same moment: not 0126."))
        } else {
            draft.refuse(
                number,
                Bilingual(
                    da: "Kun lægen og én fagperson var forbundet samtidig; 0126 kræver tre.",
                    en: "Only the doctor and one professional were connected at the same moment; 0126 needs "
                        + "three."))
        }
    }

    private func warnOfOneOrganisation(_ visit: Circumstances, _ time: ConferenceTime, _ draft: inout Draft) {
        guard let participants = visit.facts.participants else { return }
        let organisations = time.professionals.compactMap {
            $0 < participants.count ? participants[$0].organisation : nil
        }
        if Set(organisations).count < organisations.count {
            draft.warn(
                number,
                Bilingual(
                    da: "To fagpersoner fra samme organisation er talt som to deltagere.",
                    en: "Two professionals from one organisation are counted as two participants."))
        }
    }
}
