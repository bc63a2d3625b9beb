import Kernel

/// How long a patient is likely to wait: an honest range, in whole minutes.
///
/// It is the later of two reckonings, both from the pace of today's own visits with the clinicians who are to see the
/// patient. *The line*: what is left of the calls that run, and everybody ahead, at the quarter and three-quarter
/// points of today's lengths, shared among those at work; with fewer than three calls finished, from 60 to 120 % of
/// the booked length. *The plan*: the booked time, moved by the middle of how late (or early) the last five were
/// admitted, or by the delay that the clinic has announced when that is more, five minutes to either side. Then from
/// is rounded down and to is rounded up to five minutes, and they are never less than five apart: nobody is promised
/// a minute that nobody can know.
public struct ExpectedWait: Sendable, Hashable {
    public let fromMinutes: Int
    public let toMinutes: Int

    /// What the clinic knows at a moment.
    public struct Situation: Sendable {
        /// All of the clinic's visits of the day.
        public var visits: [Visit]
        public var clinicians: Set<ID<StaffMember>>
        /// Those whose page is open now.
        public var present: Set<ID<StaffMember>>
        public var announcedLate: Milliseconds

        public init(
            visits: [Visit], clinicians: Set<ID<StaffMember>>, present: Set<ID<StaffMember>> = [],
            announcedLate: Milliseconds = Milliseconds(0)
        ) {
            self.visits = visits
            self.clinicians = clinicians
            self.present = present
            self.announcedLate = announcedLate
        }
    }

    public init(for visit: Visit, in situation: Situation, queue: Queue, at now: Instant) {
        let mine = visit.expected(among: situation.clinicians)
        let called = situation.visits.filter { $0.call.map { mine.contains($0.by) } ?? false }
        let line = Self.line(visit, mine, called, situation, queue, now)
        let plan = Self.plan(visit, called, situation, now)
        let from = max(line.from, plan.from)
        let to = max(line.to, plan.to)
        let grid: Int64 = 5 * 60_000
        let most: Int64 = 4 * 60
        let low = min(max(from, 0) / grid * 5, most)
        let high = min((max(to, 0) + grid - 1) / grid * 5, most)
        fromMinutes = Int(low)
        toMinutes = Int(max(high, low + 5))
    }

    private typealias Span = (from: Int64, to: Int64)

    private static func line(
        _ visit: Visit, _ mine: Set<ID<StaffMember>>, _ called: [Visit], _ situation: Situation, _ queue: Queue,
        _ now: Instant
    ) -> Span {
        let running = called.filter { $0.ending == nil }
        let lengths = called.compactMap { each -> Int64? in
            guard let call = each.call, let ending = each.ending, call.connectedSince != nil || each.everByTelephone
            else { return nil }
            return max(0, (ending.at - call.since).count)
        }.sorted()
        func length(_ each: Visit) -> Span {
            let booked = Milliseconds.minutes(Int64(each.booking.minutes)).count
            guard lengths.count >= 3 else { return (booked * 6 / 10, booked * 12 / 10) }
            return (lengths[lengths.count / 4], lengths[lengths.count * 3 / 4])
        }
        let ahead = queue.ahead(of: visit, clinicians: situation.clinicians)
        let atWork = Set(called.compactMap(\.call?.by)).union(situation.present.intersection(mine))
        let hands = Int64(max(1, atWork.count))
        if Int64(running.count + ahead.count) < hands { return (0, 0) }
        var from: Int64 = 0
        var to: Int64 = 0
        for each in running {
            let elapsed = each.call.map { (now - $0.since).count } ?? 0
            from += max(0, length(each).from - elapsed)
            // A call that has outlasted its like ends soon, but not this second.
            to += max(60_000, length(each).to - elapsed)
        }
        for each in ahead {
            from += length(each).from
            to += length(each).to
        }
        return (from / hands, to / hands)
    }

    private static func plan(_ visit: Visit, _ called: [Visit], _ situation: Situation, _ now: Instant) -> Span {
        let delays = called.compactMap { each in
            each.admittedAt.map { (at: $0, late: ($0 - each.booking.start).count) }
        }.sorted { $0.at < $1.at }.suffix(5).map(\.late).sorted()
        // One or two admissions say little about the day.
        let usual = delays.count >= 3 ? delays[delays.count / 2] : 0
        let late = max(usual, situation.announcedLate.count)
        let until = ((visit.booking.start + Milliseconds(late)) - now).count
        guard until > 0 else { return (0, 0) }
        return (until - 5 * 60_000, until + 5 * 60_000)
    }
}
