import MediaWire

/// What the receiver's feedback says of the line from the server to it.
struct Downlink {
    /// Bytes of one probing packet's filling: as much as a padding count can say.
    static let probeLength = 255

    var estimate = RateEstimate()
    var prober = Prober()
    var redundancy = RedundancyDepth()
    var repairs = RepairBudget()

    /// Packets sent again.
    var repaired: UInt64 = 0
    /// Since the last line report.
    private var reported = 0
    private var lost = 0
    private(set) var totalLost: UInt64 = 0
    /// Packets of sound that the receiver has reported on, and those of them that it never got.
    private(set) var soundReported: UInt64 = 0
    private(set) var soundLost: UInt64 = 0
    /// The voice waits in a queue of pictures: none may join them until it has drained.
    private(set) var isChoked = false
    private var chokedUs = Int64.min / 2
    /// By how much packets were overtaken of late, as far as reports show it.
    private var overtaking = MostOfLate()
    /// The newest packet that a report has told of, the newest that came, and the last whose fate is decided.
    private var newestNamed: Int64 = 0
    private var newest: SendLog.Entry?
    /// What the newest took, on two clocks.
    private var newestTransitUs: Int64 = 0
    private var judged: Int64 = 0
    /// When the present path began.
    private var pathSinceUs = Int64.min / 2
    /// The run of lost packets that goes on, and the longest since the last line report.
    private var run = 0
    private var longestRun = 0
    /// Mean deviation of the time between packets of sound, as they were sent and as they came (RFC 3550 section
    /// 6.4.1); nil before the second of them.
    private(set) var jitterMs: Double?
    private var soundBefore: (sentUs: Int64, arrivalUs: Int64)?
    /// The fastest that the line has carried of late, in kbit/s: for the trial of the line.
    private(set) var peakKbps: Int?
    /// What the receiver itself asks not to exceed (REMB), in bit/s; nil when it never did.
    private(set) var limit: Double?
    private var limitUs = Int64.min / 2
    /// What the receiver's offer asks not to exceed, in bit/s; nil without.
    var ceiling: Double?

    /// When the last trial of the line began, and what it had found before it filled the line.
    private var trial = (sinceUs: Int64.min / 2, calm: RedundancyDepth())
    /// Since when the loss of sound counts for redundancy.
    private var soundSinceUs = Int64.min / 2

    private static let drainedMs = 60.0
    /// For how long the newest packet's transit tells what packets take.
    private static let transitHoldsUs: Int64 = 500_000
    /// Until what a trial has filled has drained.
    private static let drainsUs: Int64 = 500_000
    private static let longestChokeUs: Int64 = 5_000_000
    /// More than is remembered of what was sent; a report of a few bytes can name 65,535 as missing.
    private static let mostNamed = 2_048
    /// Packets overtake each other by a tenth of a second, and so do the reports, which come as far apart.
    private static let mostPatienceUs: Int64 = 500_000
    /// A receiver's wish that is older than this is forgotten.
    private static let limitHoldsUs: Int64 = 5_000_000

    /// Takes the receiver's own wish.
    mutating func limit(bitsPerSecond: UInt64, nowUs: Int64) {
        limit = min(Double(bitsPerSecond), RateEstimate.most)
        limitUs = nowUs
    }

    /// What may be sent, in bits per second; nil while nothing is known.
    func budget(nowUs: Int64) -> Double? {
        let wished = wished(nowUs: nowUs)
        guard estimate.isKnown else { return wished }
        return min(estimate.allowance(nowUs: nowUs), wished ?? .infinity)
    }

    /// What the receiver wants at most, whatever the line carries; nil where it has not said.
    private func wished(nowUs: Int64) -> Double? {
        let asked = nowUs - limitUs < Self.limitHoldsUs ? limit : nil
        return ceiling.map { min($0, asked ?? .infinity) } ?? asked
    }

    /// Whether there may be something to do for a probing, which is so seldom.
    func probes(nowUs: Int64) -> Bool { prober.isDue(estimate, nowUs: nowUs) }

