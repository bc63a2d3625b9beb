/// Denmark's record day of video consultations, 16 April 2020: 6,835 meetings, 19,187 participants, 389,400
/// participant-minutes; about 1,600 participants at once at its peak.
struct DayShape {
    static let meetings = 6_835.0
    static let participantsOfMeeting = 19_187.0 / meetings
    static let minutesOfParticipant = 389_400.0 / 19_187
    static let peakParticipants = 1_600.0

    /// The share of the day's meetings that begin in each hour from 8 o'clock on: full before noon, a smaller hump
    /// after
    /// it, such that the peak is the one that was seen.
    private static let hours = [0.05, 0.17, 0.25, 0.14, 0.07, 0.11, 0.10, 0.06, 0.03, 0.02]
    /// Meetings that begin in a second of the busiest hour.
    static let peakMeetingsPerSecond = meetings * (hours.max() ?? 0) / 3_600
    /// How many of a meeting's people are beyond patient and clinician: 0.81 on average.
    private static let guests = [0.47, 0.31, 0.16, 0.06]

    /// The day itself: the same plan each time.
    static let seed: UInt64 = 20_200_416

    /// How many people one meeting has.
    static func people(using random: inout some RandomNumberGenerator) -> Int { 2 + draw(guests, using: &random) }

    /// One meeting of the replayed day.
    struct Meeting: Sendable {
        /// Seconds from the beginning of the replay.
        let begin: Double
        let seconds: Double
        let guests: Int
    }

    let plan: [Meeting]
    /// How many times faster than the real day.
    let compression: Double

    /// - Parameters:
    ///   - scale: The share of the day's meetings that is replayed.
    ///   - seconds: How long the replay of its ten hours takes.
    init(scale: Double, seconds: Double, using random: inout some RandomNumberGenerator) {
        let count = max(1, Int(Self.meetings * scale))
        let compression = Double(Self.hours.count) * 3_600 / seconds
        self.compression = compression
        plan = (0..<count).map { _ in
            let hour = Self.draw(Self.hours, using: &random)
            let begin = (Double(hour) + .random(in: 0..<1, using: &random)) * 3_600 / compression
            // From half to one and a half of the mean.
            let minutes = Self.minutesOfParticipant * .random(in: 0.5...1.5, using: &random)
            return Meeting(
                begin: begin, seconds: minutes * 60 / compression, guests: Self.draw(Self.guests, using: &random))
        }.sorted { $0.begin < $1.begin }
    }

    /// The most meetings at once, by the plan.
    var peakMeetings: Int {
        plan.map { one in plan.count { $0.begin <= one.begin && one.begin < $0.begin + $0.seconds } }.max() ?? 0
    }

    private static func draw(_ shares: [Double], using random: inout some RandomNumberGenerator) -> Int {
        var left = Double.random(in: 0..<1, using: &random)
        for (place, share) in shares.enumerated() {
            if left < share { return place }
            left -= share
        }
        return shares.count - 1
    }
}
