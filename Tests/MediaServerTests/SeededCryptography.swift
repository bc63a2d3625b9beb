import MediaWire

@testable import MediaEngine

/// A cheap stand-in for the cryptographic library, of which a seed decides all that is random: so that a call costs
/// milliseconds and the same seed is the same call to the last byte. Worth nothing against a real attacker, but it
/// refuses what real ciphers refuse: another key, another number, another rollover counter, a bit turned.
///
/// That the real ciphers do as much is shown against libsrtp2 and the RFCs' vectors.
final class SeededCryptography: Cryptography {
    let fingerprint: Fingerprint
    private var chance: SeededChance

    init?(seed: UInt64) {
        chance = SeededChance(seed ^ 0x5EED)
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: seed &+ UInt64($0)) }
        guard let fingerprint = Fingerprint(bytes: bytes) else { return nil }
        self.fingerprint = fingerprint
    }

    func makeDtls(_ role: DtlsRole) -> (any DtlsSession)? {
        SeededDtls(role, nonce: chance.next(), fingerprint: fingerprint)
    }

    func makeCipher(
        _ profile: SrtpProfile, _ direction: CipherDirection, key: [UInt8], authenticationKey: [UInt8], isControl: Bool
    ) -> (any PacketCipher)? { SeededCipher(key) }

    func counterKeystream(key: [UInt8], iv: [UInt8], count: Int) -> [UInt8] {
        var stream = SeededChance(key.withUnsafeBytes { Self.mix($0, 1) } ^ iv.withUnsafeBytes { Self.mix($0, 2) })
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
    }

    func hmacSha1(key: [UInt8], _ message: UnsafeRawBufferPointer, _ tag: UnsafeMutableRawBufferPointer) {
        var stream = SeededChance(Self.mix(message, key.withUnsafeBytes { Self.mix($0, 3) }))
        for place in 0..<min(20, tag.count) { tag[place] = UInt8(truncatingIfNeeded: stream.next()) }
    }

    func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
    }

    /// One word of all bytes, in which every bit of them counts.
    static func mix(_ bytes: UnsafeRawBufferPointer, _ start: UInt64) -> UInt64 {
        var word = start ^ UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var place = 0
        while place + 8 <= bytes.count {
            word = stir(word ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        while place < bytes.count {
            word = stir(word ^ UInt64(bytes[place]))
            place += 1
        }
        return word
    }

    private static func stir(_ word: UInt64) -> UInt64 {
        let product = word &* 0xBF58_476D_1CE4_E5B9
        return product ^ (product >> 31)
    }
}

/// A cipher of one direction: a keystream and a code over all that counts.
private final class SeededCipher: PacketCipher {
    private let key: UInt64

    init(_ key: [UInt8]) { self.key = key.withUnsafeBytes { SeededCryptography.mix($0, 4) } }

    private func start(_ iv: UnsafeRawPointer, _ suffix: UInt32) -> UInt64 {
        SeededCryptography.mix(UnsafeRawBufferPointer(start: iv, count: 12), key ^ UInt64(suffix))
    }

    private func turn(_ packet: UnsafeMutableRawPointer, clear: Int, length: Int, _ start: UInt64) {
        var stream = SeededChance(start)
        var place = clear
        while place + 8 <= length {
            let word = packet.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ stream.next()
            packet.storeBytes(of: word, toByteOffset: place, as: UInt64.self)
            place += 8
        }
        while place < length {
            let byte = packet.load(fromByteOffset: place, as: UInt8.self) ^ UInt8(truncatingIfNeeded: stream.next())
            packet.storeBytes(of: byte, toByteOffset: place, as: UInt8.self)
            place += 1
        }
    }

    private func code(_ packet: UnsafeMutableRawPointer, length: Int, _ start: UInt64) -> UInt64 {
        SeededCryptography.mix(UnsafeRawBufferPointer(start: packet, count: length), ~start)
    }

    func seal(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool {
        let start = start(iv, suffix)
        turn(packet, clear: clear, length: length, start)
        let code = code(packet, length: length, start)
        tag.storeBytes(of: code, as: UInt64.self)
        tag.storeBytes(of: ~code, toByteOffset: 8, as: UInt64.self)
        return true
    }

    func open(
        _ packet: UnsafeMutableRawPointer, clear: Int, length: Int, iv: UnsafeRawPointer, suffix: UInt32,
        tag: UnsafeMutableRawPointer
    ) -> Bool {
        let start = start(iv, suffix)
        let code = code(packet, length: length, start)
        guard tag.loadUnaligned(as: UInt64.self) == code,
            tag.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == ~code
        else { return false }
        turn(packet, clear: clear, length: length, start)
        return true
    }
}

/// A handshake of one message each way, in which both give a number and say who they are.
private final class SeededDtls: DtlsSession {
    private let role: DtlsRole
    private let nonce: UInt64
    private let fingerprint: Fingerprint
    private var theirNonce: UInt64?
    private var isDue = false
    private(set) var state = DtlsState.handshaking
    private(set) var peerFingerprint: Fingerprint?

    /// Content type and version of a DTLS 1.2 record (RFC 6347 section 4.1), the role, the number, the fingerprint.
    private static let length = 4 + 8 + 32

    init(_ role: DtlsRole, nonce: UInt64, fingerprint: Fingerprint) {
        self.role = role
        self.nonce = nonce
        self.fingerprint = fingerprint
    }

    var timeoutUs: Int64? { state == .handshaking && role == .client ? 100_000 : nil }

    func start() { isDue = role == .client }

    func handleTimeout() { start() }

    func receive(_ datagram: UnsafeRawBufferPointer) {
        guard datagram.count == Self.length, datagram[3] == (role == .server ? 1 : 2) else { return }
        if role == .server { isDue = true }
        guard state == .handshaking else { return }
        theirNonce = datagram.loadUnaligned(fromByteOffset: 4, as: UInt64.self)
        peerFingerprint = Fingerprint(bytes: Array(datagram[12...]))
        state = .established
    }

    func nextDatagram(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        guard isDue else { return nil }
        isDue = false
        buffer.copyBytes(from: [22, 254, 253, role == .client ? 1 : 2])
        buffer.storeBytes(of: nonce, toByteOffset: 4, as: UInt64.self)
        for (place, byte) in fingerprint.bytes.enumerated() { buffer[12 + place] = byte }
        return Self.length
    }

    func keys() -> SrtpMasterKeys? {
        guard let theirNonce else { return nil }
        // The same on both sides, whoever of them asks.
        var stream = SeededChance(nonce ^ theirNonce)
        return SrtpMasterKeys(.aes128Gcm, exported: (0..<56).map { _ in UInt8(truncatingIfNeeded: stream.next()) })
    }

    func close() { state = .closed }
}
