import Kernel

/// What the engine proposes for one visit; a clinician confirms, changes or declines it.
public struct Proposal: Hashable, Sendable {
    public var id: String?
    public var status: ProposalStatus
    /// The name of the rule set that decided; `none` where there is none for the specialty and date.
    public var ruleSet: String
    public var serviceDate: LocalDate
    /// Basic service, registration code, supplements by number; the suggestion where the status is `review`.
    public var lines: [Line]
    /// Every rule that fired, in the order of deciding.
    public var reasons: [Reason]
    public var warnings: [Reason]
    /// JSON paths of the facts that would turn a review into a proposal.
    public var missing: [String]

    /// One code to settle.
    public struct Line: Hashable, Sendable {
        public var code: ServiceCode
        public var count: Int
        public var payment: Payment
        /// Numbers of the rules that made this line what it is.
        public var rules: [Int]
        /// For one, not for `count`; nil is unknown, never zero.
        public var amount: Amount?
    }

    /// What a tariff says of one code on one date.
    public struct Amount: Hashable, Sendable {
        public var money: Money
        /// The level of the agreement's regulation, as `2022-10`.
        public var level: String
        /// False where a later level must be in force on the service date.
        public var isCurrent: Bool
    }

    /// Why, by one rule.
    public struct Reason: Hashable, Sendable {
        public var rule: Int
        public var text: Bilingual
    }
}

/// How sure the engine is.
public enum ProposalStatus: String, CaseIterable, Sendable, Codable {
    /// Every input a rule needed was known and no rule objected.
    case proposed
    /// A human must decide.
    case review
    /// Nothing may be settled.
    case none
}

/// Who pays for a line.
public enum Payment: String, CaseIterable, Sendable, Codable {
    /// The agreement's fee for the code.
    case tariff
    /// Registered, and covered by the chronic-care fee.
    case chronicFee
    /// A registration code without a fee.
    case zero
}
