import Access
import Kernel
import Visits

/// A stretch of time with a name, such as a day; the edge knows the calendar.
public struct NamedSpan: Sendable, Hashable {
    /// What the picture writes under it: `2026-03-04`, `09`.
    public let name: String
    public let from: Instant
    public let to: Instant

    public init(name: String, from: Instant, to: Instant) {
        self.name = name
        self.from = from
        self.to = to
    }
}

/// The manager's figures.
public struct StatisticsView: Codable, Sendable, Hashable {
    public struct Part: Codable, Sendable, Hashable {
        public let name: String
        public let from: Instant
        public let to: Instant
        public let figures: Figures
    }

    public let total: Figures
    public let parts: [Part]
    /// Names for the ids in `figures.clinicians`.
    public let clinicians: [String: String]
}

extension Acts {
    /// Visits, waiting times, outcomes and line quality, in total and for each part (the days of a month, the hours of
    /// a day). The parts follow each other, and span 366 days at the most.
    public func statistics(of parts: [NamedSpan], by caller: Caller) async throws -> StatisticsView {
        let clinic = try await permitted(.seeStatistics, by: caller, as: .read)
        guard let first = parts.first, let last = parts.last, parts.count <= 400, first.from < last.to,
            last.to - first.from <= .days(367)
        else { throw Refusal(.invalid, "span-not-allowed", field: "period") }
        let visits = try await ports.store.visits(at: clinic.id, from: first.from, to: last.to, withOpen: false)
        let people = try await ports.store.people(of: clinic.id)
        return StatisticsView(
            total: Figures(visits),
            parts: parts.map { part in
                let own = visits.filter { $0.booking.start >= part.from && $0.booking.start < part.to }
                return StatisticsView.Part(name: part.name, from: part.from, to: part.to, figures: Figures(own))
            },
            clinicians: Dictionary(people.map { ($0.id.text, $0.name) }, uniquingKeysWith: { first, _ in first }))
    }
}
