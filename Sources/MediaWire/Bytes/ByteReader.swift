/// Reads big-endian numbers from bytes that somebody else owns, and never beyond their end.
///
/// Every read answers `nil` when too little is left and then moves nothing, so that no input from a network can trap.
/// Nothing is allocated; the reader is valid only as long as the bytes are.
@frozen public struct ByteReader {
    /// All bytes, read ones included.
    public let bytes: UnsafeRawBufferPointer
    /// How many bytes have been read.
    public private(set) var offset: Int

    @usableFromInline init(bytes: UnsafeRawBufferPointer, offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// A reader at the first of `bytes`.
    public init(_ bytes: UnsafeRawBufferPointer) { self.init(bytes: bytes, offset: 0) }

    /// Bytes not read yet.
    public var remaining: Int { bytes.count - offset }

    /// The next byte.
    public mutating func u8() -> UInt8? {
        guard remaining >= 1 else { return nil }
        defer { offset += 1 }
        return bytes.number8(at: offset)
    }

    /// The next two bytes as a number.
    public mutating func u16() -> UInt16? {
        guard remaining >= 2 else { return nil }
        defer { offset += 2 }
        return bytes.number16(at: offset)
    }

    /// The next three bytes as a number.
    public mutating func u24() -> UInt32? {
        guard remaining >= 3 else { return nil }
        defer { offset += 3 }
        return bytes.number24(at: offset)
    }

    /// The next four bytes as a number.
    public mutating func u32() -> UInt32? {
        guard remaining >= 4 else { return nil }
        defer { offset += 4 }
        return bytes.number32(at: offset)
    }

    /// The next eight bytes as a number.
    public mutating func u64() -> UInt64? {
        guard remaining >= 8, let high = u32(), let low = u32() else { return nil }
        return UInt64(high) << 32 | UInt64(low)
    }

    /// The next `count` bytes, in place.
    public mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard let part = bytes.part(from: offset, count: count) else { return nil }
        offset += count
        return part
    }

    /// Leaves out `count` bytes; false when there are not so many.
    public mutating func skip(_ count: Int) -> Bool { take(count) != nil }
}

extension UnsafeRawBufferPointer {
    /// The number at `offset`, or 0 beyond the end: for views that have proved their length once, and against a caller
    /// who hands them other bytes than they were made from.
    @usableFromInline func number8(at offset: Int) -> UInt8 {
        offset >= 0 && offset < count ? self[offset] : 0
    }

    @usableFromInline func number16(at offset: Int) -> UInt16 {
        guard offset >= 0, count >= 2, offset <= count - 2 else { return 0 }
        return UInt16(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    @usableFromInline func number24(at offset: Int) -> UInt32 {
        UInt32(number16(at: offset)) << 8 | UInt32(number8(at: offset + 2))
    }

    @usableFromInline func number32(at offset: Int) -> UInt32 {
        guard offset >= 0, count >= 4, offset <= count - 4 else { return 0 }
        return UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// `size` bytes from `offset` on, or nil where they are not all there.
    @usableFromInline func part(from offset: Int, count size: Int) -> UnsafeRawBufferPointer? {
        guard offset >= 0, size >= 0, offset <= count, size <= count - offset else { return nil }
        guard let base = baseAddress else { return size == 0 ? self : nil }
        return UnsafeRawBufferPointer(start: base + offset, count: size)
    }

    /// What the range of a view names in these bytes, or nothing where they are too short for it.
    @usableFromInline func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        part(from: range.lowerBound, count: range.count) ?? UnsafeRawBufferPointer(start: nil, count: 0)
    }
}

extension UnsafeMutableRawBufferPointer {
    @usableFromInline func set8(_ value: UInt8, at offset: Int) {
        guard offset >= 0, offset < count else { return }
        self[offset] = value
    }

    @usableFromInline func set16(_ value: UInt16, at offset: Int) {
        guard offset >= 0, count >= 2, offset <= count - 2 else { return }
        storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt16.self)
    }

    @usableFromInline func set32(_ value: UInt32, at offset: Int) {
        guard offset >= 0, count >= 4, offset <= count - 4 else { return }
        storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt32.self)
    }
}
