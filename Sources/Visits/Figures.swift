import Kernel

/// A clinic's figures over some time, counted from its visits.
public struct Figures: Sendable, Hashable, Codable {
    /// How long, in whole seconds; nil when there is nothing to count.
    public struct Spread: Sendable, Hashable, Codable {
        public let count: Int
        public let median: Int64?
        /// Nine in ten were no longer.
        public let ninth: Int64?
        public let longest: Int64?

        init(_ spans: [Milliseconds]) {
            let sorted = spans.map(\.seconds).sorted()
            count = sorted.count
            median = sorted.isEmpty ? nil : sorted[sorted.count / 2]
            ninth = sorted.isEmpty ? nil : sorted[min(sorted.count - 1, sorted.count * 9 / 10)]
            longest = sorted.last
        }
    }

    /// Booked to start in the span, cancelled ones included.
    public let visits: Int
    /// Of those that are over, by outcome; every outcome is there.
    public let outcomes: [String: Int]
    /// From ticket to admission.
    public let waited: Spread
    /// Number that waited under 5, 10, 15, 30 minutes, and longer.
    public let waitedUnder: [Int]
    public static let waitedLimits = [5, 10, 15, 30]
    /// From being connected to the end.
    public let talked: Spread
    /// How long after the booked time the patient was admitted; earlier counts as 0.
    public let late: Spread
    /// Visits in which the patient used each means.
    public let means: [String: Int]
    /// Patients' lines in calls, by their usual verdict.
    public let lines: [String: Int]
    /// Visits by the clinician who admitted last.
    public let clinicians: [String: Int]

    public init(_ all: [Visit]) {
        visits = all.count
        var outcomes = Dictionary(uniqueKeysWithValues: Outcome.allCases.map { ($0.rawValue, 0) })
        var means = Dictionary(uniqueKeysWithValues: Means.allCases.map { ($0.rawValue, 0) })
        var lines = Dictionary(uniqueKeysWithValues: LineVerdict.allCases.map { ($0.rawValue, 0) })
        var clinicians: [String: Int] = [:]
        for visit in all {
            if let ending = visit.ending { outcomes[ending.outcome.rawValue, default: 0] += 1 }
            for each in visit.patient.meansUsed { means[each.rawValue, default: 0] += 1 }
            if let verdict = visit.patient.line?.usualVerdict { lines[verdict.rawValue, default: 0] += 1 }
            if let call = visit.call { clinicians[call.by.text, default: 0] += 1 }
        }
        self.outcomes = outcomes
        self.means = means
        self.lines = lines
        self.clinicians = clinicians
        let waits = all.compactMap { visit -> Milliseconds? in
            guard let arrived = visit.patient.arrivedAt, let admitted = visit.admittedAt, admitted >= arrived
            else { return nil }
            return admitted - arrived
        }
        waited = Spread(waits)
        var under = Array(repeating: 0, count: Self.waitedLimits.count + 1)
        for wait in waits {
            under[Self.waitedLimits.firstIndex { wait.minutes < Int64($0) } ?? Self.waitedLimits.count] += 1
        }
        waitedUnder = under
        talked = Spread(
            all.compactMap { visit in
                guard let since = visit.call?.connectedSince, let ending = visit.ending else { return nil }
                return ending.at - since
            })
        late = Spread(
            all.compactMap { visit in
                visit.admittedAt.map { max(Milliseconds(0), $0 - visit.booking.start) }
            })
    }
}
