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
    /// The salt as two numbers in reading order, zeros behind it.
    private let saltHigh: UInt64
    private let saltLow: UInt64
    private let isGcm: Bool
    /// Where the vector is made; twelve bytes of it count in GCM.
    let bytes: UnsafeMutableRawBufferPointer

    /// `bytes` must be sixteen, and stay valid as long as the vector is used.
    init(_ profile: SrtpProfile, salt: [UInt8], bytes: UnsafeMutableRawBufferPointer) {
        let number = { (range: Range<Int>) in
            range.reduce(UInt64(0)) { $0 << 8 | ($1 < salt.count ? UInt64(salt[$1]) : 0) }
        }
        saltHigh = number(0..<8)
        saltLow = number(8..<16)
        self.bytes = bytes
        isGcm = profile == .aes128Gcm
    }

    /// RFC 7714 section 8.1 and 9.1, RFC 3711 section 4.1.1: both XOR the SSRC and the index of 48 bits into the salt,
    /// at other places. For SRTCP the index has 31 bits.
    func make(_ ssrc: Ssrc, index: Int64) {
        let name = UInt64(ssrc.value)
        let number = UInt64(bitPattern: index) & 0xFFFF_FFFF_FFFF
        // The SSRC in bytes 2 to 5 and the index in 6 to 11, or in 4 to 7 and 8 to 13.
        let high = isGcm ? name << 16 | number >> 32 : name
        let low = isGcm ? number << 32 : number << 16
        bytes.storeBytes(of: (saltHigh ^ high).bigEndian, toByteOffset: 0, as: UInt64.self)
        bytes.storeBytes(of: (saltLow ^ low).bigEndian, toByteOffset: 8, as: UInt64.self)
    }
}
