/// Writes big-endian numbers into a buffer that somebody else owns, and never beyond its end.
///
/// What does not fit is not written and sets `overflowed`; the one who writes asks once, at the end. Nothing is
/// allocated.
public struct ByteWriter {
    /// The whole buffer.
    public let buffer: UnsafeMutableRawBufferPointer
    /// Bytes written so far.
    public private(set) var count = 0
    /// Whether something did not fit; what was written is then of no use.
    public private(set) var overflowed = false

    /// A writer at the beginning of `buffer`.
    public init(_ buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

    /// Bytes that still fit.
    public var room: Int { buffer.count - count }

    /// What has been written so far.
    public var written: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: UnsafeRawPointer(buffer.baseAddress), count: count)
    }

    /// Where the next `size` bytes go, or nil when they do not fit.
    private mutating func claim(_ size: Int) -> Int? {
        guard size >= 0, size <= room, !overflowed else {
            overflowed = true
            return nil
        }
        defer { count += size }
        return count
    }

    /// Writes one byte.
    public mutating func u8(_ value: UInt8) {
        if let place = claim(1) { buffer.set8(value, at: place) }
    }

    /// Writes two bytes.
    public mutating func u16(_ value: UInt16) {
        if let place = claim(2) { buffer.set16(value, at: place) }
    }

    /// Writes the lower three bytes of `value`.
    public mutating func u24(_ value: UInt32) {
        guard let place = claim(3) else { return }
        buffer.set8(UInt8(truncatingIfNeeded: value >> 16), at: place)
        buffer.set16(UInt16(truncatingIfNeeded: value), at: place + 1)
    }

    /// Writes four bytes.
    public mutating func u32(_ value: UInt32) {
        if let place = claim(4) { buffer.set32(value, at: place) }
    }

    /// Writes eight bytes.
    public mutating func u64(_ value: UInt64) {
        u32(UInt32(truncatingIfNeeded: value >> 32))
        u32(UInt32(truncatingIfNeeded: value))
    }

    /// Copies `bytes`, which may lie in the same buffer.
    public mutating func copy(_ bytes: UnsafeRawBufferPointer) {
        guard let place = claim(bytes.count), let target = buffer.baseAddress, let source = bytes.baseAddress
        else { return }
        (target + place).copyMemory(from: source, byteCount: bytes.count)
    }

    /// Writes the UTF-8 bytes of `text`, without a length and without an end mark.
    public mutating func text(_ text: String) {
        for byte in text.utf8 { u8(byte) }
    }

    /// Writes `size` bytes of zero.
    public mutating func zeros(_ size: Int) {
        for _ in 0..<max(0, size) { u8(0) }
    }

    /// Puts `value` where two bytes have been written before, such as a length that is known only at the end.
    public mutating func patch16(_ value: UInt16, at place: Int) {
        guard place >= 0, place + 2 <= count else { return }
        buffer.set16(value, at: place)
    }

    /// Puts `value` where one byte has been written before.
    public mutating func patch8(_ value: UInt8, at place: Int) {
        guard place >= 0, place < count else { return }
        buffer.set8(value, at: place)
    }
}
