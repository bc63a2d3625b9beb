/// The test that talk therapy (R9) and annual review (R10) have in common: is there a concrete reason for video?
enum HardshipTest {
    /// False where nothing may be settled; the draft then says so.
    static func passes(_ visit: Circumstances, _ draft: inout Draft, rule: Int) -> Bool {
        switch visit.facts.assessment.hardship {
        case .none:
            draft.refuse(rule, canAttend)
            return false
        case .unknown:
            draft.review(rule, unknownReason, missing: "assessment.hardship")
        case .some(let hardship):
            if hardship.kind == nil { draft.review(rule, unknownKind, missing: "assessment.hardship.kind") }
            if hardship.text?.isEmpty ?? true { draft.warn(rule, noText) }
        }
        return true
    }

    private static let canAttend = Bilingual(
        da: "Uden en særlig praktisk, fysisk eller psykisk grund kan det ikke ske på video; se patienten i klinikken.",
        en:
            "Without a practical, physical or psychological reason not by video; see the patient in the clinic."
    )
    private static let unknownReason = Bilingual(
        da: "Det vides ikke, hvorfor patienten kun meget vanskeligt kan møde op i klinikken.",
        en: "It is not known why the patient can attend in the clinic only with great difficulty.")
    private static let unknownKind = Bilingual(
        da: "Grundens art mangler: praktisk, fysisk eller psykisk.",
        en: "The kind of reason is missing: practical, physical or psychological.")
    private static let noText = Bilingual(
        da: "Skriv den konkrete grund til, at patienten vanskeligt kan møde op.",
        en: "Write down the concrete reason why it is hard for the patient to attend.")
}
