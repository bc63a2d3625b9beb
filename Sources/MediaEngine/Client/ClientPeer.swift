import MediaWire

/// A peer that calls a server of ours: the other side for load and tests.
///
/// It offers, checks the path as the controlling side (RFC 8445), begins the DTLS handshake, and then sends and
/// receives
/// what its owner makes of it. Like the server's side it does no I/O and knows no clock, and lives on one thread.
public final class ClientPeer {
    /// How far the call is.
    public enum State: Equatable, Sendable {
        case offering
        case checking
        case handshaking
        case connected
        /// It has ended, or the server did not prove to be the one that answered.
        case gone
    }

    /// One packet that has arrived and been decrypted; its payload lies in the buffer that was received into.
    public struct Arrival {
        public let header: RtpHeader
        public let payload: UnsafeRawBufferPointer
    }

    /// The description to be sent to the server.
    public let offer: String
    public private(set) var state = State.offering
    /// Whether the server has asked for a key frame since this was last set to false.
    public var keyFrameIsWanted = false
    /// Bits per second that the server last allowed us (REMB); nil before it did.
    public private(set) var boundBps: UInt64?
    /// Datagrams of media that were genuine.
    public private(set) var packetsReceived: UInt64 = 0

    let crypto: any Cryptography
    let outbox: Outbox
    var local: IceCredentials
    let lines: [OfferDraft.Line]
    var remote: IceCredentials?
    var theirFingerprint: Fingerprint?
    /// Where the server listens; the first candidate of its answer over the wanted transport.
    public private(set) var server: TransportAddress?
    /// The server's user fragment, which everybody on the way can read; nil before its answer.
    public var serverFragment: String? { remote?.fragment }
    var dtls: (any DtlsSession)?
    var dtlsDueUs = Int64.max
    var sender: SrtpSender?
    var receiver: SrtpReceiver?
    let arrivals = ArrivalLog()
    var counts: [Int64]
    /// The streams of the layers, and the packets sent of each.
    var layers: [(ssrc: Ssrc, count: Int64)] = []
    var wideCount: UInt16 = 0
    /// What is done about lost packets; nil for a client that does nothing, such as one that only makes load.
    let repairs: ClientRepairs?
    /// The server's streams of repeated packets, and which stream each repeats.
    var repaired: [Ssrc: Ssrc] = [:]
    /// There and back, as the last answered check had it.
    private(set) var roundTripUs: Int64 = 0
    /// The latest moment that was told.
    private(set) var latestUs: Int64 = 0
    private var checkSentUs: Int64 = 0
    var checkDueUs = Int64.max
    var reportDueUs = Int64.max
    private var checks: UInt32 = 0
    private let tieBreaker: UInt64

    private static let checkPauseUs: Int64 = 50_000
    private static let consentPauseUs: Int64 = 1_000_000
    private static let reportPauseUs: Int64 = 100_000

