import MediaWire

/// What waits to be written to one TCP connection, frame behind frame (RFC 4571).
///
/// A reader that is too slow must not make the voice late without end: what does not fit is dropped, as a router would,
/// and the pictures' share of the room is smaller than the whole.
struct StreamOutput {
    private var bytes: ContiguousArray<UInt8> = []
    private var start = 0
    /// Datagrams that did not fit.
    private(set) var dropped: UInt64 = 0

    /// Nobody knows what is inside a datagram here, but voice, reports and checks are short and pictures are not.
    static let shortest = 400
    /// At 500 kbit/s about a third of a second of pictures and voice, and another one for voice alone.
    static let mostWithPictures = 20 << 10
    static let most = 40 << 10

    /// Bytes that wait.
    var count: Int { bytes.count - start }

    /// Takes a datagram in; false when it had to be dropped.
    @discardableResult mutating func add(_ datagram: UnsafeRawBufferPointer) -> Bool {
        let room = datagram.count > Self.shortest ? Self.mostWithPictures : Self.most
        guard count + StreamFrames.prefixLength + datagram.count <= room,
            let length = UInt16(exactly: datagram.count)
        else {
            dropped &+= 1
            return false
        }
        bytes.append(UInt8(length >> 8))
        bytes.append(UInt8(length & 0xFF))
        bytes.append(contentsOf: datagram)
        return true
    }

    /// Offers all that waits; `write` answers how much of it was taken, or less than zero when the connection has ended.
    /// False then.
    mutating func write(_ write: (UnsafeRawBufferPointer) -> Int) -> Bool {
        guard count > 0 else { return true }
        let written = bytes.withUnsafeBytes { write(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        guard written >= 0 else { return false }
        start += min(written, count)
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            start = 0
        } else if start > Self.most {
            // What is written is taken away now and then, so that the array stays twice its bound at most.
            bytes.removeFirst(start)
            start = 0
        }
        return true
    }

    /// Forgets what waits: nobody will read it.
    mutating func clear() {
        bytes.removeAll()
        start = 0
    }
}
