import MediaWire

/// One participant's browser: its path, its keys, the streams it sends and the slots it receives in.
///
/// Pure but for the outbox it writes to: time and datagrams are arguments. Used on one thread only.
final class Peer {
    let name: String
    /// Where the switchboard keeps it.
    let place: Int
    let crypto: any Cryptography
    let outbox: Outbox

    // What each turn looks at, side by side: with hundreds of peers none of it is in a cache.
    var timers = PeerTimers()
    var lastHeardUs: Int64
    /// When the last packet of sound or picture came.
    var mediaHeardUs = Int64.min / 2
    /// When a picture for this peer last came, whether it was sent on or held back.
    var pictureCameUs = Int64.min / 2
    var dtlsDueUs: Int64 = .max
    var echoUntilUs: Int64 = 0
    var isConnected = false
    /// Whether the place we send to has lately answered that it wants it.
    var hasConsent = false
    var pathIsLost = false
    var isGone = false
    /// Whether something that is to be asked for again may be missing; told here, so that a turn need not look for it.
    var mayMiss = false
    /// Whether a picture was held when layers were last chosen.
    var holdsPictures = false

    var ice: IcePath
    let theirFingerprint: Fingerprint
    var dtls: (any DtlsSession)?
    var sender: SrtpSender?
    var receiver: SrtpReceiver?

    /// Ids of the header extensions, the same on all lines of one transport (RFC 9143 section 6).
    var ids: TransportIds
    var media: [NegotiatedMedia]
    var sources: ContiguousArray<KnownSource> = []
    var streams: ContiguousArray<InboundStream> = []
    var audioSlots: ContiguousArray<OutboundSlot> = []
    var videoSlots: ContiguousArray<OutboundSlot> = []
    var screenSlot: OutboundSlot?
    /// The slots for faces that have a source: one of seven where two talk, and the others are not in any cache.
    private(set) var watched: ContiguousArray<OutboundSlot> = []
    /// The line that carries a shared screen, by its place in the offer; -1 without.
    var screenIndex = -1

    var room: Room?
    var seat = 0

    let arrivals = ArrivalLog()
    let sendLog = SendLog()
    var downlink = Downlink()
    var budget = PictureBudget()
    var width = LineWidth()
    var soundRate = RateMeter()
    /// What arrives, over a tenth of a second, because a full queue must be noticed at once.
    var upRate = RateMeter(spanUs: 100_000)
    /// When the way up was last found full.
    var upFullUs = Int64.min / 2
    var layersJudgedUs = Int64.min / 2
    /// When the path that is lost last gave a sign, and when the selected one last did.
    var lostSinceUs: Int64 = 0
    var selectedHeardUs = Int64.min / 2
    var followedUs = Int64.min / 2
    var line = LineReport()
    var lineBefore = LineMarks()
    var totals = PeerTotals()
    /// Numbers whose packets are asked for again; kept, so that asking allocates nothing.
    var asked: ContiguousArray<SequenceNumber> = []
    /// Where a payload with redundancy is put together; one for all peers of a thread.
    let redundantBuffer: UnsafeMutableRawBufferPointer
    /// The name under which our own reports go out.
    var ownSsrc = Ssrc(1)

    /// From the browser's wall clock to ours, in 32.32 fixed point; nil before its first report.
    var clockOffset: UInt64?

    /// The name of the session in our descriptions.
    var sessionId: UInt64 = 0

    var handshakeFault = HandshakeFault.none
    var news: [MediaNews] = []

    /// One SSRC of the browser and what it carries.
    struct KnownSource {
        let ssrc: Ssrc
        let stream: Uncounted<InboundStream>
        let isRepair: Bool
    }

    init(
        name: String, place: Int, ice: IcePath, theirFingerprint: Fingerprint,
        media: [NegotiatedMedia], crypto: any Cryptography, outbox: Outbox, nowUs: Int64
    ) {
        redundantBuffer = outbox.scratch
        self.name = name
        self.place = place
        self.ice = ice
        self.theirFingerprint = theirFingerprint
        self.media = media
        self.crypto = crypto
        self.outbox = outbox
        lastHeardUs = nowUs
        ids = TransportIds(media)
        asked.reserveCapacity(MissingPackets.most)
        timers.begin(nowUs: nowUs)
        makeSlots()
        makeStreams()
    }

    /// All slots, whatever their kind.
    var slots: [OutboundSlot] { Array(audioSlots) + Array(videoSlots) + (screenSlot.map { [$0] } ?? []) }

    /// A slot has got another source, or none.
    func sourcesChanged() {
        watched = videoSlots.filter { $0.source != nil }
        if watched.isEmpty, screenSlot?.source == nil { pictureCameUs = Int64.min / 2 }
    }

