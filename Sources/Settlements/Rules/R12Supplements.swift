/// The supplements beside 0125, each with its evidence.
public struct R12Supplements: Rule {
    public let number = 12

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Tillægsydelser",
            en: "Supplements")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Ved 0125 kan kun disse tillæg anvendes: 2151 kliniske skemaer, 2149 psykometrisk test, "
                + "2161 kvalificeret tolk, 2401 akut efter EU-regler og 2402 sikret uden adgang til en "
                + "praksis. Hvert kræver sit grundlag; en pårørende, der tolker, er ikke 2161. 2401 og 2402 "
                + "udelukker hinanden og kan ikke bruges for en patient, der er tilmeldt her.",
            en: "Only these supplements go with 0125: 2151 clinical forms, 2149 psychometric test, 2161 "
                + "qualified interpreter, 2401 acute case under EU rules and 2402 insured without access to "
                + "a practice. Each needs its evidence; a relative who interprets is not 2161. 2401 and "
                + "2402 exclude each other, and neither goes with a patient listed here.")
    }

    public var sources: [RuleSource] { [.generalPracticeFAQ, .ourReading] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        let asked = visit.facts.supplements
        if asked.isEmpty { return }
        if !visit.isGeneralPractice {
            return draft.warn(
                number,
                Bilingual(
                    da: "Tillæg foreslås ikke i vagttid; der er begrænsninger, som kilden ikke nævner.",
                    en: "Supplements are not proposed out of hours; there are limits which the source does "
                        + "not list."))
        }
        guard let basic = draft.basic else { return }
        guard basic == .video else {
            return draft.review(
                number,
                Bilingual(
                    da: "Tillæg er kun beskrevet ved 0125, ikke ved \(basic.rawValue); afgør, om de kan "
                        + "afregnes.",
                    en: "Supplements are described only beside 0125, not beside \(basic.rawValue); decide "
                        + "whether they may be settled."))
        }
        let asksBoth = asked.contains { $0.code == "2401" } && asked.contains { $0.code == "2402" }
        if asksBoth {
            draft.review(
                number,
                Bilingual(
                    da: "2401 og 2402 udelukker hinanden; vælg det, der passer.",
                    en: "2401 and 2402 exclude each other; choose the one that fits."), missing: "supplements")
        }
        for (index, supplement) in asked.enumerated() {
            let code = supplement.code.flatMap(ServiceCode.init(rawValue:))
            if asksBoth, code == .acuteEU || code == .noPracticeAccess { continue }
            guard let code, let needed = code.neededEvidence else {
                leaveOut(supplement.code ?? "?", &draft)
                continue
            }
            guard supplement.evidence == needed else {
                draft.warn(
                    number,
                    Bilingual(
                        da: "\(code.rawValue) er udeladt: grundlaget mangler (\(needed.rawValue)).",
                        en: "\(code.rawValue) is left out: its evidence is missing (\(needed.rawValue))."))
                continue
            }
            guard !draft.has(code) else {
                draft.warn(
                    number,
                    Bilingual(
                        da: "\(code.rawValue) er ønsket to gange; det foreslås én gang.",
                        en: "\(code.rawValue) is asked for twice; it is proposed once."))
                continue
            }
            add(code, index, visit, &draft)
        }
    }

    private func leaveOut(_ code: String, _ draft: inout Draft) {
        if code == "1003" {
            draft.warn(
                11,
                Bilingual(
                    da: "1003 er udeladt: den hører kun til 6101 og 0120.",
                    en: "1003 is left out: it belongs only to 6101 and 0120."))
        } else {
            draft.warn(
                number,
                Bilingual(
                    da: "\(code) er udeladt: den er ikke blandt tillæggene til 0125.",
                    en: "\(code) is left out: it is not among the supplements beside 0125."))
        }
    }

    private func add(_ code: ServiceCode, _ index: Int, _ visit: Circumstances, _ draft: inout Draft) {
        if code == .acuteEU || code == .noPracticeAccess {
            if visit.facts.patient.listedHere == true || visit.isEnrolledHere == true {
                return draft.warn(
                    number,
                    Bilingual(
                        da: "\(code.rawValue) er udeladt: patienten er tilmeldt her.",
                        en: "\(code.rawValue) is left out: the patient is listed or enrolled here."))
            }
            if visit.facts.patient.listedHere == nil {
                return draft.review(
                    number,
                    Bilingual(
                        da: "\(code.rawValue) er kun for en patient, der ikke er tilmeldt her; det vides ikke.",
                        en: "\(code.rawValue) is only for a patient who is not listed here; that is not known."),
                    missing: "patient.listedHere")
            }
            if visit.isEnrolledHere == nil {
                return draft.review(
                    number,
                    Bilingual(
                        da: "\(code.rawValue) er kun for en patient uden kronikerprogram her; det vides ikke.",
                        en: "\(code.rawValue) is only for a patient not in chronic care here; that is not "
                            + "known."), missing: "patient.chronicCare")
            }
        }
        draft.add(code, by: number)
        draft.reason(
            number,
            Bilingual(
                da: "Tillæg \(code.rawValue) med grundlag.",
                en: "Supplement \(code.rawValue) with its evidence."))
    }
}
