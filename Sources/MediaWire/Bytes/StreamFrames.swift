/// Datagrams within a TCP stream, each behind its length in two bytes (RFC 4571): ICE over TCP.
public enum StreamFrames {
    /// The bytes that stand before each datagram.
    public static let prefixLength = 2

    /// What the front of a stream holds.
    public enum Next: Equatable, Sendable {
        /// A whole datagram at these offsets; the next frame begins at the range's end.
        case frame(Range<Int>)
        /// Not all of it is there: wait until the stream holds this many bytes.
        case incomplete(needed: Int)
    }

    /// Looks for one frame at `offset` of what has been received.
    public static func next(in stream: UnsafeRawBufferPointer, at offset: Int = 0) -> Next {
        let start = max(0, offset)
        guard start <= stream.count, stream.count - start >= prefixLength else {
            return .incomplete(needed: min(start, stream.count) + prefixLength)
        }
        let end = start + prefixLength + Int(stream.number16(at: start))
        return end <= stream.count ? .frame(start + prefixLength..<end) : .incomplete(needed: end)
    }

    /// Writes the prefix for a datagram of `length` bytes; false when a frame cannot hold so many or there is no room.
    public static func writePrefix(length: Int, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        guard buffer.count >= prefixLength, let prefix = UInt16(exactly: length) else { return false }
        buffer.set16(prefix, at: 0)
        return true
    }
}
