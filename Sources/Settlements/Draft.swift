import Kernel

/// A proposal in the making, as the rules of a set change it one after the other.
public struct Draft: Sendable {
    /// What the visit turned out to be; each rule looks only at its own.
    public enum Course: Hashable, Sendable { case undecided, video, telephone, conference, physiotherapy }

    public internal(set) var course = Course.undecided
    public private(set) var status = ProposalStatus.proposed
    public internal(set) var lines: [Proposal.Line] = []
    public private(set) var reasons: [Proposal.Reason] = []
    public private(set) var warnings: [Proposal.Reason] = []
    public private(set) var missing: [String] = []
    /// A review whose rule suggests no line at all.
    private var withholdsLines = false

    init() {}

    /// Once nothing may be settled, no later rule is asked.
    var isClosed: Bool { status == .none }

    /// The lines as they are shown: none where nothing may be settled or nothing is suggested.
    var shownLines: [Proposal.Line] {
        if status == .none || withholdsLines { return [] }
        if lines.count < 2 { return lines }
        return lines.sorted { ($0.code.place, $0.code.rawValue) < ($1.code.place, $1.code.rawValue) }
    }

    func has(_ code: ServiceCode) -> Bool { lines.contains { $0.code == code } }

    var basic: ServiceCode? { lines.first { $0.code.isBasic }?.code }

    mutating func reason(_ rule: Int, _ text: Bilingual) { reasons.append(Proposal.Reason(rule: rule, text: text)) }

    mutating func warn(_ rule: Int, _ text: Bilingual) { warnings.append(Proposal.Reason(rule: rule, text: text)) }

    /// A human must decide; `missing` names the fact that would spare it, where there is one.
    mutating func review(_ rule: Int, _ text: Bilingual, missing path: String? = nil) {
        reason(rule, text)
        if status == .proposed { status = .review }
        if let path, !missing.contains(path) { missing.append(path) }
    }

    /// As `review`, and no line is suggested.
    mutating func reviewWithoutLines(_ rule: Int, _ text: Bilingual, missing path: String? = nil) {
        review(rule, text, missing: path)
        withholdsLines = true
    }

    /// Nothing may be settled; what was missing no longer matters.
    mutating func refuse(_ rule: Int, _ text: Bilingual) {
        reason(rule, text)
        status = .none
        missing = []
    }

    mutating func add(_ code: ServiceCode, count: Int = 1, payment: Payment = .tariff, by rule: Int) {
        lines.append(Proposal.Line(code: code, count: count, payment: payment, rules: [rule], amount: nil))
    }
}
