/// Which packets of a whole transport came, and when (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).
@frozen public struct TransportFeedback {
    public let sender: Ssrc
    public let media: Ssrc
    /// The first packet's transport-wide number, and how many packets are reported from it on.
    public let base: SequenceNumber
    public let count: Int
    /// The receiver's clock at the beginning, in steps of 64 ms; 24 bits, with sign.
    public let referenceTime: Int32
    /// The report's own number, to notice lost reports.
    public let number: UInt8
    private let body: UnsafeRawBufferPointer

    static let fixedLength = 16

    init?(_ body: UnsafeRawBufferPointer) {
        guard body.count >= Self.fixedLength else { return nil }
        sender = Ssrc(body.number32(at: 0))
        media = Ssrc(body.number32(at: 4))
        base = SequenceNumber(body.number16(at: 8))
        count = Int(body.number16(at: 10))
        referenceTime = Int32(bitPattern: body.number24(at: 12) << 8) >> 8
        number = body.number8(at: 15)
        self.body = body
        guard deltasOffset != nil else { return nil }
    }

    /// Where the deltas begin: behind as many chunks as the statuses need; nil when they are not all there.
    private var deltasOffset: Int? {
        var offset = Self.fixedLength
        var told = 0
        while told < count {
            guard offset + 2 <= body.count else { return nil }
            told += StatusChunk(body.number16(at: offset)).length
            offset += 2
        }
        return offset
    }

    /// The packets in order, lost ones included.
    public var packets: Packets { Packets(self, body, deltasOffset ?? body.count) }

    /// One reported packet.
    @frozen public struct Packet: Equatable, Sendable {
        public let sequence: SequenceNumber
        /// Microseconds on the receiver's clock, in steps of 250; nil where the packet did not come.
        public let arrivalUs: Int64?
    }

    /// Reads chunks and deltas side by side; ends early where the deltas are cut short.
    public struct Packets: Sequence, IteratorProtocol {
        private let body: UnsafeRawBufferPointer
        private var chunkOffset = TransportFeedback.fixedLength
        private var deltaOffset: Int
        private var chunk = StatusChunk(0)
        private var placeInChunk = 0
        private var left: Int
        private var sequence: SequenceNumber
        private var ticks: Int64

        init(_ feedback: TransportFeedback, _ body: UnsafeRawBufferPointer, _ deltaOffset: Int) {
            self.body = body
            self.deltaOffset = deltaOffset
            left = feedback.count
            sequence = feedback.base
            // 64 ms are 256 ticks of 250 µs.
            ticks = Int64(feedback.referenceTime) * 256
        }

        /// The next packet.
        public mutating func next() -> Packet? {
            guard left > 0 else { return nil }
            while placeInChunk >= chunk.length {
                guard chunkOffset + 2 <= body.count else { return nil }
                chunk = StatusChunk(body.number16(at: chunkOffset))
                placeInChunk = 0
                chunkOffset += 2
            }
            let status = chunk.status(placeInChunk)
            guard status == .lost || deltaOffset + status.deltaLength <= body.count else { return nil }
            placeInChunk += 1
            left -= 1
            defer { sequence = sequence.next }
            switch status {
            case .small: ticks += Int64(body.number8(at: deltaOffset))
            case .large: ticks += Int64(Int16(bitPattern: body.number16(at: deltaOffset)))
            case .lost: return Packet(sequence: sequence, arrivalUs: nil)
            }
            deltaOffset += status.deltaLength
            return Packet(sequence: sequence, arrivalUs: ticks * 250)
        }
    }
}

/// Sixteen bits that tell the fate of several packets (section 3.1.3 and 3.1.4).
@frozen @usableFromInline struct StatusChunk {
    /// Whether a packet came, and how its time is written; the reserved fourth symbol is read as lost.
    @frozen @usableFromInline enum Status: UInt16 {
        case lost = 0
        case small = 1
        case large = 2

        @usableFromInline var deltaLength: Int { Int(rawValue) }
    }

    @usableFromInline let bits: UInt16

    @usableFromInline init(_ bits: UInt16) { self.bits = bits }

    /// How many packets it tells of; a run of length 0 tells of none.
    var length: Int {
        if bits & 0x8000 == 0 { return Int(bits & 0x1FFF) }
        return bits & 0x4000 == 0 ? 14 : 7
    }

    func status(_ place: Int) -> Status {
        if bits & 0x8000 == 0 { return Status(rawValue: bits >> 13 & 3) ?? .lost }
        if bits & 0x4000 == 0 { return bits >> UInt16(13 - place) & 1 == 1 ? .small : .lost }
        return Status(rawValue: bits >> UInt16(12 - 2 * place) & 3) ?? .lost
    }
}
