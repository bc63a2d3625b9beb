import Kernel

/// Two-way communication between physiotherapist and patient.
public struct R27TwoWay: Rule {
    public let number = 27

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Tovejskommunikation",
            en: "Two-way communication")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "It-løsningen skal give tovejskommunikation mellem fysioterapeut og patient. Kun envejs "
                + "eller kun tekst kan ikke afregnes. Fortsatte samtalen på telefon, må et menneske afgøre "
                + "det, og intet honorar foreslås.",
            en: "The solution must give two-way communication between physiotherapist and patient. "
                + "One-way only or text only cannot be settled. Where the call continued by telephone, a "
                + "human must decide, and no fee is proposed.")
    }

    public var sources: [RuleSource] { [.physiotherapySheet, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        if visit.facts.timeline == nil || visit.facts.participants == nil {
            return draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Det vides ikke, hvem der var forbundet og hvornår.",
                    en: "It is not known who was connected and when."),
                missing: visit.facts.timeline == nil ? "timeline" : "participants")
        }
        if let path = visit.attendance.missingPart {
            draft.review(
                number,
                Bilingual(
                    da: "En del af tidslinjen mangler.",
                    en: "A part of the timeline is missing."), missing: path)
        }
        let contact = visit.contact
        if contact.telephone.count > 0 {
            let (video, telephone) = (Bilingual(minutesOf: contact.video), Bilingual(minutesOf: contact.telephone))
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Telefon blev brugt (video \(video.da), telefon \(telephone.da)); intet honorar "
                        + "foreslås.",
                    en: "The telephone was used (video \(video.en), telephone \(telephone.en)); no fee is "
                        + "proposed."))
        } else if contact.video.count > 0 {
            byVideo(visit, &draft)
        } else if contact.sound.count > 0 {
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Der var kun lyd; en videokonsultation er tovejs billede og lyd.",
                    en: "There was sound only; a video consultation is two-way picture and sound."))
        } else if let path = visit.attendance.missingRole {
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "En deltagers rolle er ikke kendt; måske var det patienten eller fysioterapeuten.",
                    en: "A participant's role is not known; it may have been one of the two."), missing: path)
        } else if visit.attendance.missingPart != nil {
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Ingen forbindelse ses i det, der er kendt af tidslinjen.",
                    en: "No connection is seen in what is known of the timeline."))
        } else if contact.oneWay.count > 0 || contact.text.count > 0 {
            draft.refuse(
                number,
                Bilingual(
                    da: "Kommunikationen var kun envejs eller kun tekst.",
                    en: "The communication was one-way only or text only."))
        } else {
            draft.refuse(
                number,
                Bilingual(
                    da: "Patienten og fysioterapeuten var ikke forbundet: intet afregnes.",
                    en: "The patient and the physiotherapist were not connected: nothing is settled."))
        }
    }

    private func byVideo(_ visit: Circumstances, _ draft: inout Draft) {
        if visit.facts.end.telephoneAgreed == true {
            draft.review(
                number,
                Bilingual(
                    da: "Telefon blev aftalt, men ses ikke på tidslinjen; afgør, hvad der skete.",
                    en: "The telephone was agreed on, but is not on the timeline; decide."
                ))
        }
        for line in draft.lines.indices { draft.lines[line].rules.append(number) }
        if visit.contact.isByStaffOnly {
            draft.review(
                number,
                Bilingual(
                    da: "Kun praksispersonale var forbundet med patienten.",
                    en: "Only practice staff were connected with the patient."))
        }
    }
}
