/// The note in the journal comes before the proposal.
public struct R28JournalNote: Rule {
    public let number = 28

    public init() {}

    public var title: Bilingual {
        Bilingual(
            da: "Journalføring",
            en: "Journal note")
    }

    public var statement: Bilingual {
        Bilingual(
            da: "Før forslaget føres journal: status siden sidst og gennemførelse af planen, evaluering, "
                + "komplikationer og bivirkninger, træning, vejledning eller korrektion, tilpasning af mål "
                + "og plan, og om behandlingsmålet er nået og patienten kan afsluttes.",
            en: "Before the proposal the journal is written: status since last time and progress on the "
                + "plan, evaluation, complications and side effects, exercise, advice or correction, any "
                + "change of goal and plan, and whether the goal is reached and the patient can be "
                + "discharged.")
    }

    public var sources: [RuleSource] { [.physiotherapySheet] }

    public func decide(_ visit: Circumstances, _ draft: inout Draft) {
        if visit.facts.note.written != true {
            draft.review(
                number,
                Bilingual(
                    da: "Journalnotatet mangler.",
                    en: "The journal note is missing."), missing: "note.written")
        }
        if visit.facts.note.goalReached == nil {
            draft.review(
                number,
                Bilingual(
                    da: "Det er ikke besvaret, om behandlingsmålet er nået.",
                    en: "Whether the goal of treatment is reached is not answered."), missing: "note.goalReached")
        }
    }
}
