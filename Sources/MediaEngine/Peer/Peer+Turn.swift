import MediaWire

extension Peer {
    /// Nothing for so long, and the path counts as lost: where voice or picture came until then, and where only checks
    /// did, of which some may be lost. Both sides are to be told within two seconds.
    static let flowLostAfterUs: Int64 = 1_400_000
    static let pathLostAfterUs: Int64 = 1_700_000
    /// Nothing for so long, and the peer is given up: an outage of a minute is survived, a closed tab is not kept.
    static let goneAfterUs: Int64 = 90_000_000
    /// A peer that has never spoken is given up sooner.
    static let neverCameAfterUs: Int64 = 30_000_000
    /// Our checks: on a silent path three times a second, so that its loss is noticed within two.
    private static let silentCheckUs: Int64 = 300_000
    /// Without a packet of sound or picture for so long, a path is silent.
    private static let silentUs: Int64 = 300_000
    /// So often it is looked whether a browser has been sent anything; otherwise it gets a sign of life, so that its page
    /// notices the loss of the path as soon as we do: browsers do not count checks among what has come.
    private static let signPauseUs: Int64 = 200_000
    private static let busyCheckUs: Int64 = 700_000
    /// Where answers have failed to come for so long, more are asked for: on a line that loses a fifth each way eleven
    /// checks in a row fail now and then, and sending would stop.
    private static let wornConsentUs: Int64 = 3_000_000
    private static let wornCheckUs: Int64 = 150_000
    /// Nothing is sent without a fresh answer to one of our checks from where it goes (RFC 7675): media must not be
    /// turned on somebody who never asked for it. Some lost answers are forgiven.
    private static let consentHoldsUs: Int64 = 8_000_000
    private static let reportPauseUs: Int64 = 1_000_000
    private static let feedbackPauseUs: Int64 = 80_000
    /// On a line that barely carries the voice, reports are kept rare.
    private static let scarceFeedbackUs: Int64 = 250_000
    private static let busyTurnUs: Int64 = 10_000
    private static let idleTurnUs: Int64 = 50_000

    /// How long until the next turn.
    func restUs(nowUs: Int64) -> Int64 {
        let isBusy = nowUs - mediaHeardUs < InboundStream.stoppedAfterUs || echoUntilUs > nowUs || !isConnected
        return isBusy ? Self.busyTurnUs : Self.idleTurnUs
    }

    /// Does what is due.
    func turn(nowUs: Int64) {
        guard !isGone else { return }
        watchPath(nowUs: nowUs)
        if dtlsDueUs <= nowUs { repeatDtls(nowUs: nowUs) }
        guard isConnected, !isGone else { return }
        timers.repairsLeft = PeerTimers.mostRepairs
        sendNacks(nowUs: nowUs)
        if nowUs >= timers.feedbackUs {
            timers.feedbackUs = nowUs + (budget.isScarce ? Self.scarceFeedbackUs : Self.feedbackPauseUs)
            sendFeedback()
        }
        if nowUs >= timers.reportUs {
            timers.reportUs = nowUs + Self.reportPauseUs
            sendReports(nowUs: nowUs)
        }
        if nowUs >= timers.signUs {
            timers.signUs = nowUs + Self.signPauseUs
            sendSign()
        }
        runEcho(nowUs: nowUs)
        runBudget(nowUs: nowUs)
        sendWaitingSound(nowUs: nowUs)
        chooseLayers(nowUs: nowUs)
        sendStills(nowUs: nowUs)
        if nowUs >= timers.boundUs {
            timers.boundUs = nowUs + PictureBudget.judgeEveryUs
            askKeyFrames(nowUs: nowUs)
            boundSending(nowUs: nowUs)
        }
        if nowUs >= timers.lineUs {
            timers.lineUs = nowUs + 1_000_000
            reportLine(nowUs: nowUs)
        }
    }

    /// Where a picture's next packet does not ask for its key frame, for it is long in coming.
    private func askKeyFrames(nowUs: Int64) {
        for stream in streams where stream.keyFrameIsWanted && stream.flows(nowUs: nowUs) && !stream.receivers.isEmpty {
            askKeyFrame(stream, nowUs: nowUs)
        }
    }