    /// Filling packets to send now, to learn whether the line carries more.
    mutating func probe(after index: Int64, isUrgent: Bool, roundTripUs: Int64, nowUs: Int64) -> Int {
        // More than the receiver wants is of no use, and filling is sent beyond its wish.
        if let most = wished(nowUs: nowUs), estimate.bitsPerSecond >= most, !prober.isRunning { return 0 }
        return prober.due(&estimate, sent: index, isUrgent: isUrgent, roundTripUs: roundTripUs, nowUs: nowUs)
    }

    /// Takes one report; `log` knows what was sent.
    mutating func take(_ feedback: TransportFeedback, _ log: SendLog, roundTripUs: Int64, nowUs: Int64) {
        var first: Int64?
        for packet in feedback.packets.prefix(Self.mostNamed) {
            guard let entry = log.entry(packet.sequence) else { continue }
            first = first ?? entry.index
            newestNamed = max(newestNamed, entry.index)
            switch (packet.arrivalUs, entry.fate) {
            case (_, .came), (nil, .missed): continue
            case (nil, .unknown): log.note(entry.index, .missed(atUs: nowUs))
            case (let arrivalUs?, _) where isRepeat(entry, arrivalUs: arrivalUs): log.note(entry.index, .lost)
            case (let arrivalUs?, .missed(let atUs)):
                if atUs > entry.sentUs { overtaking.note(nowUs - atUs, nowUs: nowUs) }
                take(entry, log, arrivalUs: arrivalUs)
            case (let arrivalUs?, .unknown): take(entry, log, arrivalUs: arrivalUs)
            }
        }
        overtaking.note(0, nowUs: nowUs)
        judgeFates(log, before: first ?? 0, nowUs: nowUs)
        estimate.conclude(nowUs: nowUs, roundTripUs: roundTripUs)
        judgeChoking(log, roundTripUs: roundTripUs, nowUs: nowUs)
        let carriedKbps = Int(estimate.carried / 1_000)
        // An old peak fades, so that a line that has become bad is not remembered as good.
        peakKbps = max(carriedKbps, (peakKbps ?? 0) * 99 / 100)
    }

    /// Whether what came was a packet's repeat: by what packets take now it left nearer to the second sending than to the first.
    /// Where nothing new has been taken for a while the way may have become longer, and all would look like repeats.
    private func isRepeat(_ entry: SendLog.Entry, arrivalUs: Int64) -> Bool {
        guard let newest, let repeatedUs = entry.repeatedUs, entry.sentUs - newest.sentUs < Self.transitHoldsUs
        else { return false }
        return arrivalUs - newestTransitUs >= (entry.sentUs + repeatedUs) / 2
    }

    private mutating func judgeChoking(_ log: SendLog, roundTripUs: Int64, nowUs: Int64) {
        if isChoked {
            isChoked = estimate.trend.queueMs > Self.drainedMs
        } else if let newest, estimate.isChoking(inFlightBits: log.bits(since: newest), roundTripUs: roundTripUs) {
            isChoked = true
            chokedUs = nowUs
            estimate.choke(nowUs: nowUs)
        }
    }

    /// Ends a choke that nothing ends: where pictures are all that is sent, no packet tells that the queue has drained, and
    /// a way that has become longer for good looks like a queue.
    mutating func endLongChoke(nowUs: Int64) {
        guard isChoked, nowUs - chokedUs > Self.longestChokeUs else { return }
        isChoked = false
        estimate.forgetQueue()
    }

    /// The path has been away, or is another one: what is known of queues is void, and so is what is still told of packets
    /// that were sent before.
    mutating func pathIsNew(isAnother: Bool, nowUs: Int64) {
        pathSinceUs = nowUs
        newest = nil
        isChoked = false
        estimate.pathIsNew(isAnother: isAnother, nowUs: nowUs)
        prober.hurry()
    }

