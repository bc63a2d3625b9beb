import MediaWire

/// One stream that we send to a browser, whatever source stands behind it at the moment.
///
/// Numbers, times and payload types are the slot's own: the browser sees one unbroken stream.
final class OutboundSlot {
    /// The peer owns its slots and outlives them in every receivers' list.
    let peer: Uncounted<Peer>
    let media: NegotiatedMedia
    let ssrc: Ssrc
    let repairSsrc: Ssrc?
    let isVideo: Bool
    let clockRate: Int64
    private let types: PayloadTypes
    /// Opus with redundancy; nil where the browser has none.
    let redundancyType: PayloadType?
    let transportWideId: UInt8
    let sendTimeId: UInt8

    private(set) var source: InboundStream?
    /// Whose stream it is. Whoever leaves takes its streams out of all slots first (`Room.exit`, `stopEcho`), and a weak
    /// reference would make every other reference to a peer dear, in the packet path too.
    private(set) unowned var sourcePeer: Peer?
    /// Another layer of the same picture, taken as soon as a key frame of it comes.
    private(set) var next: InboundStream?
    var layers = LayerChoice()
    var still = StillPicture()
    /// How much later than its taking the present still arrives, in ticks; 0 for pictures that move.
    var stillDelay: UInt32 = 0
    /// The next packet taken begins a new run of numbers; a picture must begin with a key frame.
    private(set) var startsAnew = true
    /// Since when a key frame is awaited.
    private(set) var waitsSinceUs = Int64.min / 2

    /// Where the present run begins: the source's number, and ours for it.
    private var sourceStart: Int64 = 0
    private var ownStart: Int64 = 0
    private var timeOffset: UInt32 = 0
    /// From the time of the layer left to that of the layer taken.
    private var layerOffset: UInt32?
    private var sourceOfRun: Ssrc?
    /// The picture numbers of VP8 go on across sources too, or a decoder takes a new source's pictures for old ones.
    private(set) var pictures = PictureNumbers()
    /// The highest number sent, wraps above; the SRTP index.
    private(set) var highest: Int64
    private var lastTimestamp: UInt32
    private var lastSentUs = Int64.min / 2
    private(set) var repairHighest: Int64

    /// Sound that waits to go in one packet, on a narrow line.
    var waiting = WaitingSound()
    /// Copies of what was sent, where the browser asks for lost sound again.
    let copies: SentCopies?

    var packetCount: UInt32 = 0
    var octetCount: UInt32 = 0
    var reported = ReportedLoss()

    init(_ peer: Peer, _ media: NegotiatedMedia, _ outbound: OutboundSource, firstNumbers: (UInt16, UInt16, UInt32)) {
        self.peer = Uncounted(peer)
        self.media = media
        ssrc = outbound.ssrc
        repairSsrc = outbound.repair
        isVideo = media.kind == .video
        types = PayloadTypes(media)
        redundancyType = media.redundancy
        copies = !isVideo && media.codecs.contains { $0.feedback.contains(.nack) } ? SentCopies() : nil
        clockRate = isVideo ? 90_000 : 48_000
        let usesTransportWide = media.codecs.contains { $0.feedback.contains(.transportWide) }
        transportWideId = usesTransportWide ? media.extensions.transportWide : 0
        sendTimeId = transportWideId == 0 ? media.extensions.absoluteSendTime : 0
        // The first half of the numbers, so that the first wrap is far off (RFC 3711 section 3.3.1).
        highest = Int64(firstNumbers.0 & 0x7FFF)
        repairHighest = Int64(firstNumbers.1 & 0x7FFF)
        lastTimestamp = firstNumbers.2
    }

    /// The browser's payload type for a codec; nil when it has none.
    func payloadType(_ kind: CodecKind) -> PayloadType? { types.type(of: kind) }

    /// The payload type of a codec's repairs; nil when there is none.
    func repairType(_ kind: CodecKind) -> PayloadType? { media.codecs.first { $0.kind == kind }?.repair }

    /// Puts another source behind the slot.
    func connect(_ stream: InboundStream?, of owner: Peer?, nowUs: Int64) {
        awaitLayer(nil)
        guard stream !== source else { return }
        layers = LayerChoice()
        still = StillPicture()
        waiting.forget()
        copies?.forget()
        source?.remove(self)
        source = stream
        sourcePeer = owner
        stream?.add(self)
        if isVideo {
            stream?.keyFrameIsWanted = true
            peer.use { $0.sourcesChanged() }
        }
        beginAnew(nowUs: nowUs)
    }

    /// Goes over to another layer of the same picture at its next key frame; until then the present one goes on. Nil
    /// stays with the present one.
    func awaitLayer(_ stream: InboundStream?) {
        guard stream !== next else { return }
        next?.remove(self)
        next = stream === source ? nil : stream
        guard let next else { return }
        next.add(self)
        next.keyFrameIsWanted = true
    }

    /// Leaves the present layer at once for another one, whose key frame is awaited.
    func leaveLayer(for stream: InboundStream, nowUs: Int64) {
        awaitLayer(nil)
        guard stream !== source else { return }
        layerOffset = layerStep(from: source, to: stream)
        stream.add(self)
        stream.keyFrameIsWanted = true
        takeLayer(stream, nowUs: nowUs)
    }

