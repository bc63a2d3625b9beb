import Kernel
import UseCases
import Visits

/// The facts sheet of a visit: who, when, by which means; no content.
struct FactsPage: Page {
    let facts: FactsView
    let words: Words
    /// Where the reader came from.
    let back: String

    let template = "facts"

    private var patient: FactsView.Person? { facts.people.first { $0.role == .patient } }

    func context(in language: Language) -> [String: Any] {
        let time = LocalTime(language: language)
        let total = facts.videoSeconds + facts.voiceSeconds + facts.telephoneSeconds
        let means: [(Means, Int64)] = [
            (.video, facts.videoSeconds), (.voice, facts.voiceSeconds), (.telephone, facts.telephoneSeconds),
        ]
        var context: [String: Any] = [
            "patient": facts.patient, "day": time.dayAndYear(facts.start), "time": time.clock(facts.start),
            "minutes": facts.minutes, "outcome": facts.outcome?.rawValue ?? "",
            "outcomeText": words.text(
                facts.outcome.map { "outcome.\($0.rawValue)" } ?? "state.\(facts.state.rawValue)"),
            "total": time.span(total * 1_000), "back": back,
            "means": means.filter { $0.1 > 0 }.map { means, seconds -> [String: Any] in
                [
                    "word": means.rawValue, "name": words.text("means.\(means.rawValue)"), "seconds": seconds,
                    "text": time.span(seconds * 1_000),
                ]
            },
            "people": facts.people.map { person($0, time) },
            "drops": facts.people.reduce(0) { $0 + $1.drops }, "returns": facts.people.reduce(0) { $0 + $1.returns },
            "events": facts.entries.compactMap { event($0, time) },
            "hasLine": facts.people.contains { $0.line != nil },
        ]
        if !facts.with.isEmpty { context["with"] = facts.with.joined(separator: ", ") }
        if let waited = facts.waitedSeconds { context["waited"] = time.span(waited * 1_000) }
        if let line = lineText(language) { context["lineText"] = line }
        if let patient, let picture = LinePicture(patient.lines, legs: patient.legs) {
            context["picture"] = picture.context(time)
        }
        return context
    }

    private func person(_ one: FactsView.Person, _ time: LocalTime) -> [String: Any] {
        let from = one.legs.map(\.from).min() ?? one.arrivedAt
        let to = one.legs.map(\.to).max()
        return [
            "name": one.organisation.map { "\(one.name), \($0)" } ?? one.name,
            "role": words.text("role.\(one.role.rawValue)"),
            "from": from.map(time.clock) ?? "–", "to": to.map(time.clock) ?? "–",
            "text": time.span((one.videoSeconds + one.voiceSeconds + one.telephoneSeconds) * 1_000),
        ]
    }

    private func event(_ entry: FactsView.Entry, _ time: LocalTime) -> [String: Any]? {
        let name = "event.\(entry.word)"
        guard words.has(name) else { return nil }
        let text = words.text(
            name,
            [
                "name": entry.about ?? facts.patient, "by": entry.by ?? "",
                "means": entry.means.map { words.text("means.\($0.rawValue)") } ?? "",
                "minutes": entry.minutes.map(String.init) ?? "",
                "outcome": entry.outcome.map { words.text("outcome.\($0.rawValue)") } ?? "",
                "device": entry.device.map { words.text("trial.\($0.rawValue)") } ?? "",
            ])
        return ["time": time.clockWithSeconds(entry.at), "text": text]
    }

    /// The patient's line, for it is the patient's that decides.
    private func lineText(_ language: Language) -> String? {
        guard let line = patient?.line else { return nil }
        let loss = max(line.lossUp ?? 0, line.lossDown ?? 0)
        let comma = language == .da ? "," : "."
        let permille = Int((loss * 1_000).rounded())
        return words.text(
            "facts.lineText",
            [
                "roundTripMs": line.roundTripMs.map(String.init) ?? "–",
                "loss": "\(permille / 10)\(comma)\(permille % 10)",
                "verdict": line.verdict.map { words.text("line.\($0)") } ?? "–",
            ])
    }
}
