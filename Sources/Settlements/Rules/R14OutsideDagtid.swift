import Kernel

/// General practice outside daytime.
public struct R14OutsideDagtid: Rule {
    public let number = 14

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Uden for dagtid",
            en: "Outside daytime")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Dagtid er mandag til fredag kl. 8 til 16, ikke helligdage. Klinikkens egen "
                + "aftenkonsultation: et menneske må afgøre det, 0125 foreslås. Ellers hører kontakten til "
                + "lægevagten. 5. juni, 24. og 31. december er ikke helligdage, men afgøres af en "
                + "indstilling.",
            en: "Daytime is Monday to Friday, 8:00 to 16:00, not public holidays. The clinic's own "
                + "evening consultation: a human must decide, 0125 is suggested. Otherwise the contact "
                + "belongs out of hours. 5 June, 24 and 31 December are no public holidays, but a setting "
                + "decides.")
    }

    public var sources: [RuleSource] { [.publishedElsewhere, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard visit.isGeneralPractice, draft.course == .video || draft.course == .telephone else { return }
        switch visit.dayPart {
        case .outside: outside(visit, &draft)
        case .halfHoliday:
            draft.review(
                number,
                Bilingual(
                    da: "\(visit.serviceDate) er ikke en helligdag, men kan være uden for dagtid efter "
                        + "overenskomsten.",
                    en: "\(visit.serviceDate) is no public holiday, but may be outside daytime by the "
                        + "agreement."))
        case .dagtid:
            guard let began = visit.began, began.date == visit.serviceDate,
                Circumstances.dayPart(began, visit.settings) == .outside
            else { return }
            draft.review(
                number,
                Bilingual(
                    da: "Aftalt i dagtid, men samtalen begyndte kl. \(began.clock); afgør, om den er i dagtid.",
                    en: "Agreed within daytime, but the call began at \(began.clock); decide whether it is "
                        + "daytime."))
        }
    }

    private func outside(_ visit: Circumstances, _ draft: inout Draft) {
        switch visit.facts.booking.session {
        case .evening?:
            draft.review(
                number,
                Bilingual(
                    da: "Klinikkens egen aftenkonsultation, uden for dagtid; afgør, hvad der kan afregnes.",
                    en: "The clinic's own evening consultation, outside daytime; decide what may be settled."))
        case .day?:
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Uden for dagtid; en kontakt i vagttid afregnes efter reglerne for lægevagt (R13).",
                    en: "Outside daytime; a contact out of hours is settled by the rules out of hours (R13)."))
        case nil:
            draft.reviewWithoutLines(
                number,
                Bilingual(
                    da: "Uden for dagtid; det vides ikke, om det var klinikkens egen aftenkonsultation. "
                        + "Ellers se lægevagt (R13).",
                    en: "Outside daytime; it is not known whether it was the clinic's own evening "
                        + "consultation. Otherwise see out of hours (R13)."), missing: "booking.session")
        }
    }
}
