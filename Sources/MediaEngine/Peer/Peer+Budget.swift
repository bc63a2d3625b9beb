import MediaWire

/// Whether the picture towards a peer is paused for the sake of the voice, and what is left for pictures.
struct PictureBudget {
    private(set) var isPaused = false
    /// The voice waits behind pictures: none is sent until that has passed.
    private(set) var isChoked = false
    /// For all pictures together, in bits per second; nil while nothing is known.
    private(set) var bitsPerSecond: Double?
    private var roomSinceUs: Int64?
    private var scarceSinceUs: Int64?
    private var lastJudgedUs = Int64.min / 2
    private var toldBits = 0.0
    private var toldUs = Int64.min / 2

    /// Under this the picture only takes from the voice.
    private static let pauseBelow = 80_000.0
    /// It comes back well above, and only when that has held, so that it does not come and go.
    private static let resumeAbove = 130_000.0
    private static let resumeAfterUs: Int64 = 800_000
    /// Encoders make a slow, small picture of this; less they do not.
    static let leastPicture = 40_000.0
    /// A busy machine at either end looks like a full line for a moment; probing meanwhile tells them apart.
    private static let pauseAfterUs: Int64 = 1_000_000
    /// Where the voice waits and there is no room for both, there is less time to find that out.
    private static let pauseWaitingUs: Int64 = 800_000
    static let judgeEveryUs: Int64 = 100_000

    /// What one judgement changed.
    enum Change {
        case none
        case paused
        case resumed
        /// What was choked is free again.
        case released
    }

    /// - Parameters:
    ///   - total: What may be sent now, in bits per second; nil while nothing is known.
    ///   - drained: What may be sent when the queue that there may be has drained.
    ///   - sound: What the voice takes of it.
    ///   - isChoked: Whether the voice waits behind pictures.
    ///   - isHeldUp: Whether it waits in a queue for longer than it can bear.
    mutating func judge(
        total: Double?, drained: Double, sound: Double, isChoked: Bool, isHeldUp: Bool, nowUs: Int64
    ) -> Change {
        guard nowUs - lastJudgedUs >= Self.judgeEveryUs || isChoked != self.isChoked else { return .none }
        lastJudgedUs = nowUs
        guard let total else { return .none }
        bitsPerSecond = max(0, 0.95 * total - sound)
        let isReleased = self.isChoked && !isChoked
        self.isChoked = isChoked
        guard isPaused else {
            // Where not even the smallest one fits beside the voice, it need not be tried.
            let fits = drained >= sound + Self.leastPicture
            if isChoked, !fits { return pause() }
            let patienceUs = isHeldUp && !fits ? Self.pauseWaitingUs : Self.pauseAfterUs
            return isReleased ? .released : judgeScarcity(total, patienceUs: patienceUs, nowUs: nowUs)
        }
        guard total > max(Self.resumeAbove, sound + 60_000) else {
            roomSinceUs = nil
            return .none
        }
        let since = roomSinceUs ?? nowUs
        roomSinceUs = since
        guard nowUs - since >= Self.resumeAfterUs else { return .none }
        isPaused = false
        return .resumed
    }

    private mutating func judgeScarcity(_ total: Double, patienceUs: Int64, nowUs: Int64) -> Change {
        guard total < Self.pauseBelow else {
            scarceSinceUs = nil
            return .none
        }
        let since = scarceSinceUs ?? nowUs
        scarceSinceUs = since
        return nowUs - since >= patienceUs ? pause() : .none
    }

    private mutating func pause() -> Change {
        (isPaused, scarceSinceUs, roomSinceUs) = (true, nil, nil)
        return .paused
    }

    /// Whether so little is left that it should soon be known whether there is more.
    var isScarce: Bool { isPaused || scarceSinceUs != nil }

    /// Whether a source is to be told a new bound: at once when it falls, and now and then anyway.
    mutating func mustTell(_ bits: Double, nowUs: Int64) -> Bool {
        let changes = abs(bits - toldBits) > 0.05 * max(toldBits, 1)
        let falls = bits < 0.7 * toldBits
        guard nowUs - toldUs > 1_000_000 || falls || changes && nowUs - toldUs > 200_000 else { return false }
        toldBits = bits
        toldUs = nowUs
        return true
    }
}

