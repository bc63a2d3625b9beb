/// The records that stand together in a datagram of DTLS (RFC 6347 section 4.1).
public enum DtlsRecords {
    /// Bytes of type, version, epoch and sequence, and length.
    public static let headerLength = 13
    private static let dtls12: UInt16 = 0xFEFD
    /// What a first hello may be sent as (RFC 6347 section 4.2.1); never after the version has been agreed on.
    private static let dtls10: UInt16 = 0xFEFF
    /// Nonce and tag of AES-GCM (RFC 5288 section 3): no encrypted record is shorter.
    private static let leastEncrypted = 24

    /// How many bytes of a datagram, from its beginning, are records that may be genuine: whole, of this version, and as
    /// long as encryption makes them.
    ///
    /// - Parameter hasSpoken: Whether something of ours has been sent, so that the version has been agreed on.
    public static func soundLength(of datagram: UnsafeRawBufferPointer, hasSpoken: Bool) -> Int {
        var reader = ByteReader(datagram)
        var sound = 0
        while reader.skip(1), let version = reader.u16(), let epoch = reader.u16(), reader.skip(6), let length = reader.u16(),
            reader.skip(Int(length)), epoch == 0 || length >= leastEncrypted,
            version == dtls12 || version == dtls10 && !hasSpoken
        { sound += headerLength + Int(length) }
        return sound
    }
}
