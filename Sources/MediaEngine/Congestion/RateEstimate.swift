/// What one line carries, in bits per second: raised slowly while nothing speaks against it, lowered at once when
/// packets queue or
/// are lost in number (draft-ietf-rmcat-gcc-02 section 5.5 and 6), and learnt quickly by probing.
struct RateEstimate {
    private(set) var bitsPerSecond: Double
    /// What arrived in the last half second.
    private(set) var carried: Double = 0
    /// What arrived in the last fifth of a second, by which a full line is known at once.
    private var carriedLately: Double = 0
    /// Whether feedback has ever come.
    private(set) var isKnown = false

    private(set) var trend = DelayTrend()
    private var arrivals: ContiguousArray<(atUs: Int64, bits: Int)> = []
    private var raisedUs: Int64 = 0
    private var loweredUs = Int64.min / 2
    private var fullUs = Int64.min / 2
    private var reported = 0
    private var lost = 0
    private var lossJudgedUs: Int64 = 0
    private var lossShare = 0.0
    /// What was carried when the line was last found full: near it steps are small, and far below it large.
    private(set) var knee: Double?

    static let least = 30_000.0
    static let most = 8_000_000.0
    /// Enough for a small picture; a clean line is found out within a second or two by probing.
    static let first = 400_000.0
    private static let windowUs: Int64 = 500_000
    private static let latelyUs: Int64 = 200_000
    /// A wait that the voice cannot bear.
    private static let chokingMs = 200.0
    /// Packets are on their way for a round trip, and until the next report is made.
    private static let feedbackUs: Int64 = 300_000
    private static let mostArrivals = 1_024
    private static let decrease = 0.85
    /// While packets pile up less is sent than the line carries, so that the queue drains within a second: the voice
    /// waits in it too.
    private static let draining = 0.7
    private static let drainsUs: Int64 = 2_000_000
    private static let kneeHoldsUs: Int64 = 10_000_000
    /// Random loss of a bad radio is no queue: for it alone the rate is not lowered below this.
    private static let lossFloor = 150_000.0

    init() { bitsPerSecond = Self.first }

    /// When the rate was last lowered.
    var lastLoweredUs: Int64 { loweredUs }
    /// When packets were last found to pile up.
    var lastFullUs: Int64 { fullUs }

    /// Takes one packet that arrived.
    mutating func arrived(sentUs: Int64, arrivalUs: Int64, bytes: Int) {
        isKnown = true
        trend.note(sentUs: sentUs, arrivalUs: arrivalUs)
        // A receiver whose clock stands still must not make this grow.
        if arrivals.count >= Self.mostArrivals { arrivals.removeFirst(Self.mostArrivals / 2) }
        arrivals.append((arrivalUs, bytes * 8))
    }

    /// Takes the fate of one packet that was reported on.
    mutating func judged(isLost: Bool) {
        reported += 1
        if isLost { lost += 1 }
    }

    /// Draws the conclusion from one report.
    mutating func conclude(nowUs: Int64, roundTripUs: Int64) {
        measure()
        judgeLoss(nowUs: nowUs)
        switch trend.verdict {
        case .overuse:
            // Once for each round trip: what is on its way was sent before we knew.
            guard nowUs - (isQueueing ? fullUs : loweredUs) > 200_000 + roundTripUs else { return }
            if isQueueing {
                wasFull(nowUs: nowUs)
            } else {
                // The trend alone has spoken; and where little is sent, little is carried, which says nothing of the
                // line.
                lower(to: Self.decrease * max(carried, bitsPerSecond), nowUs: nowUs)
            }
        case .underuse:
            // A queue drains: neither raise nor lower.
            raisedUs = nowUs
        case .normal where isQueueing:
            // A queue that stands still is a line that is just full: what is carried is what there is.
            raisedUs = nowUs
            guard nowUs - fullUs > 500_000 + roundTripUs else { return }
            wasFull(nowUs: nowUs)
        case .normal:
            raise(nowUs: nowUs, roundTripUs: roundTripUs)
        }
    }

    private mutating func measure() {
        guard let newest = arrivals.last?.atUs else { return }
        arrivals.removeAll { newest - $0.atUs > Self.windowUs || $0.atUs > newest + Self.windowUs }
        guard let oldest = arrivals.first?.atUs else { return }
        let spanUs = max(Self.windowUs / 4, newest - oldest)
        carried = Double(arrivals.reduce(0) { $0 + $1.bits }) * 1_000_000 / Double(spanUs)
        let lately = arrivals.reduce(0) { $0 + (newest - $1.atUs < Self.latelyUs ? $1.bits : 0) }
        carriedLately = Double(lately) * 1_000_000 / Double(Self.latelyUs)
    }

