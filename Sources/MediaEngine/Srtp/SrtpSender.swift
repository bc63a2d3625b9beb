import MediaWire

/// Protects what we send on one transport: SRTP and SRTCP, in place (RFC 3711, RFC 7714).
///
/// A value that has one owner, so that nothing is counted when a packet is protected.
struct SrtpSender: ~Copyable {
    private let profile: SrtpProfile
    private let cipher: any PacketCipher
    private let controlCipher: any PacketCipher
    private let scratch: UnsafeMutableRawBufferPointer
    private let vector: PacketVector
    private let controlVector: PacketVector
    /// The index of the next SRTCP packet; one counter serves all our streams.
    private var controlIndex: UInt32 = 0

    /// Bytes that a packet grows by.
    let overhead: Int

    /// Nil when the library refuses the keys.
    init?(_ profile: SrtpProfile, key: [UInt8], salt: [UInt8], _ crypto: any Cryptography) {
        let media = SrtpSessionKeys(profile, master: key, salt: salt, isControl: false, crypto)
        let control = SrtpSessionKeys(profile, master: key, salt: salt, isControl: true, crypto)
        guard
            let cipher = crypto.makeCipher(
                profile, .seal, key: media.key, authenticationKey: media.authenticationKey, isControl: false),
            let controlCipher = crypto.makeCipher(
                profile, .seal, key: control.key, authenticationKey: control.authenticationKey, isControl: true)
        else { return nil }
        self.profile = profile
        self.cipher = cipher
        self.controlCipher = controlCipher
        overhead = profile.tagLength
        scratch = .allocate(byteCount: 16, alignment: 16)
        vector = PacketVector(profile, salt: media.salt, bytes: scratch)
        controlVector = PacketVector(profile, salt: control.salt, bytes: scratch)
    }

    deinit { scratch.deallocate() }

    /// Protects the RTP packet in the first `length` bytes of `buffer`; answers its new length, nil when there is no
    /// room.
    ///
    /// `index` is the sender's own count of the packet, its lower 16 bits the sequence number.
    func protect(
        _ buffer: UnsafeMutableRawBufferPointer, header: Int, length: Int, ssrc: Ssrc, index: Int64
    ) -> Int? {
        guard let base = buffer.baseAddress, header <= length, length + overhead <= buffer.count,
            let iv = UnsafeRawPointer(scratch.baseAddress)
        else { return nil }
        vector.make(ssrc, index: index)
        let rollover = UInt32(truncatingIfNeeded: index >> 16)
        guard cipher.seal(base, clear: header, length: length, iv: iv, suffix: rollover, tag: base + length)
        else { return nil }
        return length + overhead
    }

    /// Protects the RTCP packet in the first `length` bytes of `buffer` (RFC 3711 section 3.4, RFC 7714 section 9).
    mutating func protectControl(_ buffer: UnsafeMutableRawBufferPointer, length: Int) -> Int? {
        let total = length + profile.controlOverhead
        guard let base = buffer.baseAddress, length >= 8, total <= buffer.count,
            let iv = UnsafeRawPointer(scratch.baseAddress)
        else { return nil }
        let ssrc = Ssrc(base.loadUnaligned(fromByteOffset: 4, as: UInt32.self).bigEndian)
        let index = controlIndex & 0x7FFF_FFFF
        controlIndex &+= 1
        controlVector.make(ssrc, index: Int64(index))
        let word = index | 0x8000_0000
        // GCM puts the tag before the index, the older profile behind it.
        let isGcm = profile == .aes128Gcm
        let tagPlace = isGcm ? length : length + 4
        let wordPlace = isGcm ? length + profile.tagLength : length
        (base + wordPlace).storeBytes(of: word.bigEndian, as: UInt32.self)
        guard controlCipher.seal(base, clear: 8, length: length, iv: iv, suffix: word, tag: base + tagPlace)
        else { return nil }
        return total
    }
}
