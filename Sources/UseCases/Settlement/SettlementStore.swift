import Kernel
import Settlements
import Visits

/// An answer to one of the settlement's questions, by the path of the fact that it tells.
public struct SettlementAnswer: Sendable, Hashable {
    public let visit: ID<Visit>
    public let path: String
    public let value: String
    public let at: Instant
    public let staff: ID<StaffMember>

    public init(visit: ID<Visit>, path: String, value: String, at: Instant, staff: ID<StaffMember>) {
        self.visit = visit
        self.path = path
        self.value = value
        self.at = at
        self.staff = staff
    }
}

/// A clinician's decision on a visit's settlement. Never changed: a correction is a new one that refers to it.
public struct SettlementEntry: Sendable, Hashable, Codable {
    public enum Decision: String, Sendable, Hashable, Codable, CaseIterable {
        /// As it was proposed.
        case confirmed
        /// Other lines, with a reason.
        case changed
        /// Nothing is settled, with a reason.
        case declined
    }

    /// One code as it was decided.
    public struct Line: Sendable, Hashable, Codable {
        public let code: String
        public let count: Int
        public let payment: Payment
        /// For one; nil is unknown.
        public let ore: Int64?

        public init(code: String, count: Int, payment: Payment, ore: Int64?) {
            self.code = code
            self.count = count
            self.payment = payment
            self.ore = ore
        }
    }

    public let id: ID<SettlementEntry>
    public let visit: ID<Visit>
    public let clinic: ID<Clinic>
    public let decision: Decision
    public let lines: [Line]
    public let reason: String?
    /// The entry that this one corrects.
    public let corrects: ID<SettlementEntry>?
    public let specialty: String
    public let ruleSet: String
    public let serviceDate: LocalDate
    public let patient: String
    public let at: Instant
    public let staff: ID<StaffMember>
    public let staffName: String
    /// What the engine had proposed, as its JSON, for whoever asks why later.
    public let proposal: String
}

public protocol SettlementStore: Sendable {
    func add(_ answers: [SettlementAnswer]) async throws
    /// Oldest first: the last of a path counts.
    func settlementAnswers(of visit: ID<Visit>) async throws -> [SettlementAnswer]
    /// False, and nothing is kept, where the visit's newest entry is not `expected` any more.
    func add(_ entry: SettlementEntry, after expected: ID<SettlementEntry>?) async throws -> Bool
    /// Oldest first.
    func settlementEntries(of visit: ID<Visit>) async throws -> [SettlementEntry]
    /// With service dates from `from` to `to`, both included, by date and time.
    func settlementEntries(at clinic: ID<Clinic>, from: LocalDate, to: LocalDate) async throws -> [SettlementEntry]
}
