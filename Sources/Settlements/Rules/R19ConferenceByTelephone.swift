/// Participants of a conference who go over to the telephone.
public struct R19ConferenceByTelephone: Rule {
    public let number = 19

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Konference med telefon",
            en: "Conference with the telephone")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Går en eller flere deltagere over til telefon, fordi forbindelsen svigter, honoreres der "
                + "fortsat for videokonference pr. modul, og de tæller med.",
            en: "Where one or more participants go over to the telephone because the connection failed, "
                + "the video conference is still paid by module, and they count.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard draft.course == .conference, let time = visit.conference, time.someByTelephone else { return }
        draft.reason(
            number,
            Bilingual(
                da: "En eller flere deltog på telefon; det er fortsat 0126.",
                en: "One or more took part by telephone; it is still 0126."))
        if time.allByTelephone {
            draft.warn(
                number,
                Bilingual(
                    da: "Alle deltog på telefon; notér, at videoforbindelsen svigtede.",
                    en: "All took part by telephone; note that the video connection failed."))
        }
    }
}
