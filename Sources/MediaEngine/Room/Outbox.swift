import MediaWire

/// Datagrams waiting to be sent: a fixed number of buffers, filled in turn and handed to the shell together.
///
/// Allocated once; a packet is built where it is sent from.
public final class Outbox {
    /// Bytes of one buffer: more than a packet on any path that we serve, a multiple of the cache line.
    public static let bufferLength = 1_600

    private let storage: UnsafeMutableRawPointer
    private let lengths: UnsafeMutablePointer<Int>
    private let destinations: UnsafeMutablePointer<TransportAddress>
    public let capacity: Int
    /// One more buffer, for what is put together before it goes into a datagram.
    let scratch: UnsafeMutableRawBufferPointer
    /// Datagrams waiting.
    public private(set) var count = 0
    /// Sends all that waits and calls `clear`; called when the outbox is full.
    public var flush: (Outbox) -> Void = { $0.clear() }

    public init(capacity: Int = 256) {
        self.capacity = max(1, capacity)
        storage = .allocate(byteCount: self.capacity * Self.bufferLength, alignment: 64)
        lengths = .allocate(capacity: self.capacity)
        destinations = .allocate(capacity: self.capacity)
        scratch = .allocate(byteCount: Self.bufferLength, alignment: 16)
    }

    deinit {
        storage.deallocate()
        lengths.deallocate()
        destinations.deallocate()
        scratch.deallocate()
    }

    /// The buffer for the next datagram; nothing is sent unless `commit` follows.
    func next() -> UnsafeMutableRawBufferPointer {
        if count >= capacity { flush(self) }
        if count >= capacity { clear() }
        return UnsafeMutableRawBufferPointer(start: storage + count * Self.bufferLength, count: Self.bufferLength)
    }

    /// Sends the first `length` bytes of the buffer that `next` gave.
    func commit(_ length: Int, to destination: TransportAddress) {
        guard count < capacity, length > 0, length <= Self.bufferLength else { return }
        lengths[count] = length
        destinations[count] = destination
        count += 1
    }

    /// One of the waiting datagrams.
    public func datagram(_ place: Int) -> UnsafeMutableRawBufferPointer {
        guard place >= 0, place < count else { return UnsafeMutableRawBufferPointer(start: nil, count: 0) }
        return UnsafeMutableRawBufferPointer(start: storage + place * Self.bufferLength, count: lengths[place])
    }

    /// Where it goes.
    public func destination(_ place: Int) -> TransportAddress { destinations[min(max(0, place), capacity - 1)] }

    /// Forgets all that waits.
    public func clear() { count = 0 }
}
