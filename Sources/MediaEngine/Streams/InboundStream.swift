import MediaWire

/// What a stream of a participant is for.
public enum StreamRole: Sendable, Equatable {
    case microphone
    case camera
    case screen
}

/// One stream that a browser sends: its order, its gaps, its last packets, and who gets it.
final class InboundStream {
    let ssrc: Ssrc
    let role: StreamRole
    let media: NegotiatedMedia
    /// Which layer of the line's picture, smallest first as our pages name them (RFC 8853); 0 where there is one only.
    let layer: Int
    let isVideo: Bool
    let clockRate: Int64
    private let types: PayloadTypes
    /// Whether the browser sends again what is asked for.
    private let repeats: Bool

    /// The slots that this stream is forwarded to. They put themselves in and out of here: a slot stands here once as long as
    /// this is its `source` or its `next`, and else not. Whoever leaves takes all of its slots out first (`Room.exit`,
    /// `Peer.stopEcho`).
    private(set) var receivers: ContiguousArray<Uncounted<OutboundSlot>> = []

    /// The highest packet seen, wraps counted above it; -1 before the first.
    private(set) var highest: Int64 = -1
    let ring: PacketRing
    var missing: MissingPackets
    var askBudget = AskBudget()
    /// Something of the picture was given up: nothing behind it can be shown before a key frame.
    private(set) var isBroken = false
    private var brokenUpTo: Int64 = -1
    var reception = Reception()
    var clock = SenderClock()
    /// What it takes to forward it.
    private(set) var rate = RateMeter()
    /// Where the newest key frame begins; -1 before the first.
    private(set) var keyFrameIndex: Int64 = -1

    /// When a packet came last, and the last one before which there had been a second of silence.
    private(set) var lastArrivalUs = Int64.min / 2
    private(set) var startedUs = Int64.min / 2

    var keyFrameAskedUs = Int64.min / 2
    /// Receivers wait for a key frame that has not come yet.
    var keyFrameIsWanted = false

    /// Silence after which a stream counts as stopped.
    static let stoppedAfterUs: Int64 = 1_000_000
    /// Two seconds of picture at 2.5 Mbit/s; a second of sound.
    private static let videoRing = 512
    private static let audioRing = 64
    /// IP, UDP, RTP with its extensions, and the tag.
    static let headerLength = 68
    /// Numbers begin one round up, so that packets before the first one seen have a place.
    private static let firstRound: Int64 = 65_536

    init(ssrc: Ssrc, role: StreamRole, media: NegotiatedMedia, layer: Int = 0) {
        self.ssrc = ssrc
        self.layer = layer
        self.role = role
        self.media = media
        isVideo = media.kind == .video
        clockRate = media.kind == .video ? 90_000 : 48_000
        types = PayloadTypes(media)
        ring = PacketRing(capacity: isVideo ? Self.videoRing : Self.audioRing, slotLength: 1_500)
        repeats = media.codecs.contains { $0.feedback.contains(.nack) }
        // Lost sound is asked for at once, overtaken or not, or it comes too late; a picture waits for its packets anyway.
        missing = isVideo
            ? MissingPackets(oldestUs: 700_000, mostPatienceUs: 120_000) : MissingPackets(oldestUs: 400_000)
    }

    func add(_ slot: OutboundSlot) { receivers.append(Uncounted(slot)) }
    func remove(_ slot: OutboundSlot) { receivers.removeAll { $0 === slot } }

    /// Where a sequence number lies among all of the stream.
    func index(of sequence: SequenceNumber) -> Int64 {
        highest < 0 ? Self.firstRound + Int64(sequence.value) : PacketIndex.estimate(sequence, highest: highest)
    }

    /// The codec of a payload type of this line.
    func codec(_ payloadType: PayloadType) -> CodecKind? {
        types.kind(of: payloadType)
    }

    /// Takes a packet; false for a double, which goes nowhere.
    func take(_ record: PacketRecord, _ payload: UnsafeRawBufferPointer, isRepair: Bool, nowUs: Int64) -> Bool {
        var isRepair = isRepair
        // What the ring cannot hold could come twice unnoticed, and one number with two contents must never be sent
        // (RFC 7714 section 10.1).
        guard ring.mayHold(record.index, newest: highest, payload.count) else { return false }
        guard !ring.holds(record.index) else {
            // Doubles of the network do not get as far as here: redundancy brought it before it came.
            if !isRepair, !isVideo { reception.noteAfterRepair() }
            return false
        }
        if nowUs - lastArrivalUs > Self.stoppedAfterUs { startedUs = nowUs }
        lastArrivalUs = nowUs
        if record.index > highest {
            noteGap(before: record, nowUs: nowUs)
            highest = record.index
        } else if repeats {
            // Sound is repeated under its own number: counted as if it had come by itself, it would hide the loss from
            // the reports, by which browsers decide on redundancy. What nobody misses any more had been given up.
            let finding = missing.found(record.index, transportIndex: record.transportIndex, nowUs: nowUs)
            if finding != .overtaken { isRepair = true }
        }
        if !isRepair {
            let lasts = record.codec == .opus ? OpusPacket.ticks(of: payload) : 0
            reception.note(record, payload.count, lasts: lasts, clockRate: clockRate)
            askBudget.earn()
        } else {
            reception.noteRepair()
        }
        ring.store(record, payload)
        if isVideo { rate.note(bytes: payload.count + Self.headerLength, nowUs: nowUs) }
        if record.startsKeyFrame {
            // One from before the break may lack what is no longer asked for.
            if record.index > brokenUpTo { (keyFrameIsWanted, isBroken) = (false, false) }
            // What lies before it is needed by nothing behind it.
            missing.forget(before: record.index)
            keyFrameIndex = max(keyFrameIndex, record.index)
        }
        return true
    }

    private func noteGap(before record: PacketRecord, nowUs: Int64) {
        guard highest >= 0, record.index > highest + 1 else { return }
        let gap = highest + 1..<record.index
        reception.noteGap(Int64(gap.count))
        guard repeats else { return }
        if !missing.note(gap, shownBy: record.transportIndex, nowUs: nowUs) { giveUp(upTo: record.index - 1) }
    }

    /// What is missing will not come any more.
    func giveUp(upTo index: Int64? = nil) {
        missing.clear()
        (isBroken, brokenUpTo) = (isVideo, index ?? highest)
    }

    /// A picture that is broken is wanted anew, as soon as there is room for it: a browser that receives it would wait
    /// three seconds before it asked.
    func mend(isQueueing: Bool) {
        guard isBroken, !isQueueing else { return }
        isBroken = false
        keyFrameIsWanted = true
    }

    /// Whether something has come in the last second.
    func flows(nowUs: Int64) -> Bool { nowUs - lastArrivalUs < Self.stoppedAfterUs }
}
