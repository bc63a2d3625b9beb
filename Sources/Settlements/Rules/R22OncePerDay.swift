import Kernel

/// One fee a consultation, one consultation or class a day.
public struct R22OncePerDay: Rule {
    public let number = 22

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Én gang pr. dag",
            en: "Once a day")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Der kan kun gives ét honorar pr. konsultation og kun én konsultation eller ét hold pr. "
                + "patient pr. kalenderdag, på tværs af speciale 51 og 62. Dagen er startens dato.",
            en: "Only one fee per consultation and only one consultation or class per patient and "
                + "calendar day, across specialties 51 and 62. The day is the date of the start.")
    }

    public var sources: [RuleSource] { [.physiotherapySheet, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard let others = visit.facts.otherServices else {
            return draft.review(
                number,
                Bilingual(
                    da: "Det vides ikke, om patienten allerede har fået fysioterapi her samme dag.",
                    en: "It is not known whether the patient already had physiotherapy here on this day."),
                missing: "otherServices")
        }
        for (index, other) in others.enumerated() {
            switch isPhysiotherapy(other) {
            case false?: continue
            case nil where other.date == visit.serviceDate || other.date == nil:
                draft.review(
                    number,
                    Bilingual(
                        da: "En anden ydelse samme dag er kun delvis kendt.",
                        en: "Another service on this day is only partly known."),
                    missing: "otherServices[\(index)].\(other.specialty == nil ? "specialty" : "code")")
            case nil: continue
            case true?:
                guard let date = other.date else {
                    draft.review(
                        number,
                        Bilingual(
                            da: "Datoen for en anden fysioterapi er ikke kendt.",
                            en: "The date of another physiotherapy service is not known."),
                        missing: "otherServices[\(index)].date")
                    continue
                }
                guard date == visit.serviceDate else { continue }
                let first = "\(other.code ?? "?")\(other.specialty.map { ", " + $0 } ?? "")"
                return draft.refuse(
                    number,
                    Bilingual(
                        da: "Patienten har allerede en konsultation eller et hold \(date) (\(first)); der "
                            + "gives kun ét honorar pr. dag.",
                        en: "The patient already has a consultation or class on \(date) (\(first)); only one "
                            + "fee a day is paid."))
            }
        }
    }

    /// Nil where neither code nor specialty tells.
    private func isPhysiotherapy(_ other: Facts.OtherService) -> Bool? {
        if let specialty = other.specialty { return Specialty.physiotherapyWithVideo.contains(specialty) }
        guard let code = other.code else { return nil }
        guard let known = ServiceCode(rawValue: code) else { return nil }
        return known == .physioVideo || known == .physioVideoBefore2024
    }
}
