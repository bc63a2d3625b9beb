/// A STUN message (RFC 8489), read in place in one pass; valid only as long as its bytes are.
///
/// Reading proves nothing about who sent it: ask `hasIntegrity` before anything in it is believed.
public struct StunMessage {
    public let bytes: UnsafeRawBufferPointer
    public let type: StunType
    public let transaction: StunTransaction
    /// USERNAME as it stands: in a check `<ufrag of the receiver>:<ufrag of the sender>`.
    public private(set) var username: UnsafeRawBufferPointer?
    public private(set) var priority: UInt32?
    public private(set) var useCandidate = false
    /// The tie breakers of the two roles (RFC 8445 section 7.1.3).
    public private(set) var iceControlling: UInt64?
    public private(set) var iceControlled: UInt64?
    public private(set) var xorMappedAddress: TransportAddress?
    /// ERROR-CODE, 300 to 699.
    public private(set) var errorCode: UInt16?
    /// The first attribute that had to be understood and was not (answer 420); nil where there is none.
    public private(set) var unknownRequired: UInt16?
    private var integrityOffset: Int?
    private var fingerprintOffset: Int?

    /// Attributes in one message: a bound, more than any that ICE sends.
    private static let mostAttributes = 32

    /// Nil when this is no STUN message of RFC 8489, or its lengths are unsound, or a fingerprint in it is wrong.
    public init?(_ datagram: UnsafeRawBufferPointer) {
        let length = Int(datagram.number16(at: 2))
        guard datagram.count >= StunHeader.length, datagram.number8(at: 0) & 0xC0 == 0,
            datagram.number32(at: 4) == StunHeader.cookie, length & 3 == 0,
            datagram.count == StunHeader.length + length
        else { return nil }
        bytes = datagram
        type = StunType(datagram.number16(at: 0))
        transaction = StunTransaction(
            high: datagram.number32(at: 8),
            low: UInt64(datagram.number32(at: 12)) << 32 | UInt64(datagram.number32(at: 16)))
        guard readAttributes(), fingerprintIsSound else { return nil }
    }

    private mutating func readAttributes() -> Bool {
        var offset = StunHeader.length
        for _ in 0..<Self.mostAttributes where offset < bytes.count {
            let start = offset + 4
            let size = Int(bytes.number16(at: offset + 2))
            guard fingerprintOffset == nil, let value = bytes.part(from: start, count: size),
                start + size + (-size & 3) <= bytes.count
            else { return false }
            guard readAttribute(bytes.number16(at: offset), value, at: offset) else { return false }
            offset = start + size + (-size & 3)
        }
        return offset == bytes.count
    }

    private mutating func readAttribute(_ name: UInt16, _ value: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        if name == StunAttribute.fingerprint {
            fingerprintOffset = offset
            return value.count == 4
        }
        // What follows the integrity is not covered by it and must be ignored (RFC 8489 section 14.5).
        if integrityOffset != nil { return true }
        switch name {
        case StunAttribute.messageIntegrity:
            integrityOffset = offset
            return value.count == StunHeader.integrityLength
        case StunAttribute.username:
            username = value
        case StunAttribute.priority:
            guard value.count == 4 else { return false }
            priority = value.number32(at: 0)
        case StunAttribute.useCandidate:
            useCandidate = true
        case StunAttribute.iceControlling, StunAttribute.iceControlled:
            guard value.count == 8 else { return false }
            let breaker = UInt64(value.number32(at: 0)) << 32 | UInt64(value.number32(at: 4))
            if name == StunAttribute.iceControlling { iceControlling = breaker } else { iceControlled = breaker }
        case StunAttribute.xorMappedAddress:
            xorMappedAddress = mappedAddress(value)
            return xorMappedAddress != nil
        case StunAttribute.errorCode:
            guard value.count >= 4 else { return false }
            errorCode = UInt16(value.number8(at: 2) & 7) * 100 + UInt16(min(99, value.number8(at: 3)))
        default:
            if name < 0x8000, !Self.isHarmless(name), unknownRequired == nil { unknownRequired = name }
        }
        return true
    }

    /// Attributes of other uses of STUN that older senders put into checks; to be ignored, not refused.
    private static func isHarmless(_ name: UInt16) -> Bool {
        // MAPPED-ADDRESS, UNKNOWN-ATTRIBUTES, REALM, NONCE, and MESSAGE-INTEGRITY-SHA256, which nobody asks of us.
        [0x0001, 0x000A, 0x0014, 0x0015, 0x001C].contains(name)
    }

    private func mappedAddress(_ value: UnsafeRawBufferPointer) -> TransportAddress? {
        guard value.count >= 8 else { return nil }
        let port = value.number16(at: 2) ^ UInt16(truncatingIfNeeded: StunHeader.cookie >> 16)
        switch (value.number8(at: 1), value.count) {
        case (1, 8):
            return TransportAddress(v4: value.number32(at: 4) ^ StunHeader.cookie, port: port)
        case (2, 20):
            let high = UInt64(value.number32(at: 4)) << 32 | UInt64(value.number32(at: 8))
            let low = UInt64(value.number32(at: 12)) << 32 | UInt64(value.number32(at: 16))
            let mask = UInt64(StunHeader.cookie) << 32 | UInt64(transaction.high)
            return TransportAddress(v6High: high ^ mask, low: low ^ transaction.low, port: port)
        default:
            return nil
        }
    }

    private var fingerprintIsSound: Bool {
        guard let offset = fingerprintOffset else { return true }
        guard let covered = bytes.part(from: 0, count: offset) else { return false }
        return Crc32.sum(covered) ^ StunHeader.fingerprintMask == bytes.number32(at: offset + 4)
    }

    /// Whether the message carries FINGERPRINT; a wrong one has been refused when the message was read.
    public var hasFingerprint: Bool { fingerprintOffset != nil }

    /// Whether the message carries MESSAGE-INTEGRITY and it is the one that the caller's key gives. Compared in
    /// constant time.
    public func hasIntegrity(_ hmac: HmacSha1) -> Bool {
        guard let offset = integrityOffset, let covered = bytes.part(from: 0, count: offset),
            let sent = bytes.part(from: offset + 4, count: StunHeader.integrityLength)
        else { return false }
        // The length that was hashed ends with the integrity itself, whatever follows it (RFC 8489 section 14.5).
        return withUnsafeTemporaryAllocation(byteCount: offset + StunHeader.integrityLength, alignment: 8) { scratch in
            scratch.copyMemory(from: covered)
            let hashed = UInt16(truncatingIfNeeded: offset - StunHeader.length + 4 + StunHeader.integrityLength)
            scratch.set16(hashed, at: 2)
            let message = UnsafeRawBufferPointer(scratch).part(0..<offset)
            let tag = UnsafeMutableRawBufferPointer(rebasing: scratch[offset...])
            hmac(message, tag)
            var difference: UInt8 = 0
            for index in 0..<StunHeader.integrityLength { difference |= tag[index] ^ sent[index] }
            return difference == 0
        }
    }
}
