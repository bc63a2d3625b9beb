/// Cuts one TCP stream into the datagrams that were put into it (RFC 4571), however its pieces arrive.
///
/// The pieces are read into a buffer that all streams of a thread share; of an unfinished frame the beginning is kept
/// here, never more than one frame of the greatest length.
public struct StreamInput: Sendable {
    /// Bytes of the longest datagram that is taken; one that announces more is no stream of ours.
    public let longest: Int
    private var rest: ContiguousArray<UInt8> = []

    public init(longest: Int) { self.longest = max(0, min(longest, Int(UInt16.max))) }

    /// Bytes that are kept until their frame is whole.
    public var kept: Int { rest.count }

    /// Puts what is kept to the front of a buffer and answers how much that is: the next piece is to be read behind it.
    public func begin(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard rest.count <= buffer.count else { return 0 }
        rest.withUnsafeBytes { buffer.copyMemory(from: $0) }
        return rest.count
    }

    /// Hands out every whole datagram of the first `count` bytes and keeps the rest. Empty frames say nothing.
    ///
    /// False when the stream is none of ours; it is to be closed.
    public mutating func take(
        _ buffer: UnsafeMutableRawBufferPointer, count: Int, _ each: (UnsafeMutableRawBufferPointer) -> Void
    ) -> Bool {
        let count = max(0, min(count, buffer.count))
        let stream = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        var offset = 0
        // Every frame moves the offset by its prefix at least.
        while true {
            switch StreamFrames.next(in: stream, at: offset) {
            case .frame(let range):
                guard range.count <= longest else { return false }
                if !range.isEmpty { each(UnsafeMutableRawBufferPointer(rebasing: buffer[range])) }
                offset = range.upperBound
            case .incomplete(let needed):
                guard needed - offset <= StreamFrames.prefixLength + longest else { return false }
                rest.removeAll(keepingCapacity: true)
                rest.append(contentsOf: stream[offset...])
                return true
            }
        }
    }
}
