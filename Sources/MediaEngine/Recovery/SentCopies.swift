/// The last packets of a slot as they left, encrypted: the same bytes may be sent twice, whereas the same number
/// with other bytes
/// must never be (the vector of GCM would be used twice: RFC 7714 section 10.1).
final class SentCopies {
    private struct Copy {
        var index: Int64 = -1
        var length = 0
        var transportIndex: Int64 = -1
        var sentUs = Int64.min / 2
    }

    private struct Room {
        let copies: UnsafeMutablePointer<Copy>
        let bytes: UnsafeMutableRawPointer
    }

    /// Made with the first packet: a slot that nobody speaks in takes little memory.
    private var room: Room?

    /// Just over half a second of sound.
    private static let capacity: Int64 = 32
    private static let slotLength = 1_500
    /// The same packet is repeated no more often than this.
    private static let pauseUs: Int64 = 15_000

    deinit {
        room?.copies.deallocate()
        room?.bytes.deallocate()
    }

    private func makeRoom() -> Room {
        let capacity = Int(Self.capacity)
        let made = Room(
            copies: .allocate(capacity: capacity),
            bytes: .allocate(byteCount: capacity * Self.slotLength, alignment: 16))
        made.copies.initialize(repeating: Copy(), count: capacity)
        room = made
        return made
    }

    /// Keeps a packet; `transportIndex` is its place among all packets of the transport, -1 without.
    func store(_ index: Int64, _ packet: UnsafeRawBufferPointer, transportIndex: Int64 = -1, nowUs: Int64) {
        guard packet.count <= Self.slotLength, let source = packet.baseAddress else { return }
        let room = room ?? makeRoom()
        let place = Int(index & (Self.capacity - 1))
        (room.bytes + place * Self.slotLength).copyMemory(from: source, byteCount: packet.count)
        room.copies[place] = Copy(index: index, length: packet.count, transportIndex: transportIndex, sentUs: nowUs)
    }

    /// Forgets all: what they are of is over.
    func forget() { room?.copies.update(repeating: Copy(), count: Int(Self.capacity)) }

    /// The place of a packet among all of the transport; -1 where that is not known.
    func transportIndex(_ index: Int64) -> Int64 {
        guard let copy = room?.copies[Int(index & (Self.capacity - 1))], copy.index == index else { return -1 }
        return copy.transportIndex
    }

    /// The packet as it was sent; nil when it is too old, or was sent just now.
    func take(_ index: Int64, nowUs: Int64) -> UnsafeRawBufferPointer? {
        guard let room else { return nil }
        let place = Int(index & (Self.capacity - 1))
        let copy = room.copies[place]
        guard copy.index == index, nowUs - copy.sentUs >= Self.pauseUs else { return nil }
        room.copies[place].sentUs = nowUs
        return UnsafeRawBufferPointer(start: room.bytes + place * Self.slotLength, count: copy.length)
    }
}
