/// What a sender says of its own stream (RFC 3550 section 6.4.1), and of what it receives.
@frozen public struct SenderReport {
    public let sender: Ssrc
    /// Wall clock in NTP form: seconds since 1900 above, fractions of 2^-32 s below.
    public let ntpTime: UInt64
    public let rtpTime: RtpTimestamp
    public let packetCount: UInt32
    public let octetCount: UInt32
    public let blocks: ReportBlocks

    init?(_ body: UnsafeRawBufferPointer, count: Int) {
        guard body.count >= 24 else { return nil }
        sender = Ssrc(body.number32(at: 0))
        ntpTime = UInt64(body.number32(at: 4)) << 32 | UInt64(body.number32(at: 8))
        rtpTime = RtpTimestamp(body.number32(at: 12))
        packetCount = body.number32(at: 16)
        octetCount = body.number32(at: 20)
        blocks = ReportBlocks(body.part(24..<body.count), count: count)
    }
}

/// What a receiver says of one stream (RFC 3550 section 6.4.1).
@frozen public struct ReportBlock: Equatable, Sendable {
    public let ssrc: Ssrc
    /// Lost since the last report, in 256ths of what was expected.
    public let fractionLost: UInt8
    /// Lost since the beginning; negative where duplicates came. Held to 24 bits when written.
    public let cumulativeLost: Int32
    /// The highest sequence number, with its count of wraps above it.
    public let highestSequence: UInt32
    /// In ticks of the stream's clock.
    public let jitter: UInt32
    /// The middle 32 bits of the last sender report's wall clock; 0 before the first.
    public let lastSenderReport: UInt32
    /// Time since it came, in 65,536ths of a second.
    public let delaySinceLastSenderReport: UInt32

    static let length = 24

    public init(
        ssrc: Ssrc, fractionLost: UInt8, cumulativeLost: Int32, highestSequence: UInt32, jitter: UInt32,
        lastSenderReport: UInt32, delaySinceLastSenderReport: UInt32
    ) {
        self.ssrc = ssrc
        self.fractionLost = fractionLost
        self.cumulativeLost = cumulativeLost
        self.highestSequence = highestSequence
        self.jitter = jitter
        self.lastSenderReport = lastSenderReport
        self.delaySinceLastSenderReport = delaySinceLastSenderReport
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        let lost = bytes.number24(at: 5)
        self.init(
            ssrc: Ssrc(bytes.number32(at: 0)), fractionLost: bytes.number8(at: 4),
            // The sign is the 24th bit.
            cumulativeLost: Int32(bitPattern: lost << 8) >> 8,
            highestSequence: bytes.number32(at: 8), jitter: bytes.number32(at: 12),
            lastSenderReport: bytes.number32(at: 16), delaySinceLastSenderReport: bytes.number32(at: 20))
    }
}

/// The blocks of a report, as many as are there, at most as many as its header says.
public struct ReportBlocks: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private var left: Int
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer, count: Int) {
        self.bytes = bytes
        left = count
    }

    /// The next block.
    public mutating func next() -> ReportBlock? {
        guard left > 0, let block = bytes.part(from: offset, count: ReportBlock.length) else { return nil }
        left -= 1
        offset += ReportBlock.length
        return ReportBlock(block)
    }
}

/// Names of streams, one after the other.
public struct SsrcList: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private var left: Int
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer, count: Int) {
        self.bytes = bytes
        left = count
    }

    /// The next name.
    public mutating func next() -> Ssrc? {
        guard left > 0, offset + 4 <= bytes.count else { return nil }
        defer { offset += 4 }
        left -= 1
        return Ssrc(bytes.number32(at: offset))
    }
}
