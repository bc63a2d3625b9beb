/// A Danish personal number: the date of birth and four digits, of which the first tells the century.
///
/// The check of modulus 11 never refuses: numbers given since 2007 may fail it. `passesModulus11` is only for a gentle
/// question to the one who typed it.
public struct CPRNumber: Hashable, Sendable {
    /// Ten digits without a hyphen. Personal data: never in a log, a metric or an address.
    public let digits: String
    public let born: LocalDate

    /// Takes `DDMMYY-SSSS` or ten digits. Refuses with `cpr-format`, or with `cpr-date` where there is no such day.
    public init(_ text: String) throws(Refusal) {
        var bytes = Array(text.utf8)
        if bytes.count == 11, bytes[6] == 0x2D { bytes.remove(at: 6) }
        guard bytes.count == 10, let day = decimal(bytes, 0, 2), let month = decimal(bytes, 2, 2),
            let short = decimal(bytes, 4, 2), let serial = decimal(bytes, 6, 4)
        else { throw Refusal(.invalid, "cpr-format", field: "cpr") }
        let year = CPRNumber.century(seventh: serial / 1_000, year: short) + short
        guard let born = LocalDate(year: year, month: month, day: day) else {
            throw Refusal(.invalid, "cpr-date", field: "cpr")
        }
        digits = String(decoding: bytes, as: UTF8.self)
        self.born = born
    }

    /// `DDMMYY-SSSS`.
    public var written: String { digits.prefix(6) + "-" + digits.suffix(4) }

    public var passesModulus11: Bool {
        zip(digits.utf8, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 } % 11 == 0
    }

    /// The CPR office's table of the seventh digit ("Personnummeret i CPR").
    private static func century(seventh: Int, year: Int) -> Int {
        switch seventh {
        case 0...3: 1900
        case 4, 9: year <= 36 ? 2000 : 1900
        default: year <= 57 ? 2000 : 1800
        }
    }
}
