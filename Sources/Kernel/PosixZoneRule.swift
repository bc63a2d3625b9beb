/// The rule that ends a zone file: a POSIX TZ string such as `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 8536, section 3.3).
///
/// Only what the tz database writes is read: names, offsets, and changes as "month, week, weekday".
struct PosixZoneRule: Sendable {
    let standard: Int
    let summer: (offset: Int, from: YearlyChange, until: YearlyChange)?

    /// "The `week`th `weekday` of `month`, `second` seconds into the day"; the fifth week means the last.
    struct YearlyChange: Sendable {
        let month: Int
        let week: Int
        let weekday: Int
        let second: Int

        /// Seconds since the epoch, as if the wall clock were UTC.
        func wallSeconds(year: Int) -> Int64 {
            guard let first = LocalDate(year: year, month: month, day: 1) else { return .max }
            // POSIX counts Sunday as 0, ISO as 7.
            let firstMatch = (weekday - first.weekday % 7 + 7) % 7
            var day = firstMatch + (week - 1) * 7
            if day >= LocalDate.daysIn(month: month, year: year) { day -= 7 }
            return (Int64(first.dayNumber) + Int64(day)) * 86_400 + Int64(second)
        }
    }

    func offsetSeconds(at seconds: Int64) -> Int {
        guard let summer else { return standard }
        let year = LocalDate(dayNumber: Int32(clamping: (seconds &+ Int64(standard)) / 86_400)).year
        let from = summer.from.wallSeconds(year: year) - Int64(standard)
        let until = summer.until.wallSeconds(year: year) - Int64(summer.offset)
        let isSummer = from < until ? (seconds >= from && seconds < until) : (seconds >= from || seconds < until)
        return isSummer ? summer.offset : standard
    }

    /// Nil where the text is none of ours.
    init?(_ text: String) {
        var scanner = Scanner(text: Array(text.utf8))
        guard scanner.name(), let west = scanner.clock() else { return nil }
        standard = -west
        if scanner.isAtEnd {
            summer = nil
            return
        }
        guard scanner.name() else { return nil }
        var offset = standard + 3_600
        if !scanner.sees(0x2C) {
            guard let summerWest = scanner.clock() else { return nil }
            offset = -summerWest
        }
        guard let from = scanner.change(), let until = scanner.change(), scanner.isAtEnd else { return nil }
        summer = (offset, from, until)
    }

    private struct Scanner {
        let text: [UInt8]
        var at = 0

        var isAtEnd: Bool { at == text.count }

        func sees(_ byte: UInt8) -> Bool { at < text.count && text[at] == byte }

        mutating func take(_ byte: UInt8) -> Bool {
            guard sees(byte) else { return false }
            at += 1
            return true
        }

        mutating func name() -> Bool {
            let start = at
            if take(0x3C) {
                while at < text.count, text[at] != 0x3E { at += 1 }
                return take(0x3E)
            }
            while at < text.count, (0x61...0x7A).contains(text[at] | 0x20) { at += 1 }
            return at > start
        }

        mutating func number() -> Int? {
            var value: Int?
            while at < text.count, text[at] &- 0x30 <= 9, (value ?? 0) < 1_000 {
                value = (value ?? 0) * 10 + Int(text[at] &- 0x30)
                at += 1
            }
            return value
        }

        /// `[+-]h[:m[:s]]` in seconds.
        mutating func clock() -> Int? {
            let sign = take(0x2D) ? -1 : 1
            if sign == 1 { _ = take(0x2B) }
            guard let hours = number() else { return nil }
            var seconds = hours * 3_600
            if take(0x3A) {
                guard let minutes = number() else { return nil }
                seconds += minutes * 60
                if take(0x3A) {
                    guard let rest = number() else { return nil }
                    seconds += rest
                }
            }
            return sign * seconds
        }

        /// `,Mm.w.d[/time]`.
        mutating func change() -> YearlyChange? {
            guard take(0x2C), take(0x4D), let month = number(), take(0x2E), let week = number(), take(0x2E),
                let weekday = number(), (1...12).contains(month), (1...5).contains(week), weekday < 7
            else { return nil }
            var second = 7_200
            if take(0x2F) {
                guard let given = clock() else { return nil }
                second = given
            }
            return YearlyChange(month: month, week: week, weekday: weekday, second: second)
        }
    }
}
