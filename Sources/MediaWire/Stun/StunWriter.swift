/// Writes a STUN message (RFC 8489) into a caller's buffer: attributes in any order, then `integrity`, then
/// `fingerprint`.
public struct StunWriter {
    private var writer: ByteWriter
    private let transaction: StunTransaction

    /// Bytes that hold every message written here, with a user name of the longest allowed.
    public static let roomyLength = 700

    /// Begins a message.
    public init(_ buffer: UnsafeMutableRawBufferPointer, _ type: StunType, _ transaction: StunTransaction) {
        writer = ByteWriter(buffer)
        self.transaction = transaction
        writer.u16(type.bits)
        writer.u16(0)
        writer.u32(StunHeader.cookie)
        writer.u32(transaction.high)
        writer.u64(transaction.low)
    }

    private mutating func begin(_ name: UInt16, _ size: Int) {
        writer.u16(name)
        writer.u16(UInt16(truncatingIfNeeded: size))
    }

    private mutating func pad() { writer.zeros(-writer.count & 3) }

    /// The message's length field as it is with `more` bytes behind what has been written.
    private mutating func patchLength(more: Int) {
        writer.patch16(UInt16(truncatingIfNeeded: writer.count + more - StunHeader.length), at: 2)
    }

    /// USERNAME: `<ufrag of the receiver>:<ufrag of the sender>`, at most 512 bytes.
    public mutating func username(_ name: String) {
        begin(StunAttribute.username, name.utf8.count)
        writer.text(name)
        pad()
    }

    /// PRIORITY, of the candidate that this check would make known (RFC 8445 section 7.1.1).
    public mutating func priority(_ priority: UInt32) {
        begin(StunAttribute.priority, 4)
        writer.u32(priority)
    }

    /// USE-CANDIDATE: the controlling side nominates this pair.
    public mutating func useCandidate() { begin(StunAttribute.useCandidate, 0) }

    /// ICE-CONTROLLING with the tie breaker.
    public mutating func iceControlling(_ tieBreaker: UInt64) {
        begin(StunAttribute.iceControlling, 8)
        writer.u64(tieBreaker)
    }

    /// ICE-CONTROLLED with the tie breaker.
    public mutating func iceControlled(_ tieBreaker: UInt64) {
        begin(StunAttribute.iceControlled, 8)
        writer.u64(tieBreaker)
    }

    /// XOR-MAPPED-ADDRESS: where the request came from (section 14.2).
    public mutating func xorMappedAddress(_ address: TransportAddress) {
        begin(StunAttribute.xorMappedAddress, address.isV6 ? 20 : 8)
        writer.u16(address.isV6 ? 2 : 1)
        writer.u16(address.port ^ UInt16(truncatingIfNeeded: StunHeader.cookie >> 16))
        if address.isV6 {
            writer.u64(address.high ^ (UInt64(StunHeader.cookie) << 32 | UInt64(transaction.high)))
            writer.u64(address.low ^ transaction.low)
        } else {
            writer.u32(UInt32(truncatingIfNeeded: address.low) ^ StunHeader.cookie)
        }
    }

    /// ERROR-CODE with its reason phrase.
    public mutating func error(_ error: StunError) {
        begin(StunAttribute.errorCode, 4 + error.reason.utf8.count)
        writer.u16(0)
        writer.u8(UInt8(truncatingIfNeeded: error.rawValue / 100))
        writer.u8(UInt8(truncatingIfNeeded: error.rawValue % 100))
        writer.text(error.reason)
        pad()
    }

    /// UNKNOWN-ATTRIBUTES with the one that was not understood, beside error 420.
    public mutating func unknownAttribute(_ name: UInt16) {
        begin(StunAttribute.unknownAttributes, 2)
        writer.u16(name)
        pad()
    }

    /// SOFTWARE: what the sender is called.
    public mutating func software(_ name: String) {
        begin(StunAttribute.software, name.utf8.count)
        writer.text(name)
        pad()
    }

    /// MESSAGE-INTEGRITY over everything so far (section 14.5).
    public mutating func integrity(_ hmac: HmacSha1) {
        patchLength(more: 4 + StunHeader.integrityLength)
        withUnsafeTemporaryAllocation(byteCount: StunHeader.integrityLength, alignment: 8) { tag in
            hmac(writer.written, tag)
            begin(StunAttribute.messageIntegrity, tag.count)
            writer.copy(UnsafeRawBufferPointer(tag))
        }
    }

    /// FINGERPRINT over everything so far (section 14.7); it is the last.
    public mutating func fingerprint() {
        patchLength(more: 8)
        let sum = Crc32.sum(writer.written) ^ StunHeader.fingerprintMask
        begin(StunAttribute.fingerprint, 4)
        writer.u32(sum)
    }

    /// Closes the message.
    /// - Returns: its length, or nil when the buffer was too small.
    public mutating func finish() -> Int? {
        patchLength(more: 0)
        return writer.overflowed ? nil : writer.count
    }

    /// A whole success response to a check: the address it came from, integrity and fingerprint.
    public static func success(
        to transaction: StunTransaction, from address: TransportAddress, _ hmac: HmacSha1,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        var message = StunWriter(buffer, .bindingSuccess, transaction)
        message.xorMappedAddress(address)
        message.integrity(hmac)
        message.fingerprint()
        return message.finish()
    }

    /// A whole error response; with integrity where the sender is known, without for 400 and 401 (RFC 8489 section
    /// 9.1.3).
    public static func failure(
        to transaction: StunTransaction, _ error: StunError, unknown: UInt16? = nil, _ hmac: HmacSha1?,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        var message = StunWriter(buffer, .bindingError, transaction)
        message.error(error)
        if let unknown { message.unknownAttribute(unknown) }
        if let hmac { message.integrity(hmac) }
        message.fingerprint()
        return message.finish()
    }
}
