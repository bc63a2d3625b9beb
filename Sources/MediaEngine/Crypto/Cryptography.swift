import MediaWire

/// What the engine needs of a cryptographic library; it does none of this itself.
public protocol Cryptography: AnyObject {
    /// SHA-256 over our certificate, for our session descriptions.
    var fingerprint: Fingerprint { get }

    /// A DTLS 1.2 session that asks for the peer's certificate and offers the profiles of `SrtpProfile`.
    /// Nil when the library is out of memory.
    func makeDtls(_ role: DtlsRole) -> (any DtlsSession)?

    /// The cipher for one direction; `isControl` for SRTCP. Nil when the keys are not of the profile's lengths.
    func makeCipher(
        _ profile: SrtpProfile, _ direction: CipherDirection, key: [UInt8], authenticationKey: [UInt8], isControl: Bool
    ) -> (any PacketCipher)?

    /// `count` bytes of AES-128 in counter mode from the block `iv` on: the key derivation of RFC 3711 section 4.3.3.
    func counterKeystream(key: [UInt8], iv: [UInt8], count: Int) -> [UInt8]

    /// HMAC-SHA1 for STUN; `tag` has 20 bytes.
    func hmacSha1(key: [UInt8], _ message: UnsafeRawBufferPointer, _ tag: UnsafeMutableRawBufferPointer)

    /// Bytes that nobody can guess.
    func randomBytes(_ count: Int) -> [UInt8]
}

/// Whether packets are made or opened.
public enum CipherDirection: Sendable {
    case seal
    case open
}

/// Who begins the handshake: a server is passive.
public enum DtlsRole: Sendable {
    case server
    case client
}

/// Where a handshake stands.
public enum DtlsState: Equatable, Sendable {
    case handshaking
    /// Keys can be had.
    case established
    /// The peer has said goodbye.
    case closed
    case failed
}

/// One DTLS association over datagrams that somebody else carries.
public protocol DtlsSession: AnyObject {
    var state: DtlsState { get }

    /// Begins as a client; nothing for a server.
    func start()

    /// Takes one datagram from the peer.
    func receive(_ datagram: UnsafeRawBufferPointer)

    /// The next datagram for the peer, nil when there is none; asked until nil after each other call.
    func nextDatagram(into buffer: UnsafeMutableRawBufferPointer) -> Int?

    /// Microseconds until `handleTimeout` wants to be called, nil when nothing is awaited.
    var timeoutUs: Int64? { get }

    /// Repeats what seems to have been lost.
    func handleTimeout()

    /// What both sides agreed on, once established; nil when the peer knew none of our profiles.
    func keys() -> SrtpMasterKeys?

    /// SHA-256 over the certificate that the peer has shown; nil before it did.
    var peerFingerprint: Fingerprint? { get }

    /// Says goodbye.
    func close()
}

/// The cipher of one direction of one transport.
///
/// Works in place and without allocating; only the media thread calls it.
public protocol PacketCipher: AnyObject {
    /// Encrypts the bytes from `clear` to `length` and writes the tag; false when the library refuses.
    ///
    /// Authenticated are all bytes up to `length`, and `suffix` behind them: the rollover counter, or the index of
    /// SRTCP.
    func seal(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool

    /// Checks the tag and decrypts the bytes from `clear` to `length`; false for a forged packet, whose bytes are
    /// then of no use.
    func open(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool
}
