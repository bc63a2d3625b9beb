import Kernel
import UseCases
import Visits

/// The day and the month in pictures.
struct StatisticsPage: Page {
    let day: Instant
    let json: String

    init(day: Instant, dayFigures: StatisticsView, monthFigures: StatisticsView) throws {
        self.day = day
        json = try ScriptJSON.text(["day": Pictured(dayFigures), "month": Pictured(monthFigures)])
    }

    let template = "manage-statistics"

    func context(in language: Language) -> [String: Any] {
        let time = LocalTime(language: language)
        return [
            "day": LocalTime.date(day), "dayText": time.dayAndYear(day), "monthText": time.month(day), "view": json,
        ]
    }

    /// The hours of a day, 7 to 18, and what lies before and after in the first and last of them.
    static func hours(of date: String) -> [NamedSpan] {
        guard let midnight = LocalTime.instant(date: date), let end = LocalTime.instant(date: nextDay(date)) else {
            return []
        }
        let edges = (8...18).compactMap { hour -> (Int, Instant)? in
            let time = hour < 10 ? "0\(hour):00" : "\(hour):00"
            return LocalTime.instant(date: date, time: time).map { (hour, $0) }
        }
        let starts = [(7, midnight)] + edges
        let ends = edges.map(\.1) + [end]
        return zip(starts, ends).map { NamedSpan(name: "\($0.0)", from: $0.1, to: $1) }
    }

    /// The days of the month that the date is in.
    static func days(of date: String) -> [NamedSpan] {
        let month = date.prefix(7)
        var spans: [NamedSpan] = []
        var day = "\(month)-01"
        while day.hasPrefix(month), spans.count < 31 {
            let next = nextDay(day)
            guard let from = LocalTime.instant(date: day), let to = LocalTime.instant(date: next) else { return spans }
            spans.append(NamedSpan(name: "\(Int(day.suffix(2)) ?? 0)", from: from, to: to))
            day = next
        }
        return spans
    }

    /// The date after a date: noon plus a day is the next day whatever the clocks do.
    private static func nextDay(_ date: String) -> String {
        guard let noon = LocalTime.instant(date: date, time: "12:00") else { return date }
        return LocalTime.date(noon + .days(1))
    }
}

/// Figures as the page's script draws them.
private struct Pictured: Encodable {
    struct Column: Encodable {
        let label: String
        let count: Int
    }

    let visits: Int
    let byPart: [Column]
    @OrNull var waitMedianMs: Int64?
    @OrNull var waitLongestMs: Int64?
    let waits: [Column]
    let outcomes: [String: Int]
    let lines: [String: Int]
    let means: [String: Int]

    init(_ view: StatisticsView) {
        let total = view.total
        visits = total.visits
        byPart = view.parts.map { Column(label: $0.name, count: $0.figures.visits) }
        _waitMedianMs = OrNull(wrappedValue: total.waited.median.map { $0 * 1_000 })
        _waitLongestMs = OrNull(wrappedValue: total.waited.longest.map { $0 * 1_000 })
        let limits = Figures.waitedLimits
        waits = total.waitedUnder.enumerated().map { index, count in
            let from = index == 0 ? 0 : limits[index - 1]
            return Column(label: index < limits.count ? "\(from)–\(limits[index])" : "\(from)+", count: count)
        }
        outcomes = total.outcomes
        lines = total.lines
        means = total.means
    }
}
