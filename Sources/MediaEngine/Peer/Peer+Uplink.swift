import MediaWire

/// The way up from the browser, as far as it shows here.
extension Peer {
    /// A longer wait than jitter makes.
    private static let queueUs: Int64 = 100_000
    /// A wait that the voice cannot bear.
    private static let fullUs: Int64 = 200_000
    private static let pictureFullUs: Int64 = 250_000
    /// Six packets of sound in a row.
    private static let noSoundUs: Int64 = 120_000
    /// IP, UDP and the tag, which are not among the bytes counted.
    private static let besideUp: UInt64 = 44
    /// Of what arrives from a full queue so much lets it drain.
    private static let drains = 0.85

    /// How long the last sound waited in queues on its way up.
    private func waitUp(nowUs: Int64) -> Int64 {
        guard let voice = stream(.microphone), voice.flows(nowUs: nowUs) else { return 0 }
        return voice.reception.transit.waitUs
    }

    /// Whether a picture comes late and no sound at all: where one of a megabit comes upon 60 kbit/s, the few packets that
    /// get through are of the picture, and for a second there is no sound that could tell of the queue.
    ///
    /// A late picture alone is no sign: browsers spread one that is larger than what they may send.
    private func pictureCrowdsOut(nowUs: Int64) -> Bool {
        guard let camera = stream(.camera), camera.flows(nowUs: nowUs), camera.reception.transit.waitUs > Self.pictureFullUs,
            let voice = stream(.microphone), voice.flows(nowUs: nowUs)
        else { return false }
        return nowUs - voice.lastArrivalUs > Self.noSoundUs
    }

    /// Asks for packets that have not come.
    func sendNacks(nowUs: Int64) {
        guard mayMiss else { return }
        // The sounds tell at once of a queue on the way up, and our checks a round trip later of one on either way.
        let waitUs = waitUp(nowUs: nowUs)
        let isQueueing = ice.roundTrip.isQueueing || waitUs > Self.queueUs
        let roundTripUs = max(ice.roundTrip.smoothedUs, isQueueing ? max(waitUs, ice.roundTrip.lastUs) : 0)
        for stream in streams where !stream.missing.isEmpty || stream.isBroken {
            askAgain(stream, isQueueing: isQueueing, roundTripUs: roundTripUs, nowUs: nowUs)
            stream.mend(isQueueing: isQueueing)
        }
        mayMiss = streams.contains { !$0.missing.isEmpty || $0.isBroken }
    }

    private func askAgain(_ stream: InboundStream, isQueueing: Bool, roundTripUs: Int64, nowUs: Int64) {
        asked.removeAll(keepingCapacity: true)
        var refused = false
        var given = isQueueing ? stream.missing.giveUpLate(nowUs: nowUs, roundTripUs: roundTripUs) : 0
        // On a full line more repeats would only be more to lose.
        let urgency = stream.isVideo || isQueueing ? MissingPackets.Urgency.patient : .eager
        given += stream.missing.due(nowUs: nowUs, roundTripUs: roundTripUs, urgency) { index in
            if stream.isVideo, !stream.askBudget.take(isQueueing: isQueueing) {
                refused = true
                return
            }
            asked.append(SequenceNumber(UInt16(truncatingIfNeeded: index)))
        }
        if !asked.isEmpty { sendControl { $0.nack(sender: ownSsrc, media: stream.ssrc, missing: asked) } }
        // More is missing of a picture than may be asked for: a key frame is less.
        if stream.isVideo, given > 0 || refused && !isQueueing { stream.giveUp() }
    }

    /// What a browser may send while its voice waits in a full queue: less than what arrives; nil where none is full.
    ///
    /// It finds that out by itself, but seconds later, in steps; the voice is lost meanwhile.
    func drainingRate(nowUs: Int64) -> Double? {
        let isFull = waitUp(nowUs: nowUs) > Self.fullUs
        guard isFull || pictureCrowdsOut(nowUs: nowUs), upRate.bitsPerSecond > 0 else { return nil }
        return Self.drains * upRate.bitsPerSecond
    }

    /// The way up is full: it is watched for becoming wider, which the voice alone that is sent now shows.
    func noteUpFull(nowUs: Int64) {
        upFullUs = nowUs
        let bytes = totals.bytesUp &+ totals.packetsUp &* Self.besideUp
        stream(.microphone)?.reception.transit.lineIsFull(bytes: bytes, nowUs: nowUs)
    }

    /// Tells when the way up has become wider, so that the browser may try a picture at once.
    func watchUpWidening() {
        if stream(.microphone)?.reception.transit.takeWidened() == true { news.append(.upWidened(peer: name)) }
    }
}