    private func watchPath(nowUs: Int64) {
        let silenceUs = nowUs - lastHeardUs
        if nowUs >= timers.consentUs {
            let isSilent = nowUs - mediaHeardUs > Self.silentUs || !isConnected
            let isWorn = isConnected && silenceUs < Self.silentUs && nowUs - ice.consentUs > Self.wornConsentUs
            timers.consentUs = nowUs + (isWorn ? Self.wornCheckUs : isSilent ? Self.silentCheckUs : Self.busyCheckUs)
            sendCheck(nowUs: nowUs)
        }
        hasConsent = nowUs - ice.consentUs < Self.consentHoldsUs
        let hasFlowed = lastHeardUs - mediaHeardUs < Self.silentUs
        if isConnected, !pathIsLost, silenceUs > (hasFlowed ? Self.flowLostAfterUs : Self.pathLostAfterUs) {
            pathIsLost = true
            lostSinceUs = lastHeardUs
            news.append(.pathLost(peer: name))
        }
        if silenceUs > (isConnected ? Self.goneAfterUs : Self.neverCameAfterUs) { leave() }
    }

    /// Sends the peer its own sound and picture back, and fills the line to learn what it carries.
    func startEcho(forUs: Int64, probeKbps: Int, nowUs: Int64) {
        if echoUntilUs == 0 { downlink.beginTrial(nowUs: nowUs) }
        echoUntilUs = nowUs + max(0, forUs)
        if probeKbps > 0 { downlink.fillLine() }
        timers.probe = ProbePace(kbps: min(max(0, probeKbps), 10_000), nowUs: nowUs)
        connectEcho(nowUs: nowUs)
    }

    /// Takes the own streams out of the own slots again.
    func stopEcho(nowUs: Int64) {
        guard echoUntilUs != 0 else { return }
        echoUntilUs = 0
        downlink.endTrial(nowUs: nowUs)
        for slot in [audioSlots.first, videoSlots.first].compactMap(\.self) where slot.sourcePeer === self {
            slot.connect(nil, of: nil, nowUs: nowUs)
        }
    }

    private func connectEcho(nowUs: Int64) {
        guard room == nil else { return }
        if let microphone = stream(.microphone) { audioSlots.first?.connect(microphone, of: self, nowUs: nowUs) }
        if let camera = stream(.camera) {
            videoSlots.first?.connect(camera, of: self, nowUs: nowUs)
            if videoSlots.first?.startsAnew == true { askKeyFrame(camera, nowUs: nowUs) }
        }
    }

    private func runEcho(nowUs: Int64) {
        guard echoUntilUs != 0 else { return }
        guard nowUs < echoUntilUs, room == nil else {
            stopEcho(nowUs: nowUs)
            return
        }
        connectEcho(nowUs: nowUs)
        guard let slot = videoSlots.first else { return }
        for _ in 0..<timers.probe.due(nowUs: nowUs) { sendProbe(slot, nowUs: nowUs) }
    }
}

/// How much filling is due, so that it leaves evenly.
struct ProbePace {
    private var bytesPerSecond: Int64 = 0
    private var lastUs: Int64 = 0
    private var owed: Int64 = 0

    /// Headers, tag and extension beside the filling.
    private static let packetLength: Int64 = 300
    /// At most so many at once, even after a pause.
    private static let most: Int64 = 32

    init(kbps: Int, nowUs: Int64) {
        bytesPerSecond = Int64(kbps) * 125
        lastUs = nowUs
    }

    /// Packets to be sent now.
    mutating func due(nowUs: Int64) -> Int {
        owed += bytesPerSecond * min(100_000, max(0, nowUs - lastUs)) / 1_000_000
        lastUs = nowUs
        let count = min(Self.most, owed / Self.packetLength)
        owed = min(owed - count * Self.packetLength, Self.most * Self.packetLength)
        return Int(count)
    }
}
