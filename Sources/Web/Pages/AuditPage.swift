import Kernel
import UseCases
import Visits

/// The audit of a day for the manager: when, who, what, and whether it was refused.
struct AuditPage: Page {
    /// Noon of the day shown.
    let day: Instant
    let refusedOnly: Bool
    let lines: [AuditLine]
    let words: Words

    let template = "manage-audit"

    func context(in language: Language) -> [String: Any] {
        let time = LocalTime(language: language)
        return [
            "saved": false, "day": LocalTime.date(day), "dayText": time.dayAndYear(day), "refusedOnly": refusedOnly,
            "isEmpty": lines.isEmpty, "isCut": lines.count >= Acts.mostAuditLines, "most": Acts.mostAuditLines,
            "lines": lines.map { line($0, time) },
        ]
    }

    private func line(_ line: AuditLine, _ time: LocalTime) -> [String: Any] {
        var row: [String: Any] = [
            "time": time.clockWithSeconds(line.at), "who": who(line.who), "act": line.act.rawValue,
            "what": words.text("audit.act.\(line.act.rawValue)"), "result": line.result.rawValue,
            "resultText": words.text("audit.\(line.result.rawValue)"), "isRefused": line.result == .refused,
        ]
        // The sentence that the one who was refused has read; its places are not kept.
        if let word = line.word {
            let name = "refusal.\(word)"
            row["why"] = words.has(name) ? words.text(name, ["name": "…", "minutes": "…"]) : word
        }
        if let visit = line.visit, let patient = line.patient {
            row["visit"] = ["address": Addresses.facts(visit), "patient": patient]
        }
        return row
    }

    private func who(_ who: AuditLine.Who) -> String {
        switch who {
        case .staff(let name): name
        case .participant(let name, let role): "\(name) (\(words.text("role.\(role.rawValue)")))"
        case .key(let label): "\(words.text("audit.key")) \(label)"
        case .system: words.text("audit.system")
        case .nobody: words.text("audit.nobody")
        case .gone: words.text("audit.gone")
        }
    }
}