    /// A trial of the line begins.
    mutating func beginTrial(nowUs: Int64) { trial = (nowUs, RedundancyDepth()) }

    /// The trial fills the line from now on.
    mutating func fillLine() {
        if estimate.lastFullUs < trial.sinceUs { trial.calm = redundancy }
    }

    /// The trial is over. Where it filled the line, what it lost was lost to the filling, and must not make the voice of the
    /// call that follows thick; what the line lost by itself before is remembered.
    mutating func endTrial(nowUs: Int64) {
        guard estimate.lastFullUs >= trial.sinceUs else { return }
        redundancy = trial.calm
        soundSinceUs = nowUs + Self.drainsUs
    }

    private mutating func take(_ entry: SendLog.Entry, _ log: SendLog, arrivalUs: Int64) {
        log.note(entry.index, .came)
        guard entry.sentUs >= pathSinceUs else { return }
        if entry.index > newest?.index ?? -1 { (newest, newestTransitUs) = (entry, arrivalUs - entry.sentUs) }
        if entry.kind == .sound { noteJitter(sentUs: entry.sentUs, arrivalUs: arrivalUs) }
        estimate.arrived(sentUs: entry.sentUs, arrivalUs: arrivalUs, bytes: Int(entry.length))
        prober.arrived(entry.index, arrivalUs: arrivalUs, bits: Int(entry.length) * 8)
    }

    /// Draws the conclusions on loss, packet by packet in the order in which they were sent: one that was not named is
    /// lost when it has not been named for as long as packets are overtaken on this line.
    ///
    /// - Parameter first: Where the present report begins; what lies before and was named by none is of a report that
    ///   was lost, and counts for nothing.
    private mutating func judgeFates(_ log: SendLog, before first: Int64, nowUs: Int64) {
        let patienceUs = min(Self.mostPatienceUs, overtaking.value + overtaking.value / 4)
        judged = max(judged, log.oldest - 1)
        while judged < newestNamed {
            if let entry = log.entry(judged + 1) {
                switch entry.fate {
                case .came: judge(entry, isLost: false)
                case .missed(let atUs) where nowUs - atUs < patienceUs: return
                case .missed: judge(entry, isLost: true)
                case .unknown where entry.index >= first: return
                case .unknown: break
                }
            }
            judged += 1
        }
    }

    private mutating func judge(_ entry: SendLog.Entry, isLost: Bool) {
        reported += 1
        run = isLost ? run + 1 : 0
        longestRun = max(longestRun, run)
        // What was lost on another path tells nothing of this one.
        let isOfThisPath = entry.sentUs >= pathSinceUs
        if isOfThisPath { estimate.judged(isLost: isLost) }
        if entry.kind == .sound {
            if isOfThisPath, entry.sentUs >= soundSinceUs { redundancy.note(lost: isLost) }
            soundReported &+= 1
            if isLost { soundLost &+= 1 }
        }
        guard isLost else { return }
        lost += 1
        totalLost &+= 1
    }

    private mutating func noteJitter(sentUs: Int64, arrivalUs: Int64) {
        defer { soundBefore = (sentUs, arrivalUs) }
        guard let before = soundBefore else { return }
        let differenceMs = Double(abs((arrivalUs - before.arrivalUs) - (sentUs - before.sentUs))) / 1_000
        // A jump of some seconds is a pause of the receiver's, not jitter.
        guard differenceMs < 4_000 else { return }
        jitterMs = (jitterMs ?? 0) + (differenceMs - (jitterMs ?? 0)) / 16
    }

    /// The longest run of packets lost one after the other since this was last asked; one that goes on counts anew.
    mutating func takeLongestRun() -> Int {
        defer { longestRun = 0 }
        return longestRun
    }

    /// Share of packets lost since this was last asked; nil when none was reported on.
    mutating func takeLoss() -> Double? {
        defer { (reported, lost) = (0, 0) }
        return reported > 0 ? Double(lost) / Double(reported) : nil
    }
}