    /// The lines in their fixed order: microphone and slot 0, camera and slot 0, the screen where a second line of
    /// picture goes both ways, then the other slots.
    private func makeSlots() {
        let video = media.filter { $0.kind == .video }
        if video.count > 1, video[1].direction.receives { screenIndex = video[1].index }
        for line in media {
            guard let outbound = line.outbound else { continue }
            let random = crypto.randomBytes(8)
            let numbers = (
                UInt16(random[0]) << 8 | UInt16(random[1]), UInt16(random[2]) << 8 | UInt16(random[3]),
                random[4...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            )
            let slot = OutboundSlot(self, line, outbound, firstNumbers: numbers)
            if line.kind == .audio {
                audioSlots.append(slot)
            } else if line.index == screenIndex {
                screenSlot = slot
            } else {
                videoSlots.append(slot)
            }
        }
        ownSsrc = audioSlots.first?.ssrc ?? videoSlots.first?.ssrc ?? Ssrc(1)
    }

    /// The streams that the browser has named in its description.
    private func makeStreams() {
        // Layers are told apart by their names alone (RFC 8852), which come with their first packets.
        for line in media where line.direction.receives && line.rids.isEmpty {
            for ssrc in line.theirSources where !line.theirRepairs.contains(where: { $0.repair == ssrc }) {
                learn(ssrc, of: line)
            }
        }
    }

    /// Streams that one browser may send: three lines, and layers of a picture.
    static let mostStreams = 12

    /// Notes a new stream of a line; nil when there are too many.
    @discardableResult func learn(_ ssrc: Ssrc, of line: NegotiatedMedia, layer: Int = 0) -> InboundStream? {
        guard streams.count < Self.mostStreams, !sources.contains(where: { $0.ssrc == ssrc }) else { return nil }
        let isScreen = line.index == screenIndex
        let role: StreamRole = line.kind == .audio ? .microphone : isScreen ? .screen : .camera
        let stream = InboundStream(ssrc: ssrc, role: role, media: line, layer: layer)
        streams.append(stream)
        sources.append(KnownSource(ssrc: ssrc, stream: Uncounted(stream), isRepair: false))
        if let repair = line.theirRepairs.first(where: { $0.primary == ssrc })?.repair {
            sources.append(KnownSource(ssrc: repair, stream: Uncounted(stream), isRepair: true))
        }
        return stream
    }

    /// The stream of this role that came last; of layers that flow side by side, the largest.
    func stream(_ role: StreamRole) -> InboundStream? {
        var newestUs = Int64.min
        for stream in streams where stream.role == role { newestUs = max(newestUs, stream.lastArrivalUs) }
        var found: InboundStream?
        for stream in streams where stream.role == role && newestUs - stream.lastArrivalUs < 500_000 {
            if stream.layer > found?.layer ?? -1 { found = stream }
        }
        return found
    }
}

/// The ids of the header extensions that we read; 0 where no line has one.
struct TransportIds {
    let mid: UInt8
    let rid: UInt8
    let repairedRid: UInt8
    let transportWide: UInt8
    let audioLevel: UInt8
    let videoOrientation: UInt8

    init(_ media: [NegotiatedMedia]) {
        let first = { (id: (ExtensionIds) -> UInt8) -> UInt8 in
            for line in media where id(line.extensions) != 0 { return id(line.extensions) }
            return 0
        }
        mid = first(\.mid)
        rid = first(\.rid)
        repairedRid = first(\.repairedRid)
        transportWide = first(\.transportWide)
        audioLevel = first(\.audioLevel)
        videoOrientation = first(\.videoOrientation)
    }
}

/// What has flowed since the peer joined.
struct PeerTotals {
    var packetsUp: UInt64 = 0
    var packetsDown: UInt64 = 0
    var bytesUp: UInt64 = 0
    var bytesDown: UInt64 = 0
    var controlDown: UInt64 = 0
}

/// When what is due next.
struct PeerTimers {
    var consentUs: Int64 = 0
    var reportUs: Int64 = 0
    var feedbackUs: Int64 = 0
    var lineUs: Int64 = 0
    var signUs: Int64 = 0
    /// The packets that had gone down when a sign of life was last thought of.
    var toldBefore: UInt64 = 0
    /// When the bound of what the browser sends is reckoned next.
    var boundUs: Int64 = 0
    var probe = ProbePace(kbps: 0, nowUs: 0)
    /// Repairs that may still be sent before the next turn, some hundredths of a second.
    var repairsLeft = Self.mostRepairs
    static let mostRepairs = 64

    mutating func begin(nowUs: Int64) {
        consentUs = nowUs + 500_000
        reportUs = nowUs + 500_000
        feedbackUs = nowUs
        lineUs = nowUs + 1_000_000
        signUs = nowUs + 500_000
    }
}
