import Kernel

/// The telephone where no video connection was obtained.
public struct R08TelephoneInstead: Rule {
    public let number = 8

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Telefon i stedet",
            en: "The telephone instead")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Opnås der ikke forbindelse, og vælger parterne derfor telefonen, honoreres en almindelig "
                + "telefonkonsultation (0201), som også er inkluderet i kronikerhonoraret. Var der først "
                + "video og siden telefon, afgør lægen det; 0201 foreslås, hvor videoen var kortest. Blev "
                + "ingen nået, afregnes intet.",
            en: "Where no connection is obtained and the parties therefore choose the telephone, an "
                + "ordinary telephone consultation (0201) is paid, which is included in the chronic-care "
                + "fee as well. Where video came first and the telephone after, the doctor decides; 0201 is "
                + "suggested where the video was the shorter. Where nobody was reached, nothing is settled.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .publishedElsewhere, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .undecided, knowsWhoWasThere(visit, &draft) else { return }
        let contact = visit.contact
        if contact.video.count > 0 {
            afterVideo(visit, &draft)
        } else if contact.telephone.count > 0 {
            byTelephone(visit, &draft)
        } else if contact.sound.count > 0 || contact.oneWay.count > 0 {
            draft.course = .telephone
            let poor = Bilingual(minutesOf: contact.sound + contact.oneWay)
            draft.review(
                number,
                Bilingual(
                    da: "Der var kun lyd eller billede den ene vej, \(poor.da); en videokonsultation er "
                        + "tovejs. 0201 foreslås.",
                    en: "There was only sound, or a picture one way, for \(poor.en); a video consultation is "
                        + "two-way. 0201 is suggested."))
        } else {
            nobodyConnected(visit, &draft)
        }
        if draft.course == .telephone { addTelephone(visit, &draft) }
    }

    private func knowsWhoWasThere(_ visit: Circumstances, _ draft: inout Draft) -> Bool {
        if visit.facts.timeline == nil {
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Det vides ikke, hvem der var forbundet og hvornår.",
                    en: "It is not known who was connected and when."), missing: "timeline")
            return false
        }
        if visit.facts.participants == nil {
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Det vides ikke, hvem deltagerne var.",
                    en: "It is not known who the participants were."), missing: "participants")
            return false
        }
        if let path = visit.attendance.missingPart {
            draft.review(
                number,
                Bilingual(
                    da: "En del af tidslinjen mangler.",
                    en: "A part of the timeline is missing."), missing: path)
        }
        return true
    }

    private func afterVideo(_ visit: Circumstances, _ draft: inout Draft) {
        let contact = visit.contact
        let (video, telephone) = (Bilingual(minutesOf: contact.video), Bilingual(minutesOf: contact.telephone))
        let poor = Bilingual(minutesOf: contact.sound + contact.oneWay)
        draft.course = .video
        if contact.telephone.count > 0 {
            draft.course = contact.video < contact.telephone ? .telephone : .video
            draft.review(
                number,
                Bilingual(
                    da: "Video i \(video.da), telefon i \(telephone.da): afgør, hvad kontakten var.",
                    en: "Video for \(video.en), telephone for \(telephone.en): decide what the contact was."))
        } else if visit.facts.end.telephoneAgreed == true {
            draft.review(
                number,
                Bilingual(
                    da: "Telefon blev aftalt efter video i \(video.da), men telefonens tid er ikke kendt.",
                    en: "The telephone was agreed on after video for \(video.en), but its time is not known."),
                missing: "timeline")
        } else if contact.sound + contact.oneWay > contact.video {
            draft.course = .telephone
            draft.review(
                number,
                Bilingual(
                    da: "Video i \(video.da), men længere uden tovejs billede: \(poor.da). 0201 foreslås.",
                    en: "Video for \(video.en), but longer without a two-way picture: \(poor.en). 0201 is "
                        + "suggested."))
        } else if contact.sound.count + contact.oneWay.count > 0 {
            draft.warn(
                number,
                Bilingual(
                    da: "En del af samtalen var uden tovejs billede: \(poor.da).",
                    en: "A part of the call was without a two-way picture: \(poor.en)."))
        }
    }

    private func byTelephone(_ visit: Circumstances, _ draft: inout Draft) {
        draft.course = .telephone
        if visit.contact.sound.count + visit.contact.oneWay.count > 0 {
            draft.review(
                number,
                Bilingual(
                    da: "Der var lyd over nettet før telefonen; 0201 foreslås.",
                    en: "There was sound over the network before the telephone; 0201 is suggested."))
        }
        switch visit.facts.end.telephoneAgreed {
        case true?: break
        case false?:
            draft.review(
                number,
                Bilingual(
                    da: "Samtalen skete på telefon, men parterne blev ikke enige om det.",
                    en: "The call was by telephone, but the parties did not agree on it."))
        case nil:
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om begge var enige om telefonen.",
                    en: "It is not known whether both agreed on the telephone."), missing: "end.telephoneAgreed")
        }
    }

    private func nobodyConnected(_ visit: Circumstances, _ draft: inout Draft) {
        if visit.facts.end.telephoneAgreed == true {
            draft.course = .telephone
        } else if let path = visit.attendance.missingRole {
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "En deltagers rolle er ikke kendt; måske var det patienten eller lægen.",
                    en: "A participant's role is not known; it may have been the patient or the doctor."), missing: path
            )
        } else if visit.attendance.missingPart != nil {
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Ingen forbindelse ses i det, der er kendt af tidslinjen.",
                    en: "No connection is seen in what is known of the timeline."))
        } else if visit.facts.end.telephoneAgreed == nil {
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Ingen videoforbindelse; det vides ikke, om parterne i stedet talte i telefon.",
                    en: "No video connection; it is not known whether the parties spoke by telephone instead."),
                missing: "end.telephoneAgreed")
        } else {
            draft.refuse(
                number,
                Bilingual(
                    da: "Patienten og praksis var ikke forbundet, og ingen blev nået på telefon: intet "
                        + "afregnes.",
                    en: "The patient and the practice were not connected, and nobody was reached by "
                        + "telephone: nothing is settled."))
        }
    }

    private func addTelephone(_ visit: Circumstances, _ draft: inout Draft) {
        draft.add(.telephone, by: number)
        draft.reason(
            number,
            Bilingual(
                da: "Telefonkonsultation i stedet for video: 0201.",
                en: "Telephone consultation instead of video: 0201."))
        if visit.facts.content == .talkTherapy || visit.facts.content == .annualReview {
            draft.review(
                number,
                Bilingual(
                    da: "Samtaleterapi og årskontrol kan ikke afregnes på telefon; 0201 foreslås.",
                    en: "Talk therapy and annual review cannot be settled by telephone; 0201 is suggested."))
        }
    }
}
