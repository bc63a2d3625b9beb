/// The blocks of a payload with redundancy (RFC 2198 section 3), oldest first, the primary one last.
public struct RedPayload: Sequence, IteratorProtocol {
    /// One block: `offset` ticks before the packet's own time, its bytes at `range` of the payload.
    @frozen public struct Block: Equatable, Sendable {
        public let payloadType: PayloadType
        public let offset: UInt16
        public let range: Range<Int>
        public let isPrimary: Bool
    }

    private let payload: UnsafeRawBufferPointer
    private var headerOffset = 0
    private var dataOffset: Int

    /// More blocks than anybody sends: a bound against headers without end.
    public static let mostBlocks = 16

    /// Nil when the headers or the lengths in them are unsound; then no block of it is of use.
    public init?(_ payload: UnsafeRawBufferPointer) {
        var headers = 0
        var data = 0
        var blocks = 0
        while payload.number8(at: headers) & 0x80 != 0 {
            blocks += 1
            guard headers + 4 <= payload.count, blocks < Self.mostBlocks else { return nil }
            data += Int(payload.number16(at: headers + 2) & 0x3FF)
            headers += 4
        }
        headers += 1
        guard headers + data <= payload.count else { return nil }
        self.payload = payload
        dataOffset = headers
    }

    /// The next block; the primary one is the last.
    public mutating func next() -> Block? {
        guard headerOffset >= 0 else { return nil }
        let type = payload.number8(at: headerOffset)
        if type & 0x80 == 0 {
            headerOffset = -1
            return Block(
                payloadType: PayloadType(type), offset: 0, range: dataOffset..<payload.count, isPrimary: true)
        }
        let word = payload.number24(at: headerOffset + 1)
        let start = dataOffset
        dataOffset += Int(word & 0x3FF)
        headerOffset += 4
        return Block(
            payloadType: PayloadType(type), offset: UInt16(truncatingIfNeeded: word >> 10), range: start..<dataOffset,
            isPrimary: false)
    }

    /// An older frame to repeat: its bytes (at most 1,023) and how many ticks it is older (at most 16,383).
    public struct Redundant {
        public let payloadType: PayloadType
        public let offset: UInt16
        public let bytes: UnsafeRawBufferPointer

        public init(payloadType: PayloadType, offset: UInt16, bytes: UnsafeRawBufferPointer) {
            self.payloadType = payloadType
            self.offset = offset
            self.bytes = bytes
        }

        var isSound: Bool { offset < 1 << 14 && bytes.count < 1 << 10 }
    }

    /// Writes a payload of `count` older frames (`older(0)` the oldest) and the primary one. What a header cannot say
    /// is left out.
    /// - Returns: the payload's length, or nil when the buffer is too small.
    public static func write(
        primary payloadType: PayloadType, _ bytes: UnsafeRawBufferPointer, older count: Int,
        _ older: (Int) -> Redundant, into buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        let used = Swift.min(Swift.max(0, count), mostBlocks - 1)
        var writer = ByteWriter(buffer)
        for index in 0..<used {
            let block = older(index)
            guard block.isSound else { continue }
            writer.u8(0x80 | block.payloadType.value)
            writer.u24(UInt32(block.offset) << 10 | UInt32(truncatingIfNeeded: block.bytes.count))
        }
        writer.u8(payloadType.value)
        for index in 0..<used {
            let block = older(index)
            if block.isSound { writer.copy(block.bytes) }
        }
        writer.copy(bytes)
        return writer.overflowed ? nil : writer.count
    }
}
