import Kernel

/// Decides what may be settled for a visit. The same facts, tariffs and settings give the same proposal, always.
public struct Proposer: Sendable {
    public let zone: CivilZone
    public let tariffs: Tariffs
    public let settings: Settings

    /// `zone` is Europe/Copenhagen: by it a service date and dagtid are told.
    public init(zone: CivilZone, tariffs: Tariffs, settings: Settings = Settings()) {
        self.zone = zone
        self.tariffs = tariffs
        self.settings = settings
    }

    public func propose(_ facts: Facts) -> Proposal {
        let visit = Circumstances(facts, zone: zone, tariffs: tariffs, settings: settings)
        var draft = Draft()
        let set = RuleSet.holding(specialty: facts.provider.specialty, on: visit.serviceDate)
        if let set {
            for rule in set.rules where !draft.isClosed { rule.decide(visit, &draft) }
        } else {
            draft.reviewWithoutLines(0, Proposer.noRuleSet(facts.provider.specialty, visit.serviceDate))
        }
        var lines = draft.shownLines
        for index in lines.indices {
            lines[index].amount = tariffs.amount(
                of: lines[index].code, specialty: facts.provider.specialty, on: visit.serviceDate)
        }
        return Proposal(
            id: facts.id, status: draft.status, ruleSet: set?.name ?? "none", serviceDate: visit.serviceDate,
            lines: lines,
            reasons: draft.reasons, warnings: draft.warnings, missing: draft.missing)
    }

    /// How long a conference has counted so far (R16, R17), and the modules that a visit has at the most; nil for
    /// a consultation.
    public func conference(_ facts: Facts) -> (counted: Milliseconds, module: Milliseconds, cap: Int)? {
        guard facts.form == .conference else { return nil }
        let time = ConferenceTime(Attendance(facts), zone: zone)
        return (time.counted, R17Modules.module, R17Modules.cap)
    }

    private static func noRuleSet(_ specialty: String, _ date: LocalDate) -> Bilingual {
        Bilingual(
            da: "Venterum har ingen regler for speciale \(specialty) den \(date); et menneske må afgøre det.",
            en: "Venterum has no rules for specialty \(specialty) on \(date); a human must decide.")
    }
}