    /// The key frame has come.
    private func takeLayer(_ stream: InboundStream, nowUs: Int64) {
        next = nil
        source?.remove(self)
        source = stream
        beginAnew(nowUs: nowUs)
    }

    /// Waits for the next key frame; the numbers go on without a gap.
    func beginAnew(nowUs: Int64) {
        startsAnew = true
        stillDelay = 0
        waitsSinceUs = nowUs
    }

    /// What number and time a packet gets here; nil when it must not be sent.
    func place(_ record: PacketRecord, of stream: InboundStream, nowUs: Int64) -> (index: Int64, timestamp: UInt32)? {
        if stream !== source {
            guard stream === next, record.startsKeyFrame else { return nil }
            layerOffset = layerStep(from: source, to: stream)
            takeLayer(stream, nowUs: nowUs)
        }
        if startsAnew {
            guard !isVideo || record.startsKeyFrame else { return nil }
            begin(record, of: stream.ssrc, nowUs: nowUs)
        }
        let index = ownStart + (record.index - sourceStart)
        // Older than the run: it belongs to another source, or to before the key frame.
        guard index >= ownStart else { return nil }
        let timestamp = record.timestamp &+ timeOffset &+ stillDelay
        if index > highest {
            highest = index
            lastTimestamp = timestamp
            lastSentUs = nowUs
        }
        return (index, timestamp)
    }

    /// The next number and the time of a packet that is no longer one of the source's: of several frames of its sound. Nil
    /// without a source.
    func placeNext(_ record: PacketRecord, nowUs: Int64) -> (index: Int64, timestamp: UInt32)? {
        guard let ssrc = source?.ssrc else { return nil }
        if startsAnew { begin(record, of: ssrc, nowUs: nowUs) }
        highest += 1
        let timestamp = record.timestamp &+ timeOffset
        if Int32(bitPattern: timestamp &- lastTimestamp) > 0 { lastTimestamp = timestamp }
        lastSentUs = nowUs
        return (highest, timestamp)
    }

    private func begin(_ record: PacketRecord, of ssrc: Ssrc, nowUs: Int64) {
        startsAnew = false
        sourceStart = record.index
        ownStart = highest + 1
        guard sourceOfRun != ssrc else { return }
        sourceOfRun = ssrc
        pictures.changeSource()
        if let step = layerOffset {
            // The layers of one picture have one clock (RFC 3550 section 6.4.1), each with a beginning of its own.
            layerOffset = nil
            timeOffset = timeOffset &+ step
            // The same moment may have been shown already in the other layer; two pictures of one time would be one.
            let ahead = RtpTimestamp(record.timestamp &+ timeOffset).distance(from: RtpTimestamp(lastTimestamp))
            if ahead <= 0 { timeOffset = timeOffset &+ UInt32(truncatingIfNeeded: 1 - ahead) }
            return
        }
        // Another source: its time goes on where the last one's would be now.
        let silenceUs = min(max(20_000, nowUs - lastSentUs), 3_600_000_000)
        let next = lastTimestamp &+ UInt32(truncatingIfNeeded: silenceUs * clockRate / 1_000_000)
        timeOffset = next &- record.timestamp
    }

    /// From one layer's time to another's; nil while the sender has not reported on both.
    private func layerStep(from old: InboundStream?, to new: InboundStream) -> UInt32? {
        guard let old, old.ssrc == sourceOfRun, old.clock.isKnown, new.clock.isKnown else { return nil }
        let moment = new.clock.ntpTime
        return old.clock.rtpTime(atNtp: moment, clockRate: clockRate) &- new.clock.rtpTime
    }

    /// Puts the slot's own picture numbers over those of the source; the payload lies in the packet to be sent.
    func renumberPicture(_ payload: UnsafeMutableRawBufferPointer, isNewest: Bool) {
        pictures.rewrite(payload, isNewest: isNewest)
    }

    /// The source's number of a packet that we sent under this one; nil when it was of another run.
    func sourceIndex(of sequence: SequenceNumber) -> (own: Int64, source: Int64)? {
        let own = PacketIndex.estimate(sequence, highest: highest)
        guard !startsAnew, own >= ownStart, own <= highest else { return nil }
        return (own, sourceStart + (own - ownStart))
    }

    /// Whether the source's packet may stand beside others of this run.
    func belongsToRun(_ index: Int64) -> Bool { index >= sourceStart }

    /// Whether there is a source that flows.
    func isCarrying(nowUs: Int64) -> Bool { source?.flows(nowUs: nowUs) ?? false }

    /// Where one of our numbers lies among all sent.
    func index(of sequence: SequenceNumber) -> Int64 { PacketIndex.estimate(sequence, highest: highest) }

    func nextRepairIndex() -> Int64 {
        repairHighest += 1
        return repairHighest
    }

    /// Our time for a moment of the source's own time.
    func timestamp(_ sourceTime: UInt32) -> UInt32 { sourceTime &+ timeOffset }

    var hasSent: Bool { packetCount > 0 }
}

/// What the receiver last reported of a slot.
struct ReportedLoss {
    var fractionLost: UInt8 = 0
    var cumulativeLost: Int32 = 0
    var jitter: UInt32 = 0
    var atUs = Int64.min / 2
}
