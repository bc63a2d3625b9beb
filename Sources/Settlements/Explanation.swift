import Kernel

/// A proposal as a person reads it: what, why, what is missing, by which rule and from which source.
public struct Explanation: Sendable {
    private let proposal: Proposal
    private let specialty: String
    private let language: Language

    public init(_ proposal: Proposal, specialty: String, language: Language) {
        self.proposal = proposal
        self.specialty = specialty
        self.language = language
    }

    /// Several lines of text, the last with its end.
    public var text: String {
        var lines = ["\(proposal.id ?? "–") · \(proposal.serviceDate) · \(proposal.ruleSet) · \(statusText)"]
        lines += proposal.lines.map { "  " + line($0) }
        lines += section(say("Hvorfor", "Why"), proposal.reasons.map(reason))
        lines += section(say("Bemærk", "Note"), proposal.warnings.map(reason))
        lines += section(say("Mangler", "Missing"), proposal.missing)
        lines += section(say("Kilder", "Sources"), sources)
        return lines.joined(separator: "\n") + "\n"
    }

    private func say(_ da: String, _ en: String) -> String { language == .danish ? da : en }

    private var statusText: String {
        switch proposal.status {
        case .proposed: say("foreslået", "proposed")
        case .review: say("et menneske må afgøre det", "a human must decide")
        case .none: say("intet kan afregnes", "nothing may be settled")
        }
    }

    private func section(_ title: String, _ items: [String]) -> [String] {
        items.isEmpty ? [] : ["  \(title):"] + items.map { "    – " + $0 }
    }

    private func line(_ line: Proposal.Line) -> String {
        let rules = line.rules.map { "R\($0)" }.joined(separator: ", ")
        let what = "\(line.code.prefixed(specialty: specialty)) × \(line.count)  \(line.code.title.text(language))"
        return "\(what) · \(payment(line.payment)) · \(amount(line.amount)) (\(rules))"
    }

    private func payment(_ payment: Payment) -> String {
        switch payment {
        case .tariff: say("takst", "tariff")
        case .chronicFee: say("dækket af kronikerhonoraret", "covered by the chronic-care fee")
        case .zero: say("uden honorar", "without a fee")
        }
    }

    private func amount(_ amount: Proposal.Amount?) -> String {
        guard let amount else { return say("beløb ukendt", "amount unknown") }
        let money = language == .danish ? amount.money.danish : amount.money.english
        if amount.isCurrent { return "\(money) (\(amount.level))" }
        return money + say(" (\(amount.level)-niveau, ikke gældende)", " (level \(amount.level), not current)")
    }

    private func reason(_ reason: Proposal.Reason) -> String {
        (reason.rule == 0 ? "" : "R\(reason.rule): ") + reason.text.text(language)
    }

    /// The sources of every rule that spoke, each once.
    private var sources: [String] {
        let fired = Set((proposal.reasons + proposal.warnings).map(\.rule))
        let rules = RuleSet.all.first { $0.name == proposal.ruleSet }?.rules ?? []
        return RuleSource.allCases.compactMap { source in
            let numbers = rules.filter { fired.contains($0.number) && $0.sources.contains(source) }.map(\.number)
                .sorted()
            if numbers.isEmpty { return nil }
            return numbers.map { "R\($0)" }.joined(separator: ", ") + ": " + source.title.text(language)
        }
    }
}
