import MediaWire

/// A packet's place among all of its stream: the rollover counter above the sequence number (RFC 3711 section 3.3.1).
enum PacketIndex {
    /// The index nearest to `highest` that ends in `sequence`; the very first packets of a stream have a rollover
    /// counter of 0.
    static func estimate(_ sequence: SequenceNumber, highest: Int64) -> Int64 {
        guard highest >= 0 else { return Int64(sequence.value) }
        let newest = SequenceNumber(UInt16(truncatingIfNeeded: highest))
        let index = highest + Int64(sequence.distance(from: newest))
        // Before the stream's beginning there is nothing: it must be the number of the round to come.
        return index < 0 ? index + 65_536 : index
    }
}

/// The initialisation vectors, written into sixteen bytes that the caller owns.
struct PacketVector {
    private let salt: [UInt8]
    private let isGcm: Bool
    /// Where the vector is made; twelve bytes of it count in GCM.
    let bytes: UnsafeMutableRawBufferPointer

    /// `bytes` must stay valid as long as the vector is used.
    init(_ profile: SrtpProfile, salt: [UInt8], bytes: UnsafeMutableRawBufferPointer) {
        self.salt = salt
        self.bytes = bytes
        isGcm = profile == .aes128Gcm
    }

    /// RFC 7714 section 8.1 and 9.1, RFC 3711 section 4.1.1: both XOR the SSRC and the index into the salt, at other
    /// places.
    /// For SRTCP the index has 31 bits.
    func make(_ ssrc: Ssrc, index: Int64) {
        for place in 0..<16 { bytes[place] = place < salt.count ? salt[place] : 0 }
        let ssrcPlace = isGcm ? 2 : 4
        for step in 0..<4 { bytes[ssrcPlace + step] ^= UInt8(truncatingIfNeeded: ssrc.value >> UInt32(24 - 8 * step)) }
        let indexPlace = isGcm ? 6 : 8
        for step in 0..<6 { bytes[indexPlace + step] ^= UInt8(truncatingIfNeeded: index >> Int64(40 - 8 * step)) }
    }
}
