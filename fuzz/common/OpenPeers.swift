import MediaEngine
import MediaWire

// Two peers in a room behind a switchboard, with ciphers that let everything through: what comes behind the keys is
// as hostile as what comes before them, for a browser may be anybody's.

/// Lets everything through and changes nothing; tags are cut off unread.
private final class OpenCipher: PacketCipher {
    func seal(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool { true }

    func open(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool { true }
}

/// Is through with the handshake at the first datagram.
private final class InstantDtls: DtlsSession {
    var state = DtlsState.handshaking
    let timeoutUs: Int64? = nil
    let peerFingerprint: Fingerprint?

    init(_ peerFingerprint: Fingerprint) { self.peerFingerprint = peerFingerprint }

    func start() {}
    func receive(_ datagram: UnsafeRawBufferPointer) { state = .established }
    func nextDatagram(into buffer: UnsafeMutableRawBufferPointer) -> Int? { nil }
    func handleTimeout() {}
    func keys() -> SrtpMasterKeys? { SrtpMasterKeys(.aes128Gcm, exported: [UInt8](repeating: 1, count: 56)) }
    func close() { state = .closed }
}

final class OpenCryptography: Cryptography {
    let fingerprint: Fingerprint
    /// What the next peer's certificate is found to have.
    var theirs: Fingerprint
    private var count: UInt8 = 0

    init(_ fingerprint: Fingerprint) { (self.fingerprint, theirs) = (fingerprint, fingerprint) }

    func makeDtls(_ role: DtlsRole) -> (any DtlsSession)? { InstantDtls(theirs) }
    func makeCipher(
        _ profile: SrtpProfile, _ direction: CipherDirection, key: [UInt8], authenticationKey: [UInt8], isControl: Bool
    ) -> (any PacketCipher)? { OpenCipher() }
    func counterKeystream(key: [UInt8], iv: [UInt8], count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    func hmacSha1(key: [UInt8], _ message: UnsafeRawBufferPointer, _ tag: UnsafeMutableRawBufferPointer) {
        for place in 0..<min(20, tag.count) { tag[place] = 0 }
    }
    /// The same numbers in every run, so that an input means the same each time.
    func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in
            self.count = self.count &* 5 &+ 3
            return self.count
        }
    }
}

let ice = IceCredentials(fragment: "fuzz", password: "0123456789abcdef012345")
let addresses = [TransportAddress(v4: 1, port: 1), TransportAddress(v4: 1, port: 2)]

/// What an ordinary page offers.
func ordinaryOffer(_ fingerprint: Fingerprint) -> String {
    let kinds: [MediaKind] = [.audio, .video, .video, .audio, .video]
    let lines = kinds.enumerated().map { index, kind in
        let source = OutboundSource(
            ssrc: Ssrc(UInt32(2 * index + 1)), repair: kind == .video ? Ssrc(UInt32(2 * index + 2)) : nil,
            canonicalName: "f", stream: "s", track: "t")
        return OfferDraft.Line(kind, index < 3 ? .sendrecv : .recvonly, source: index < 3 ? source : nil)
    }
    return OfferDraft(ice: ice, fingerprint: fingerprint, lines: lines).text
}

/// Joins a peer and brings it to where its keys are there; false when its offer is refused.
func connect(_ place: Int, _ board: Switchboard, _ offer: Offer) -> Bool {
    guard let answer = board.join("\(place)", offer, nowUs: 0) else { return false }
    guard let remote = try? SessionDescription(parsing: answer).media.first(where: { $0.ice != nil })?.ice else {
        preconditionFailure("an answer of ours that cannot be read")
    }
    var buffer = [UInt8](repeating: 0, count: 700)
    buffer.withUnsafeMutableBytes { buffer in
        var check = StunWriter(buffer, .bindingRequest, StunTransaction(high: 1, low: 1))
        check.username("\(remote.fragment):\(offer.ice.fragment)")
        check.useCandidate()
        check.integrity { _, tag in for place in 0..<20 { tag[place] = 0 } }
        guard let length = check.finish() else { return }
        let whole = UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])
        board.receive(whole, from: addresses[place], nowUs: 0)
    }
    var hello: [UInt8] = [22, 254, 253]
    hello.withUnsafeMutableBytes { board.receive($0, from: addresses[place], nowUs: 0) }
    board.place("\(place)", in: "room", seat: place, nowUs: 0)
    return true
}
