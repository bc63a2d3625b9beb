/// Sequence numbers of `media` that its receiver misses (generic NACK, RFC 4585 section 6.2.1).
public struct Nack: Sequence, IteratorProtocol {
    public let sender: Ssrc
    public let media: Ssrc
    private let bytes: UnsafeRawBufferPointer
    private var offset = 8
    private var base: UInt16 = 0
    private var pending: UInt32 = 0

    init(_ body: UnsafeRawBufferPointer) {
        sender = Ssrc(body.number32(at: 0))
        media = Ssrc(body.number32(at: 4))
        bytes = body
    }

    /// The next missing number.
    public mutating func next() -> SequenceNumber? {
        while pending == 0 {
            guard offset + 4 <= bytes.count else { return nil }
            base = bytes.number16(at: offset)
            // Bit 0 stands for the number itself, bit n for the n-th after it.
            pending = UInt32(bytes.number16(at: offset + 2)) << 1 | 1
            offset += 4
        }
        let step = pending.trailingZeroBitCount
        pending &= pending - 1
        return SequenceNumber(base &+ UInt16(step))
    }
}

/// Demands for a key frame, each with a number that tells a repetition from a new one (FIR, RFC 5104 section 4.3.1).
public struct FullIntraRequests: Sequence, IteratorProtocol {
    /// One demand.
    @frozen public struct Request: Equatable, Sendable {
        public let media: Ssrc
        public let number: UInt8
    }

    public let sender: Ssrc
    private let bytes: UnsafeRawBufferPointer
    private var offset = 8

    init(_ body: UnsafeRawBufferPointer) {
        sender = Ssrc(body.number32(at: 0))
        bytes = body
    }

    /// The next demand.
    public mutating func next() -> Request? {
        guard offset + 8 <= bytes.count else { return nil }
        defer { offset += 8 }
        return Request(media: Ssrc(bytes.number32(at: offset)), number: bytes.number8(at: offset + 4))
    }
}

/// The most that a receiver wants of these streams together (REMB, draft-alvestrand-rmcat-remb-03).
@frozen public struct MaximumBitrate {
    public let sender: Ssrc
    /// Bits per second; held to what 64 bits can say.
    public let bitsPerSecond: UInt64
    public let media: SsrcList

    static let name: UInt32 = 0x5245_4D42

    init?(_ body: UnsafeRawBufferPointer) {
        guard body.count >= 16, body.number32(at: 8) == Self.name else { return nil }
        sender = Ssrc(body.number32(at: 0))
        let word = body.number24(at: 13)
        let mantissa = UInt64(word & 0x3FFFF)
        let exponent = Int(word >> 18)
        // A smart shift gives 0 for bits shifted out; a hostile exponent of 63 would otherwise wrap.
        bitsPerSecond = exponent > mantissa.leadingZeroBitCount ? .max : mantissa << exponent
        media = SsrcList(body.part(16..<body.count), count: Int(body.number8(at: 12)))
    }
}
