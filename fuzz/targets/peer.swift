import MediaEngine
import MediaWire

// Two peers in a room behind a switchboard, with ciphers that let everything through: what comes behind the keys is
// as hostile as what comes before them, for a browser may be anybody's. The input is a row of datagrams, each behind
// three bytes: who sends it and how many times four milliseconds have passed, and its length.

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
    let peerFingerprint = Fingerprint(bytes: [UInt8](repeating: 7, count: 32))

    func start() {}
    func receive(_ datagram: UnsafeRawBufferPointer) { state = .established }
    func nextDatagram(into buffer: UnsafeMutableRawBufferPointer) -> Int? { nil }
    func handleTimeout() {}
    func keys() -> SrtpMasterKeys? { SrtpMasterKeys(.aes128Gcm, exported: [UInt8](repeating: 1, count: 56)) }
    func close() { state = .closed }
}

private final class OpenCryptography: Cryptography {
    let fingerprint: Fingerprint
    private var count: UInt8 = 0

    init(_ fingerprint: Fingerprint) { self.fingerprint = fingerprint }

    func makeDtls(_ role: DtlsRole) -> (any DtlsSession)? { InstantDtls() }
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

private let ice = IceCredentials(fragment: "fuzz", password: "0123456789abcdef012345")
private let addresses = [TransportAddress(v4: 1, port: 1), TransportAddress(v4: 1, port: 2)]

/// Joins a peer and brings it to where its keys are there.
private func connect(_ place: Int, _ board: Switchboard, _ fingerprint: Fingerprint) {
    let kinds: [MediaKind] = [.audio, .video, .video, .audio, .video]
    let lines = kinds.enumerated().map { index, kind in
        let source = OutboundSource(
            ssrc: Ssrc(UInt32(2 * index + 1)), repair: kind == .video ? Ssrc(UInt32(2 * index + 2)) : nil,
            canonicalName: "f", stream: "s", track: "t")
        return OfferDraft.Line(kind, index < 3 ? .sendrecv : .recvonly, source: index < 3 ? source : nil)
    }
    let offer = OfferDraft(ice: ice, fingerprint: fingerprint, lines: lines).text
    guard let answer = try? board.join("\(place)", offer: offer, nowUs: 0),
        let remote = try? SessionDescription(parsing: answer).media.first?.ice
    else { preconditionFailure("a peer that cannot join tests nothing") }
    var buffer = [UInt8](repeating: 0, count: 700)
    buffer.withUnsafeMutableBytes { buffer in
        var check = StunWriter(buffer, .bindingRequest, StunTransaction(high: 1, low: 1))
        check.username("\(remote.fragment):\(ice.fragment)")
        check.useCandidate()
        check.integrity { _, tag in for place in 0..<20 { tag[place] = 0 } }
        guard let length = check.finish() else { return }
        let whole = UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])
        board.receive(whole, from: addresses[place], nowUs: 0)
    }
    var hello: [UInt8] = [22, 254, 253]
    hello.withUnsafeMutableBytes { board.receive($0, from: addresses[place], nowUs: 0) }
    board.place("\(place)", in: "room", seat: place, nowUs: 0)
    precondition(board.line(of: "\(place)") != nil, "a peer without keys tests nothing")
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOnce(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let fingerprint = Fingerprint(bytes: [UInt8](repeating: 7, count: 32)) else { return 0 }
    let board = Switchboard(OpenCryptography(fingerprint), candidates: [], outbox: Outbox(capacity: 16))
    for place in addresses.indices { connect(place, board, fingerprint) }
    var reader = ByteReader(UnsafeRawBufferPointer(start: start, count: count))
    var nowUs: Int64 = 0
    while let control = reader.u8(), let length = reader.u16() {
        nowUs += Int64(control >> 1) * 4_000
        guard let bytes = reader.take(min(Int(length), reader.remaining)) else { break }
        // A copy of its own, as long as the datagram and no longer.
        let datagram = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { datagram.deallocate() }
        datagram.copyMemory(from: bytes)
        board.receive(datagram, from: addresses[Int(control & 1)], nowUs: nowUs)
        board.turn(nowUs: nowUs)
        board.outbox.clear()
        _ = board.takeNews()
    }
    // Whoever has left leaves nothing behind: the leak detector watches.
    board.leaveAll(nowUs: nowUs)
    return 0
}