extension Peer {
    /// What a browser needs beside the picture: its voice, headers and repairs.
    private static let voiceAllowance = 60_000.0

    /// Judges what this peer's line carries, and probes for more where pictures could use it.
    func runBudget(nowUs: Int64) {
        guard nowUs - pictureCameUs < InboundStream.stoppedAfterUs else {
            if width.forget() { endPacking(nowUs: nowUs) }
            return
        }
        downlink.endLongChoke(nowUs: nowUs)
        let total = downlink.budget(nowUs: nowUs)
        // Until a voice has been measured it is taken for a usual one, or its room would be the picture's.
        let isUnmeasured = soundRate.bitsPerSecond == 0 && audioSlots.contains { $0.source != nil }
        let sound = isUnmeasured ? Self.voiceAllowance : soundRate.bitsPerSecond
        let change = budget.judge(
            total: total, drained: downlink.estimate.bitsPerSecond, sound: sound,
            isChoked: downlink.isChoked, isHeldUp: downlink.estimate.holdsUp, nowUs: nowUs)
        switch change {
        case .none: break
        case .released: restartPictures(nowUs: nowUs)
        case .paused: news.append(.picturePaused(peer: name))
        case .resumed:
            news.append(.pictureResumed(peer: name))
            restartPictures(nowUs: nowUs)
        }
        let wasNarrow = width.isNarrow
        width.judge(
            downlink.estimate.bitsPerSecond, isScarce: budget.isChoked || budget.isPaused, nowUs: nowUs)
        if wasNarrow, !width.isNarrow { endPacking(nowUs: nowUs) }
        // Filling on top of a queue would only lengthen it, and the voice waits in it too.
        guard downlink.probes(nowUs: nowUs), echoUntilUs == 0, !ice.roundTrip.isQueueing,
            !downlink.estimate.isQueueing || downlink.prober.isRunning, let slot = videoSlots.first
        else { return }
        let fill = downlink.probe(
            after: sendLog.highest, isUrgent: isScarce, roundTripUs: ice.roundTrip.smoothedUs, nowUs: nowUs)
        for _ in 0..<fill { sendProbe(slot, nowUs: nowUs) }
    }

    /// All pictures towards this peer begin with a key frame.
    func restartPictures(nowUs: Int64) {
        for slot in slots where slot.isVideo {
            restart(slot, nowUs: nowUs)
        }
    }

    /// Whether a picture towards this peer waits for more room.
    private var isScarce: Bool { budget.isScarce || holdsPictures }

    /// Tells this peer's browser what its receivers can take (REMB).
    func boundSending(nowUs: Int64) {
        watchUpWidening()
        if let bits = drainingRate(nowUs: nowUs) {
            noteUpFull(nowUs: nowUs)
            if budget.mustTell(bits, nowUs: nowUs) { sendBound(UInt64(bits)) }
            return
        }
        let receivers = streams.lazy.filter { $0.isVideo && $0.flows(nowUs: nowUs) }.flatMap(\.receivers)
            .filter { $0.use { $0.peer !== self } }
        guard !receivers.isEmpty else { return }
        let nobodyWatches = receivers.allSatisfy { $0.use { slot in slot.peer.use { $0.isGated(slot) } } }
        guard let most = nobodyWatches ? PictureBudget.leastPicture : pictureBound(nowUs: nowUs) else { return }
        let bits = max(PictureBudget.leastPicture, most) + Self.voiceAllowance
        guard budget.mustTell(bits, nowUs: nowUs) else { return }
        sendBound(UInt64(min(RateEstimate.most, bits)))
    }
}

/// The rate of something, over about half a second where nothing else is said.
struct RateMeter {
    private(set) var bitsPerSecond = 0.0
    private let spanUs: Int64
    private var bits = 0
    private var sinceUs: Int64 = 0

    init(spanUs: Int64 = 500_000) { self.spanUs = spanUs }

    mutating func note(bytes: Int, nowUs: Int64) {
        bits &+= bytes * 8
        let passedUs = nowUs - sinceUs
        guard passedUs >= spanUs else { return }
        bitsPerSecond = passedUs < 4 * spanUs ? Double(bits) * 1_000_000 / Double(passedUs) : 0
        (bits, sinceUs) = (0, nowUs)
    }
}
