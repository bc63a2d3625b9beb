import Kernel
import Settlements
import UseCases
import Visits

/// The proposal for one visit: what, why, what is missing, and what was decided.
struct SettlementPage: Page {
    let view: SettlementView
    let words: Words
    let failure: String?
    /// The field that was refused; nil where it was none in particular.
    var field: String?
    /// What was entered when it was refused: the reason, the lines, and answers by their paths.
    let reason: String
    var lines: [(code: String, count: String)] = []
    var answers: [String: String] = [:]
    let isClinician: Bool

    let template = "settlement"

    func context(in language: Language) -> [String: Any] {
        let say = SettlementWording(words: words, language: language)
        let time = LocalTime(language: language)
        let proposal = view.proposal
        let hasEnded = view.visit.ending != nil
        var context: [String: Any] = [
            "visit": view.visit.id.text, "patient": view.visit.booking.patient, "status": proposal.status.rawValue,
            "statusText": words.text("settlement.status.\(proposal.status.rawValue)"),
            "day": time.dayAndYear(view.visit.booking.start), "time": time.clock(view.visit.booking.start),
            "kind": words.text("kind.\(view.visit.booking.kind.rawValue)"), "ruleSet": proposal.ruleSet,
            "lines": proposal.lines.map { say.line($0, specialty: view.facts.provider.specialty) },
            "hasLines": !proposal.lines.isEmpty,
            "reasons": proposal.reasons.map(say.reason), "warnings": proposal.warnings.map(say.reason),
            "hasWarnings": !proposal.warnings.isEmpty, "unanswerable": unanswerable,
            "questions": view.questions.map { question($0, say) }, "hasQuestions": !view.questions.isEmpty,
            "entries": view.entries.map { say.entry($0, time) }, "hasEntries": !view.entries.isEmpty,
            "mayConfirm": isClinician && hasEnded && !proposal.lines.isEmpty && view.entries.isEmpty,
            "mayDecide": isClinician && hasEnded, "isCorrection": !view.entries.isEmpty, "reason": reason,
            "corrects": view.entries.last?.id.text ?? "", "codes": codes,
        ]
        if let failure {
            context["failure"] = failure
            // In the part where something was entered wrongly, which must not be folded away.
            if ["reason", "code", "count"].contains(field) { context["isOpen"] = true }
            if field == "reason" { context["reasonProblem"] = failure }
            if field == "code" || field == "count" { context["linesProblem"] = failure }
        }
        if !hasEnded { context["notEnded"] = true }
        return context
    }

    /// What is missing and nobody can answer on this page.
    private var unanswerable: [String] {
        let asked = Set(view.questions.map(\.path))
        return view.proposal.missing.filter { !asked.contains($0) }.map {
            words.text("settlement.missing.\(Self.key($0))")
        }
        .filter { !$0.hasPrefix("settlement.") }
    }

    /// Codes to choose a change from, those proposed first chosen.
    private var codes: [[String: Any]] {
        let proposed = view.proposal.lines.map { (code: $0.code.rawValue, count: String($0.count)) }
        let shown = lines.isEmpty ? proposed : lines
        return (0..<max(3, shown.count)).map { row -> [String: Any] in
            let line = row < shown.count ? shown[row] : nil
            let options = ServiceCode.allCases.sorted { $0.rawValue < $1.rawValue }.map { code -> [String: Any] in
                ["code": code.rawValue, "chosen": code.rawValue == line?.code]
            }
            return ["number": row + 1, "options": options, "count": line?.count ?? "1"]
        }
    }

    /// A path as the end of a language key: points would begin another branch.
    static func key(_ path: String) -> String {
        var name = ""
        var raises = false
        for letter in path {
            if letter == "." || letter == "[" || letter == "]" {
                raises = true
            } else {
                name += raises ? letter.uppercased() : String(letter)
                raises = false
            }
        }
        return name
    }

    private func question(_ question: SettlementQuestion, _ say: SettlementWording) -> [String: Any] {
        let answer = answers[question.path] ?? view.answers[question.path] ?? ""
        let key = Self.key(question.path)
        var context: [String: Any] = [
            "path": question.path, "id": "q-" + key, "text": words.text("settlement.question.\(key)"),
        ]
        if let failure, field == question.path { context["problem"] = failure }
        func options(_ list: [String], chosen: [String]) -> [[String: Any]] {
            list.map { word -> [String: Any] in
                [
                    "word": word, "id": "q-\(key)-\(word)", "path": question.path, "chosen": chosen.contains(word),
                    "text": words.text("settlement.answer.\(word)"),
                ]
            }
        }
        switch question.form {
        case .yesNo: context["choice"] = ["options": options(["yes", "no"], chosen: [answer])]
        case .choice(let list): context["choice"] = ["options": options(list, chosen: [answer])]
        case .several(let list):
            let chosen = answer.split(separator: ",").map(String.init)
            context["several"] = ["options": options(list, chosen: chosen)]
        case .number(let range):
            context["number"] = ["least": range.lowerBound, "most": range.upperBound, "value": answer]
        case .text: context["entry"] = ["value": answer]
        }
        return context
    }
}

/// Lines, reasons and decisions in the reader's words.
struct SettlementWording {
    let words: Words
    let language: Language

    private var spoken: Settlements.Language { language == .da ? .danish : .english }

    func reason(_ reason: Proposal.Reason) -> [String: Any] {
        ["rule": reason.rule == 0 ? "–" : "R\(reason.rule)", "text": reason.text.text(spoken)]
    }

    func line(_ line: Proposal.Line, specialty: String) -> [String: Any] {
        [
            "code": line.code.rawValue, "prefixed": line.code.prefixed(specialty: specialty), "count": line.count,
            "title": line.code.title.text(spoken), "payment": line.payment.rawValue,
            "paymentText": words.text("settlement.payment.\(line.payment.rawValue)"), "amount": amount(line.amount),
            "rules": line.rules.map { "R\($0)" }.joined(separator: ", "),
        ]
    }

    private func amount(_ amount: Proposal.Amount?) -> String {
        guard let amount else { return words.text("settlement.amountUnknown") }
        if amount.isCurrent { return money(amount.money) }
        return money(amount.money) + " " + words.text("settlement.olderLevel", ["level": amount.level])
    }

    func money(_ money: Money) -> String { language == .da ? money.danish : money.english }

    func entry(_ entry: SettlementEntry, _ time: LocalTime) -> [String: Any] {
        var context: [String: Any] = [
            "decision": entry.decision.rawValue,
            "decisionText": words.text("settlement.decision.\(entry.decision.rawValue)"),
            "when": time.dayAndYear(entry.at) + " " + time.clock(entry.at), "who": entry.staffName,
            "lines": entry.lines.map { "\(entry.specialty)-\($0.code) × \($0.count)" }.joined(separator: ", "),
            "isCorrection": entry.corrects != nil,
        ]
        if let reason = entry.reason { context["reason"] = reason }
        return context
    }
}
