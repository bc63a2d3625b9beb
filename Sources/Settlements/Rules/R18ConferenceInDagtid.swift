import Kernel

/// A conference is in daytime.
public struct R18ConferenceInDagtid: Rule {
    public let number = 18

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Konference kun i dagtid",
            en: "Conference in daytime only")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Videokonference kan alene tilbydes i dagtid, efter starten. Fortsætter den efter kl. 16, "
                + "tæller kun minutterne før.",
            en: "A video conference may be offered only in daytime, by its start. Where it runs past "
                + "16:00, only the minutes before count.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .conference else { return }
        switch visit.dayPart {
        case .outside:
            // Doctor and patient alone are a consultation, which has rules of its own outside dagtid (R14).
            if let time = visit.conference, time.began == nil, time.patientMetDoctor { return }
            return draft.refuse(
                number,
                Bilingual(
                    da: "Videokonference kan kun tilbydes i dagtid.",
                    en: "A video conference may be offered only in daytime."))
        case .halfHoliday:
            draft.review(
                number,
                Bilingual(
                    da: "\(visit.serviceDate) er ikke en helligdag, men kan være uden for dagtid efter "
                        + "overenskomsten.",
                    en: "\(visit.serviceDate) is no public holiday, but may be outside daytime by the "
                        + "agreement."))
        case .dagtid: break
        }
        guard let time = visit.conference, time.past.count > 0 else { return }
        let past = Bilingual(minutesOf: time.past)
        draft.warn(
            number,
            Bilingual(
                da: "Konferencen fortsatte \(past.da) efter kl. 16; kun tiden før tæller.",
                en: "The conference ran \(past.en) past 16:00; only the time before counts."))
    }
}
