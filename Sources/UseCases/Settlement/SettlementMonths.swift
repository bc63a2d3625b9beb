import Access
import Kernel
import Visits

/// What became of the visits of one month.
public struct SettlementMonth: Sendable, Hashable {
    /// The first day.
    public let first: LocalDate
    public internal(set) var settled = 0
    public internal(set) var declined = 0
    /// Held, and without a decision.
    public internal(set) var undecided = 0
    /// Of the settled lines that a tariff pays, those whose amount is known.
    public internal(set) var ore: Int64 = 0
    /// Units of such lines whose amount is unknown.
    public internal(set) var unknown = 0

    init(first: LocalDate) { self.first = first }
}

extension SettlementMonth {
    /// Takes in the decision that stands.
    mutating func count(_ entry: SettlementEntry) {
        guard entry.decision != .declined else {
            declined += 1
            return
        }
        settled += 1
        for line in entry.lines where line.payment == .tariff {
            let count = Int64(line.count)
            let (product, overflow) = (line.ore ?? 0).multipliedReportingOverflow(by: count)
            if line.ore == nil { unknown += line.count } else if !overflow { ore += product }
        }
    }
}

extension Acts {
    /// Twelve months that end with the one of `day`: how many visits were settled, declined, and still wait for a
    /// decision. Months go by the service date, as the regions count.
    func settlementMonths(
        endingWith day: LocalDate, clinician: ID<StaffMember>?, at clinic: Clinic, zone: CivilZone
    ) async throws -> [SettlementMonth] {
        let parts = day.parts
        let firsts = (0..<12).compactMap { back -> LocalDate? in
            let month = parts.year * 12 + parts.month - 12 + back
            return LocalDate(year: month / 12, month: month % 12 + 1, day: 1)
        }
        guard let from = firsts.first, let last = firsts.last else { return [] }
        var months = firsts.map(SettlementMonth.init(first:))
        func index(_ date: LocalDate) -> Int? { months.lastIndex { $0.first <= date } }
        let until = last.adding(days: 31)
        var standing: [ID<Visit>: SettlementEntry] = [:]
        for entry in try await ports.store.settlementEntries(at: clinic.id, from: from, to: until) {
            standing[entry.visit] = entry
        }
        func midnight(_ date: LocalDate) -> Instant { zone.instant(LocalMoment(date: date, secondOfDay: 0)) }
        let visits = try await ports.store.visits(
            at: clinic.id, from: midnight(from), to: midnight(until.adding(days: 1)), withOpen: false)
        for visit in visits {
            guard let ending = visit.ending, ending.outcome != .cancelled else { continue }
            if let clinician, visit.participants.last(where: { $0.role == .clinician })?.id.text != clinician.text {
                continue
            }
            let date = standing[visit.id]?.serviceDate ?? zone.local(visit.booking.start).date
            // The last of the twelve ends with its own month.
            guard let place = index(date), date.parts.month == months[place].first.parts.month else { continue }
            if let entry = standing[visit.id] { months[place].count(entry) } else { months[place].undecided += 1 }
        }
        return months
    }
}
