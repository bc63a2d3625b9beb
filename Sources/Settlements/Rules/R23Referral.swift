/// A doctor's referral that is valid on the date.
public struct R23Referral: Rule {
    public let number = 23

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Henvisning",
            en: "Referral")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "En lægehenvisning skal være gyldig på datoen: fra og med startdatoen til dagen før "
                + "slutdatoen.",
            en: "A doctor's referral must be valid on the date: from its first date to before its last.")
    }

    public var sources: [RuleSource] { [.publishedElsewhere, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        switch visit.facts.assessment.referral {
        case .none:
            draft.refuse(
                number,
                Bilingual(
                    da: "Der er ingen lægehenvisning.",
                    en: "There is no doctor's referral."))
        case .unknown:
            draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om der er en gyldig lægehenvisning.",
                    en: "It is not known whether there is a valid doctor's referral."), missing: "assessment.referral")
        case .some(let referral):
            if let until = referral.until, visit.serviceDate >= until {
                return draft.refuse(
                    number,
                    Bilingual(
                        da: "Henvisningen udløb \(until).",
                        en: "The referral ran out on \(until)."))
            }
            if let from = referral.from, visit.serviceDate < from {
                return draft.refuse(
                    number,
                    Bilingual(
                        da: "Henvisningen gælder først fra \(from).",
                        en: "The referral holds only from \(from)."))
            }
            if referral.from == nil || referral.until == nil {
                draft.review(
                    number,
                    Bilingual(
                        da: "Henvisningens gyldighed er kun delvis kendt.",
                        en: "The referral's validity is only partly known."),
                    missing: referral.from == nil ? "assessment.referral.from" : "assessment.referral.until")
            }
        }
    }
}
