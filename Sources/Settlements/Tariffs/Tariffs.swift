import Kernel

/// What the codes are worth, by specialty and date.
public struct Tariffs: Hashable, Sendable {
    /// One row of a tariff file.
    public struct Row: Hashable, Sendable {
        public var code: ServiceCode
        public var specialty: String
        public var validFrom: LocalDate
        /// The last day; nil while no end is known.
        public var validUntil: LocalDate?
        /// Nil is unknown, never zero.
        public var amount: Money?
        /// What the patient pays of it, where a share is known.
        public var patientShare: Money?
        /// The regulation's level, `YYYY-MM`.
        public var level: String
        public var source: String
        /// Where in the file it stands, from 1.
        public var lineNumber: Int

        func holds(_ date: LocalDate) -> Bool { date >= validFrom && (validUntil.map { date <= $0 } ?? true) }
    }

    /// In the file's order.
    public let rows: [Row]
    /// The same by code, so that a proposal need not search through all.
    private let byCode: [ServiceCode: [Row]]

    /// Rows as a checked file has them; see `TariffFile`.
    public init(rows: [Row]) {
        self.rows = rows
        byCode = Dictionary(grouping: rows, by: \.code)
    }

    /// The row of `code` on `date`; nil where the tariffs have none.
    public func row(of code: ServiceCode, specialty: String, on date: LocalDate) -> Row? {
        byCode[code]?.first { $0.specialty == specialty && $0.holds(date) }
    }

    /// What one of `code` is worth; nil is unknown. A registration code is worth nothing, whatever a file says.
    func amount(of code: ServiceCode, specialty: String, on date: LocalDate) -> Proposal.Amount? {
        let row = row(of: code, specialty: specialty, on: date)
        if code == .remoteRegistration {
            return Proposal.Amount(money: Money(ore: 0), level: row?.level ?? "registration", isCurrent: true)
        }
        guard let row, let amount = row.amount else { return nil }
        return Proposal.Amount(money: amount, level: row.level, isCurrent: Tariffs.isCurrent(row.level, on: date))
    }

    /// Fees are regulated every half year, on 1 April and 1 October: a level is current for six months from its own.
    static func isCurrent(_ level: String, on date: LocalDate) -> Bool {
        guard let first = LocalDate(level + "-01") else { return false }
        let (year, month, _) = first.parts
        let later = month > 6 ? (year + 1, month - 6) : (year, month + 6)
        guard let next = LocalDate(year: later.0, month: later.1, day: 1) else { return false }
        return date >= first && date < next
    }
}