    /// - Parameters:
    ///   - lines: What is offered, in the order of the media lines.
    ///   - layers: The names of the layers in which a picture is sent, smallest first; none for one stream.
    ///   - repairs: Whether lost packets are asked for again, sound as well, and sent again.
    public init(
        _ crypto: any Cryptography, outbox: Outbox, lines: [(kind: MediaKind, direction: MediaDirection)],
        layers: [String] = [], repairs: Bool = false
    ) {
        self.crypto = crypto
        self.outbox = outbox
        local = Self.makeCredentials(crypto)
        let random = crypto.randomBytes(8 + 4 * lines.count)
        tieBreaker = random[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        let name = local.fragment
        let offered = lines.enumerated().map { index, line in
            let ssrc = random[(8 + 4 * index)..<(12 + 4 * index)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let source = OutboundSource(
                ssrc: Ssrc(ssrc | 1), repair: nil, canonicalName: name, stream: "load", track: "track-\(index)")
            let isLayered = line.kind == .video && line.direction.sends
            return OfferDraft.Line(
                line.kind, line.direction, source: line.direction.sends ? source : nil, layers: isLayered ? layers : [])
        }
        self.lines = offered
        counts = Array(repeating: 0, count: lines.count)
        self.repairs = repairs ? ClientRepairs(lines: lines.count) : nil
        offer = OfferDraft(ice: local, fingerprint: crypto.fingerprint, lines: offered, repeatsSound: repairs).text
        let first = UInt32(truncatingIfNeeded: tieBreaker >> 33)
        self.layers = layers.indices.map { (Ssrc(first &+ UInt32(truncatingIfNeeded: $0)), 0) }
    }

    /// Takes the server's answer and begins to check the path.
    ///
    /// - Parameter transport: `udp`, or `tcpPassive` for a shell that connects to `server` and frames what it sends.
    public func accept(
        _ answer: String, over transport: IceCandidate.Transport = .udp, nowUs: Int64
    ) throws(OfferRefusal) {
        let session = try SessionDescription(parsing: answer)
        guard let line = session.media.first(where: { !$0.isRefused }), let ice = line.ice else { throw .noIce }
        guard let fingerprint = line.fingerprints.first else { throw .noFingerprint }
        let candidates = session.media.flatMap(\.candidates).filter { $0.transport == transport }
        // The loopback address first, where it is offered: load comes from the same machine.
        let overV4 = candidates.filter { !$0.address.isV6 }
        let best = overV4.first { $0.address.low >> 24 == 127 } ?? overV4.first
        guard let best else { throw .noIce }
        remote = ice
        theirFingerprint = fingerprint
        server = best.address
        for pair in session.media.flatMap(\.repairs) { repaired[pair.repair] = pair.primary }
        state = .checking
        checkDueUs = nowUs
        turn(nowUs: nowUs)
    }

    /// Takes one datagram from the server, decrypting in place; `take` is called for media.
    public func receive(_ datagram: UnsafeMutableRawBufferPointer, nowUs: Int64, _ take: (Arrival) -> Void) {
        let bytes = UnsafeRawBufferPointer(datagram)
        latestUs = nowUs
        switch DatagramKind(of: bytes) {
        case .stun: receiveStun(bytes, nowUs: nowUs)
        case .dtls:
            dtls?.receive(bytes)
            afterDtls(nowUs: nowUs)
        case .rtp:
            guard let header = RtpHeader(bytes), let length = receiver?.open(datagram, header)
            else { return }
            let packet = UnsafeRawBufferPointer(rebasing: bytes[..<length])
            packetsReceived &+= 1
            if let wide = RtpExtensions.find(OfferDraft.Ids.transportWide, header, in: packet), wide.count == 2 {
                let number = UInt16(packet[wide.lowerBound]) << 8 | UInt16(packet[wide.lowerBound + 1])
                arrivals.note(SequenceNumber(number), nowUs: nowUs)
            }
            guard let range = header.payload(in: packet) else { return }
            let payload = UnsafeRawBufferPointer(rebasing: packet[range])
            noteArrival(header, payload, nowUs: nowUs)
            take(Arrival(header: header, payload: payload))
        case .rtcp:
            guard let length = receiver?.openControl(datagram) else { return }
            for packet in RtcpPackets(UnsafeRawBufferPointer(rebasing: bytes[..<length])) {
                switch packet {
                case .pictureLoss, .fullIntraRequest: keyFrameIsWanted = true
                case .maximumBitrate(let bound): boundBps = bound.bitsPerSecond
                case .nack(let nack): answerNack(nack, nowUs: nowUs)
                default: continue
                }
            }
        case .other: return
        }
    }

    /// Does what is due; called every few milliseconds.
    public func turn(nowUs: Int64) {
        guard state != .gone, state != .offering else { return }
        latestUs = nowUs
        if nowUs >= checkDueUs {
            checkDueUs = nowUs + (state == .connected ? Self.consentPauseUs : Self.checkPauseUs)
            sendCheck()
        }
        if nowUs >= dtlsDueUs {
            dtls?.handleTimeout()
            afterDtls(nowUs: nowUs)
        }
        guard state == .connected else { return }
        askAgain(nowUs: nowUs)
        if nowUs >= reportDueUs {
            reportDueUs = nowUs + Self.reportPauseUs
            sendFeedback()
        }
    }

    /// The keys are there.
    func becomeConnected(nowUs: Int64) {
        state = .connected
        checkDueUs = nowUs + Self.consentPauseUs
        reportDueUs = nowUs + Self.reportPauseUs
    }

    /// Says goodbye.
    public func leave() {
        guard state != .gone else { return }
        state = .gone
        dtls?.close()
        if let dtls { sendDtls(dtls) }
    }

    private func receiveStun(_ bytes: UnsafeRawBufferPointer, nowUs: Int64) {
        guard let server, let remote, let message = StunMessage(bytes) else { return }
        let key = Array((message.type == .bindingRequest ? local : remote).password.utf8)
        guard message.hasIntegrity({ crypto.hmacSha1(key: key, $0, $1) }) else { return }
        if message.type == .bindingRequest {
            // As a browser does: whoever does not name the pair by both descriptions of it is not answered.
            guard message.username?.elementsEqual("\(local.fragment):\(remote.fragment)".utf8) == true else { return }
            let length = StunWriter.success(
                to: message.transaction, from: server, { crypto.hmacSha1(key: key, $0, $1) }, into: outbox.next())
            if let length { outbox.commit(length, to: server) }
        } else if message.type == .bindingSuccess, message.transaction == transaction {
            roundTripUs = max(1, latestUs - checkSentUs)
            guard state == .checking else { return }
            state = .handshaking
            dtls = crypto.makeDtls(.client)
            dtls?.start()
            afterDtls(nowUs: nowUs)
        }
    }

    /// The one under way.
    private var transaction: StunTransaction { StunTransaction(high: checks, low: tieBreaker ^ UInt64(checks)) }

    private func sendCheck() {
        guard let server, let remote else { return }
        checks &+= 1
        let key = Array(remote.password.utf8)
        checkSentUs = latestUs
        var request = StunWriter(outbox.next(), .bindingRequest, transaction)
        request.username("\(remote.fragment):\(local.fragment)")
        request.priority(110 << 24 | 65_535 << 8 | 255)
        request.iceControlling(tieBreaker)
        request.useCandidate()
        request.integrity { crypto.hmacSha1(key: key, $0, $1) }
        request.fingerprint()
        if let length = request.finish() { outbox.commit(length, to: server) }
    }
}
