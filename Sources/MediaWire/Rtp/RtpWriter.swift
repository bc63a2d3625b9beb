/// Writes the header of a packet of our own making: the fixed part and one-byte extension elements (RFC 8285 section
/// 4.2).
///
/// `begin`, any number of elements, `endHeader`; then the payload goes to `buffer` from `count` on. Nothing is
/// allocated.
public struct RtpWriter {
    private var writer: ByteWriter
    private var lengthPlace: Int?

    /// Writes the fixed header.
    public init(
        _ buffer: UnsafeMutableRawBufferPointer, payloadType: PayloadType, marker: Bool, sequence: SequenceNumber,
        timestamp: RtpTimestamp, ssrc: Ssrc
    ) {
        writer = ByteWriter(buffer)
        writer.u8(0x80)
        writer.u8((marker ? 0x80 : 0) | payloadType.value)
        writer.u16(sequence.value)
        writer.u32(timestamp.value)
        writer.u32(ssrc.value)
    }

    private mutating func element(_ id: UInt8, length: Int) -> Bool {
        guard (1...14).contains(id), (1...16).contains(length) else { return false }
        if lengthPlace == nil {
            writer.patch8(0x90, at: 0)
            writer.u16(RtpExtensions.oneByteProfile)
            lengthPlace = writer.count
            writer.u16(0)
        }
        writer.u8(id << 4 | UInt8(truncatingIfNeeded: length - 1))
        return true
    }

    /// An element of one byte; ids outside 1…14 are left out, so 0 says "not agreed".
    public mutating func element8(_ id: UInt8, _ value: UInt8) {
        if element(id, length: 1) { writer.u8(value) }
    }

    /// An element of two bytes, such as the transport-wide sequence number.
    public mutating func element16(_ id: UInt8, _ value: UInt16) {
        if element(id, length: 2) { writer.u16(value) }
    }

    /// An element of three bytes, such as the absolute sending time.
    public mutating func element24(_ id: UInt8, _ value: UInt32) {
        if element(id, length: 3) { writer.u24(value) }
    }

    /// An element of 1 to 16 bytes, such as a media line's name.
    public mutating func element(_ id: UInt8, _ bytes: UnsafeRawBufferPointer) {
        if element(id, length: bytes.count) { writer.copy(bytes) }
    }

    /// Closes the extension; answers the header's length, or nil when the buffer is too small.
    public mutating func endHeader() -> Int? {
        if let place = lengthPlace {
            let length = writer.count - place - 2
            writer.zeros(-length & 3)
            writer.patch16(UInt16(truncatingIfNeeded: (length + 3) / 4), at: place)
            lengthPlace = nil
        }
        return writer.overflowed ? nil : writer.count
    }

    /// `abs-send-time`: 24 bits of seconds in 6.18 fixed point, from microseconds of any clock.
    public static func absoluteSendTime(microseconds: Int64) -> UInt32 {
        let inSpan = UInt64(bitPattern: microseconds) % 64_000_000
        return UInt32(truncatingIfNeeded: (inSpan << 18) / 1_000_000) & 0xFF_FFFF
    }
}
