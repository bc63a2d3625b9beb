import Access
import Kernel
import Settlements
import Visits

/// What the manager's list asks for.
public struct SettlementSearch: Sendable {
    public enum Status: String, Sendable, CaseIterable { case all, undecided, lacking, settled, declined }

    public var from: LocalDate
    /// The last day.
    public var to: LocalDate
    public var clinician: ID<StaffMember>?
    public var status: Status

    public init(from: LocalDate, to: LocalDate, clinician: ID<StaffMember>? = nil, status: Status = .all) {
        self.from = from
        self.to = to
        self.clinician = clinician
        self.status = status
    }
}

/// The manager's list.
public struct SettlementList: Sendable {
    public struct Row: Sendable {
        public let view: SettlementView
        /// The decision that stands.
        public var entry: SettlementEntry? { view.entries.last }
        public let clinician: String?
    }

    /// Of one code, over what was decided.
    public struct Total: Sendable, Hashable {
        public let code: String
        public let specialty: String
        public let count: Int
        /// Lines that the tariff pays, with a known amount.
        public let ore: Int64
        /// Units that the tariff pays, of unknown amount.
        public let unknown: Int
    }

    public let clinic: Clinic
    public let rows: [Row]
    public let totals: [Total]
    public let clinicians: [StaffMember]
    /// Twelve months that end with the period's last, oldest first; of the same clinician as the list.
    public let months: [SettlementMonth]
}

extension Acts {
    /// The visits of a period that have ended, with what is proposed and what was decided. A period is a year at
    /// the most.
    public func settlements(_ search: SettlementSearch, by caller: Caller) async throws -> SettlementList {
        let clinic = try await permitted(.seeSettlements, by: caller, as: .read)
        let days = Int(search.to.dayNumber) - Int(search.from.dayNumber)
        guard days >= 0, days <= 366 else { throw Refusal(.invalid, "span-not-allowed", field: "period") }
        guard let zone = ports.proposer?.zone, clinic.settlement != nil else {
            return SettlementList(clinic: clinic, rows: [], totals: [], clinicians: [], months: [])
        }
        func midnight(_ date: LocalDate) -> Instant { zone.instant(LocalMoment(date: date, secondOfDay: 0)) }
        let visits = try await ports.store.visits(
            at: clinic.id, from: midnight(search.from), to: midnight(search.to.adding(days: 1)), withOpen: false)
        let people = try await ports.store.people(of: clinic.id)
        var rows: [SettlementList.Row] = []
        for visit in visits where visit.ending != nil && visit.ending?.outcome != .cancelled {
            let clinician = visit.participants.last { $0.role == .clinician }
            if let wanted = search.clinician, clinician?.id.text != wanted.text { continue }
            let view = try await settlementView(of: visit, at: clinic)
            let row = SettlementList.Row(view: view, clinician: clinician?.name)
            if Self.matches(row, search.status) { rows.append(row) }
        }
        return SettlementList(
            clinic: clinic, rows: rows, totals: Self.totals(rows), clinicians: people.filter { $0.role == .clinician },
            months: try await settlementMonths(
                endingWith: search.to, clinician: search.clinician, at: clinic, zone: zone))
    }

    private static func matches(_ row: SettlementList.Row, _ status: SettlementSearch.Status) -> Bool {
        switch status {
        case .all: true
        case .undecided: row.entry == nil
        case .lacking: row.entry == nil && row.view.proposal.status == .review
        case .settled: row.entry.map { $0.decision != .declined } ?? false
        case .declined: row.entry?.decision == .declined
        }
    }

    private static func totals(_ rows: [SettlementList.Row]) -> [SettlementList.Total] {
        var counts: [String: (specialty: String, count: Int, ore: Int64, unknown: Int)] = [:]
        for entry in rows.compactMap(\.entry) {
            for line in entry.lines {
                var total = counts[line.code] ?? (entry.specialty, 0, 0, 0)
                total.count += line.count
                if line.payment == .tariff {
                    if let ore = line.ore { total.ore += ore * Int64(line.count) } else { total.unknown += line.count }
                }
                counts[line.code] = total
            }
        }
        return counts.sorted { $0.key < $1.key }.map {
            .init(
                code: $0.key, specialty: $0.value.specialty, count: $0.value.count, ore: $0.value.ore,
                unknown: $0.value.unknown)
        }
    }

    /// Enters how the clinic settles.
    public func setSettlement(_ profile: SettlementProfile, by caller: Caller) async throws {
        var clinic = try await permitted(.manageSettlement, by: caller, as: .done)
        let specialties = [Specialty.generalPractice] + Specialty.outOfHours + Specialty.physiotherapy
        guard specialties.contains(profile.specialty) else {
            throw Refusal(.invalid, "no-such-specialty", field: "specialty")
        }
        _ = try Ydernummer(profile.ydernummer)
        clinic.settlement = profile
        try await ports.store.save(clinic)
        await ports.news.publish(.clinic(clinic.id))
    }

    /// Proposes for facts from outside, as `venterum settle` does; nothing of them is kept.
    public func propose(_ facts: Settlements.Facts, by caller: Caller) async throws -> Proposal {
        let clinic = try await permitted(.proposeSettlement, by: caller, as: .read)
        guard let base = ports.proposer else { throw Refusal(.conflict, "settlement-not-set-up") }
        guard let profile = clinic.settlement else { return base.propose(facts) }
        return Self.proposer(base, profile).propose(facts)
    }
}
