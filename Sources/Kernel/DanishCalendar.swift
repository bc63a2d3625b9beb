/// Which days are public holidays in Denmark, and when the agreement's daytime ("dagtid") is.
public enum DanishCalendar {
    /// Dates of the national holidays of the church and New Year, in order. Store Bededag was the last time in 2023
    /// (act no. 214 of 6 March 2023).
    public static func publicHolidays(year: Int) -> [LocalDate] {
        let easter = easterSunday(year: year)
        var dates = [-3, -2, 0, 1, 39, 49, 50].map { easter.adding(days: $0) }
        if year <= 2023 { dates.append(easter.adding(days: 26)) }
        for (month, day) in [(1, 1), (12, 25), (12, 26)] {
            if let date = LocalDate(year: year, month: month, day: day) { dates.append(date) }
        }
        return dates.sorted()
    }

    public static func isPublicHoliday(_ date: LocalDate) -> Bool {
        let (year, month, day) = date.parts
        switch (month, day) {
        case (1, 1), (12, 25), (12, 26): return true
        default: break
        }
        // Easter moves between 22 March and 25 April, so that no other holiday lies outside 19 March to 14 June.
        guard month >= 3, month <= 6 else { return false }
        switch Int(date.dayNumber) - Int(easterSunday(year: year).dayNumber) {
        case -3, -2, 0, 1, 39, 49, 50: return true
        case 26: return year <= 2023
        default: return false
        }
    }

    /// 5 June, 24 and 31 December: no public holidays, but days on which many agreements stop the ordinary hours.
    public static func isHalfHoliday(_ date: LocalDate) -> Bool {
        let (_, month, day) = date.parts
        return (month, day) == (6, 5) || (month, day) == (12, 24) || (month, day) == (12, 31)
    }

    /// Monday to Friday, no public holiday, from 08:00:00 to before 16:00:00 by the wall clock.
    public static func isDagtid(_ moment: LocalMoment) -> Bool {
        moment.secondOfDay >= dagtidFrom && moment.secondOfDay < dagtidUntil && moment.date.weekday <= 5
            && !isPublicHoliday(moment.date)
    }

    /// Seconds after midnight.
    public static let dagtidFrom = 8 * 3_600
    public static let dagtidUntil = 16 * 3_600

    /// Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876, as J. Meeus prints it).
    public static func easterSunday(year: Int) -> LocalDate {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let (d, e) = (b / 4, b % 4)
        let g = (8 * b + 13) / 25
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = (c / 4, c % 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let month = (h + l - 7 * m + 114) / 31
        let day = (h + l - 7 * m + 114) % 31 + 1
        // The algorithm never leaves 22 March to 25 April; a date of another year would need a year outside 0…9999.
        return LocalDate(year: year, month: month, day: day) ?? LocalDate(dayNumber: 0)
    }
}