    /// Whether the voice waits behind what is on its way: packets come late, and what has been sent besides takes long at
    /// the rate at which they come now.
    func isChoking(inFlightBits: Int64, roundTripUs: Int64) -> Bool {
        guard holdsUp else { return false }
        let takesUs = Double(inFlightBits) * 1_000_000 / max(1, carriedLately)
        return takesUs > Double(Self.feedbackUs + roundTripUs)
    }

    /// The line has become so narrow all at once that the steps of the usual way down are too slow.
    mutating func choke(nowUs: Int64) {
        fullUs = nowUs
        knee = carriedLately
        lower(to: Self.decrease * carriedLately, nowUs: nowUs)
    }

    private mutating func judgeLoss(nowUs: Int64) {
        guard nowUs - lossJudgedUs > 500_000, reported >= 20 else { return }
        lossShare = Double(lost) / Double(reported)
        (reported, lost) = (0, 0)
        lossJudgedUs = nowUs
        guard lossShare > 0.1, nowUs - loweredUs > 500_000 else { return }
        // What arrives all the same is carried: a full line loses all that is sent beyond it.
        let target = max(bitsPerSecond * (1 - 0.5 * lossShare), Self.decrease * carried)
        lower(to: lossShare > 0.35 ? target : max(target, min(bitsPerSecond, Self.lossFloor)), nowUs: nowUs)
    }

    /// Packets pile up: what comes out at the other end is all that the line carries.
    private mutating func wasFull(nowUs: Int64) {
        fullUs = nowUs
        knee = carried
        lower(to: Self.decrease * carried, nowUs: nowUs)
    }

    private mutating func lower(to target: Double, nowUs: Int64) {
        bitsPerSecond = min(bitsPerSecond, max(Self.least, target))
        loweredUs = nowUs
        raisedUs = nowUs
    }

    private mutating func raise(nowUs: Int64, roundTripUs: Int64) {
        let spanUs = min(1_000_000, max(0, nowUs - raisedUs))
        raisedUs = nowUs
        guard lossShare < 0.1 else { return }
        let seconds = Double(spanUs) / 1_000_000
        if let knee, bitsPerSecond > 1.2 * knee { self.knee = nil }
        var target = bitsPerSecond
        if let knee, bitsPerSecond > 0.8 * knee, bitsPerSecond < 1.2 * knee {
            // About one packet for each time that an answer takes (section 5.5).
            target += 9_600 * seconds * 1_000_000 / Double(100_000 + roundTripUs)
        } else if let knee, bitsPerSecond <= 0.8 * knee {
            // So much has been carried before.
            target *= 1 + 0.5 * seconds
        } else {
            target *= 1 + 0.08 * seconds
        }
        // What has not been tried is not known: no further than half above what was carried.
        let ceiling = max(bitsPerSecond, 1.5 * carried + 10_000)
        bitsPerSecond = min(target, ceiling, Self.most)
    }

    /// Probing at this rate has got through without a queue.
    mutating func probeSucceeded(_ rate: Double) {
        guard trend.verdict != .overuse else { return }
        let found = 0.9 * rate
        if found > bitsPerSecond {
            bitsPerSecond = min(found, Self.most)
            if let knee, found > 1.2 * knee { self.knee = nil }
        }
    }

    /// What may be sent at this moment: less than the estimate while the queue that led to it drains.
    func allowance(nowUs: Int64) -> Double {
        isQueueing && nowUs - fullUs < Self.drainsUs ? Self.draining * bitsPerSecond : bitsPerSecond
    }

    /// Whether the rate lies where the line was lately found full: small steps up find its end as well as filling would.
    func isNearKnee(nowUs: Int64) -> Bool {
        foundWidth(nowUs: nowUs).map { bitsPerSecond > 0.8 * $0 } ?? false
    }

    /// What was carried when the line was lately found full; nil where it was not.
    func foundWidth(nowUs: Int64) -> Double? { nowUs - fullUs < Self.kneeHoldsUs ? knee : nil }

    /// Whether packets pile up on the way: a full line, as against one that only loses.
    var isQueueing: Bool { trend.queueMs > 80 }

    /// Whether they wait for longer than the voice can bear.
    var holdsUp: Bool { trend.queueMs > Self.chokingMs }

    var isOverused: Bool { trend.verdict == .overuse }

    /// What is known of queues is void.
    mutating func forgetQueue() { trend.reset() }

    /// The path has been away, or is another one: what is known of queues is void, and the first seconds are taken
    /// carefully.
    ///
    /// - Parameter isAnother: It has another width as well.
    mutating func pathIsNew(isAnother: Bool, nowUs: Int64) {
        trend.reset()
        if isAnother { knee = nil }
        arrivals.removeAll(keepingCapacity: true)
        (reported, lost, lossShare) = (0, 0, 0)
        lossJudgedUs = nowUs
        raisedUs = nowUs
        bitsPerSecond = min(bitsPerSecond, 600_000)
    }
}
