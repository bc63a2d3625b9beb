/// Whether packets wait longer and longer somewhere on the way: the slope of their delay
/// (draft-ietf-rmcat-gcc-02 section 5.3 and 5.4, with the line fit that libwebrtc uses in place of the Kalman filter).
struct DelayTrend {
    /// What the slope says of the line.
    enum Verdict {
        case underuse
        case normal
        case overuse
    }

    private(set) var verdict = Verdict.normal

    private var groupFirstSentUs: Int64?
    private var groupSentUs: Int64 = 0
    private var groupArrivalUs: Int64 = 0
    private var before: (sentUs: Int64, arrivalUs: Int64)?

    /// The last points of time and smoothed delay, in milliseconds; a ring.
    private var points: ContiguousArray<(atMs: Double, delayMs: Double)> = []
    private var nextPoint = 0
    private var firstArrivalUs: Int64?
    private var sumMs = 0.0
    /// The delay without the jitter of single packets: a queue makes all of them late.
    private var waitMs = 0.0
    /// The least delay of this span of time and of the one before it.
    private var leastMs = 0.0
    private var leastBeforeMs = 0.0
    private var leastSinceMs = 0.0
    private var smoothMs = 0.0
    private var groups = 0
    private var lastSlope = 0.0
    private var overuseSinceMs: Double?
    private var threshold = 12.5
    private var thresholdAtMs: Double?

    /// Packets sent within this time count as one (section 5.2).
    private static let burstUs: Int64 = 5_000
    private static let window = 20
    private static let leastSpanMs = 8_000.0
    private static let smoothing = 0.9
    /// Some two groups, less than a tenth of a second.
    private static let waitGain = 0.5
    private static let gain = 4.0
    private static let mostGroups = 60
    /// Overuse counts when it has lasted so long.
    private static let patienceMs = 10.0
    private static let thresholdUp = 0.0087
    private static let thresholdDown = 0.039

    /// Takes one packet that arrived. One that was overtaken, and is told of after those that overtook it, is left out: its
    /// delay is its own.
    mutating func note(sentUs: Int64, arrivalUs: Int64) {
        guard let first = groupFirstSentUs else {
            begin(sentUs, arrivalUs)
            return
        }
        guard sentUs >= first else { return }
        if sentUs - first <= Self.burstUs {
            groupSentUs = max(groupSentUs, sentUs)
            groupArrivalUs = max(groupArrivalUs, arrivalUs)
            return
        }
        if let before {
            let variationUs = (groupArrivalUs - before.arrivalUs) - (groupSentUs - before.sentUs)
            // Seconds of change are an outage, not a queue.
            if abs(variationUs) < 3_000_000 { add(Double(variationUs) / 1_000, Double(groupArrivalUs)) }
        }
        before = (groupSentUs, groupArrivalUs)
        begin(sentUs, arrivalUs)
    }

    private mutating func begin(_ sentUs: Int64, _ arrivalUs: Int64) {
        groupFirstSentUs = sentUs
        groupSentUs = sentUs
        groupArrivalUs = arrivalUs
    }

    private mutating func add(_ variationMs: Double, _ arrivalUs: Double) {
        let start = firstArrivalUs ?? Int64(arrivalUs)
        firstArrivalUs = start
        let atMs = (arrivalUs - Double(start)) / 1_000
        groups = min(groups + 1, Self.mostGroups)
        sumMs += variationMs
        waitMs += Self.waitGain * (sumMs - waitMs)
        // Two clocks differ, and a way can become longer for good: what was the least long ago says nothing.
        if atMs - leastSinceMs > Self.leastSpanMs { (leastBeforeMs, leastMs, leastSinceMs) = (leastMs, waitMs, atMs) }
        leastMs = min(leastMs, waitMs)
        smoothMs = Self.smoothing * smoothMs + (1 - Self.smoothing) * sumMs
        if points.count < Self.window {
            points.append((atMs, smoothMs))
        } else {
            points[nextPoint] = (atMs, smoothMs)
            nextPoint = (nextPoint + 1) % Self.window
        }
        guard points.count == Self.window, let slope = slope() else { return }
        judge(slope, atMs)
    }

    /// Least squares.
    private func slope() -> Double? {
        let count = Double(points.count)
        let meanAt = points.reduce(0) { $0 + $1.atMs } / count
        let meanDelay = points.reduce(0) { $0 + $1.delayMs } / count
        var above = 0.0
        var below = 0.0
        for point in points {
            above += (point.atMs - meanAt) * (point.delayMs - meanDelay)
            below += (point.atMs - meanAt) * (point.atMs - meanAt)
        }
        return below > 0 ? above / below : nil
    }

    private mutating func judge(_ slope: Double, _ atMs: Double) {
        let trend = Double(groups) * slope * Self.gain
        if trend > threshold {
            let since = overuseSinceMs ?? atMs
            overuseSinceMs = since
            if atMs - since > Self.patienceMs, slope >= lastSlope { verdict = .overuse }
        } else {
            overuseSinceMs = nil
            verdict = trend < -threshold ? .underuse : .normal
        }
        lastSlope = slope
        adapt(abs(trend), atMs)
    }

    /// The threshold follows the trend slowly, so that one large file on the same line does not starve the call
    /// (section 5.4).
    private mutating func adapt(_ trend: Double, _ atMs: Double) {
        let lastMs = thresholdAtMs ?? atMs
        thresholdAtMs = atMs
        // A sudden peak is no reason.
        guard trend <= threshold + 15 else { return }
        let rate = trend < threshold ? Self.thresholdDown : Self.thresholdUp
        threshold += rate * (trend - threshold) * min(100, max(0, atMs - lastMs))
        threshold = min(600, max(6, threshold))
    }

    /// How much longer packets take than the quickest of late: what they wait in queues.
    var queueMs: Double { waitMs - min(leastMs, leastBeforeMs) }

    /// After an outage everything known of the delay is void.
    mutating func reset() { self = DelayTrend() }
}
