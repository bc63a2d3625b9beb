import Kernel

/// What the patient pays, where the tariff tells.
public struct R31PatientShare: Rule {
    public let number = 31

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Patientandel",
            en: "Patient's share")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "I speciale 51 betaler patienten en andel af honoraret; den vises, hvor taksten angiver "
                + "den.",
            en: "In specialty 51 the patient pays a share of the fee; it is shown where the tariff has it.")
    }

    public var sources: [RuleSource] { [.publishedElsewhere] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        guard visit.facts.provider.specialty == "51", let line = draft.lines.first,
            let share = visit.tariffs.row(of: line.code, specialty: "51", on: visit.serviceDate)?.patientShare
        else { return }
        draft.reason(
            number,
            Bilingual(
                da: "Patientens andel: \(share.danish)",
                en: "The patient's share: \(share.english)"))
    }
}
