/// What the clock on a wall shows: a date and the second of that day.
public struct LocalMoment: Hashable, Comparable, Sendable {
    public let date: LocalDate
    /// Seconds since midnight by the wall clock, 0…86399.
    public let secondOfDay: Int

    public init(date: LocalDate, secondOfDay: Int) {
        self.date = date
        self.secondOfDay = secondOfDay
    }

    /// Hours, minutes and seconds.
    public var time: (hour: Int, minute: Int, second: Int) {
        (secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60)
    }

    /// `HH:MM`.
    public var clock: String { padded(time.hour, 2) + ":" + padded(time.minute, 2) }

    public static func < (a: LocalMoment, b: LocalMoment) -> Bool {
        (a.date, a.secondOfDay) < (b.date, b.secondOfDay)
    }
}
