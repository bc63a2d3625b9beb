/// 1003 goes with 6101 and 0120, and with nothing else.
public struct R11RegistrationCode: Rule {
    public let number = 11

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Registreringskode 1003",
            en: "Registration code 1003")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "1003 er en registreringskode uden honorar: kun sammen med 6101 eller 0120, aldrig alene "
                + "og ikke ved 0125, 0126 eller 0201.",
            en: "1003 is a registration code without a fee: only beside 6101 or 0120, never alone, and "
                + "not beside 0125, 0126 or 0201.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        if draft.has(.talkTherapy) || draft.has(.annualReview) {
            draft.add(.remoteRegistration, payment: .zero, by: number)
            draft.reason(
                number,
                Bilingual(
                    da: "Registreringskode 1003 viser, at ydelsen skete over video.",
                    en: "Registration code 1003 shows that the service was by video."))
        }
    }
}
