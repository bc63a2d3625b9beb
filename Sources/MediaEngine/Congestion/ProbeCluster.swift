/// One short probing: filling at a known rate, and how fast it came out at the other end
/// (draft-ietf-rmcat-gcc-02 leaves probing open; the idea is packet trains, as libwebrtc's).
struct ProbeCluster {
    private(set) var rate: Double = 0
    private var firstIndex: Int64 = .max
    private(set) var lastIndex: Int64 = .min
    private var firstArrivalUs: Int64 = .max
    private var lastArrivalUs: Int64 = .min
    private var bits = 0
    private var sent = 0
    private var came = 0

    /// Begins behind this transport-wide number.
    mutating func begin(after index: Int64, rate: Double) {
        self = ProbeCluster()
        self.rate = rate
        firstIndex = index + 1
        lastIndex = .max
    }

    /// No more belongs to it.
    mutating func end(at index: Int64) {
        lastIndex = index
        sent = Int(clamping: index - firstIndex + 1)
    }

    mutating func arrived(_ index: Int64, arrivalUs: Int64, bits: Int) {
        guard index >= firstIndex, index <= lastIndex else { return }
        firstArrivalUs = min(firstArrivalUs, arrivalUs)
        lastArrivalUs = max(lastArrivalUs, arrivalUs)
        self.bits += bits
        came += 1
    }

    /// What the line has shown to carry; nil when too little came, or too much was lost.
    var carried: Double? {
        guard came >= 5, sent > 0, came * 10 >= sent * 7, lastArrivalUs > firstArrivalUs else { return nil }
        return min(rate, Double(bits) * 1_000_000 / Double(lastArrivalUs - firstArrivalUs))
    }
}

/// When to probe, and how much filling is due.
struct Prober {
    private(set) var cluster = ProbeCluster()
    private var pace = ProbePace(kbps: 0, nowUs: 0)
    private var beganUs = Int64.min
    private var untilUs = Int64.min
    private var judgeAtUs = Int64.max
    private var nextAtUs: Int64 = 0
    private var pauseUs = Self.firstPauseUs

    /// Short enough that a line that does not carry it queues for a tenth of a second only: the voice goes through
    /// the same queue.
    private static let lengthUs: Int64 = 150_000
    /// Where the picture stands still, it is looked for again so often, whatever came of it last time.
    private static let urgentPauseUs: Int64 = 2_000_000
    private static let firstPauseUs: Int64 = 500_000
    private static let longestPauseUs: Int64 = 8_000_000
    /// More than a picture of this kind needs is not worth filling a patient's line for.
    static let enough = 2_000_000.0

    var isRunning: Bool { untilUs != .min }

    /// Whether `due` has anything to decide.
    func isDue(_ estimate: RateEstimate, nowUs: Int64) -> Bool {
        isRunning || nowUs >= judgeAtUs || nowUs >= nextAtUs && estimate.bitsPerSecond < Self.enough
    }

    /// Filling packets to send now; begins and ends clusters on the way.
    mutating func due(
        _ estimate: inout RateEstimate, sent index: Int64, isUrgent: Bool, roundTripUs: Int64, nowUs: Int64
    ) -> Int {
        if nowUs >= judgeAtUs { judge(&estimate, isUrgent: isUrgent, nowUs: nowUs) }
        if isRunning {
            if nowUs < untilUs, !estimate.isOverused { return pace.due(nowUs: nowUs) }
            cluster.end(at: index)
            untilUs = .min
            judgeAtUs = nowUs + roundTripUs + 150_000
            return 0
        }
        guard judgeAtUs == .max, nowUs >= nextAtUs, estimate.isKnown, estimate.bitsPerSecond < Self.enough,
            !estimate.isOverused, isUrgent || !estimate.isNearKnee(nowUs: nowUs),
            nowUs - estimate.lastLoweredUs > (isUrgent ? 1_000_000 : 3_000_000)
        else { return 0 }
        let rate = isUrgent
            ? max(130_000, 1.6 * estimate.bitsPerSecond)
            : min(2 * Self.enough, max(200_000, 2 * estimate.bitsPerSecond))
        cluster.begin(after: index, rate: rate)
        // What has been carried of late may be the filling before this one; what is sent besides keeps to the estimate.
        let media = min(estimate.carried, estimate.bitsPerSecond)
        pace = ProbePace(kbps: Int(max(0, rate - media) / 1_000), nowUs: nowUs)
        beganUs = nowUs
        untilUs = nowUs + Self.lengthUs
        return 0
    }

    private mutating func judge(_ estimate: inout RateEstimate, isUrgent: Bool, nowUs: Int64) {
        judgeAtUs = .max
        let before = estimate.bitsPerSecond
        // Where the line was found full meanwhile, it carried that in a time that is over.
        if let carried = cluster.carried, estimate.lastFullUs < beganUs { estimate.probeSucceeded(carried) }
        // What has helped is done again at once; what has not, ever more rarely.
        let helped = estimate.bitsPerSecond > 1.1 * before
        pauseUs = helped ? Self.firstPauseUs : min(Self.longestPauseUs, 2 * pauseUs)
        nextAtUs = helped ? nowUs : nowUs + (isUrgent ? Self.urgentPauseUs : pauseUs)
    }

    mutating func arrived(_ index: Int64, arrivalUs: Int64, bits: Int) {
        cluster.arrived(index, arrivalUs: arrivalUs, bits: bits)
    }

    /// The path has returned: look soon.
    mutating func hurry() {
        pauseUs = Self.firstPauseUs
        nextAtUs = 0
    }
}
