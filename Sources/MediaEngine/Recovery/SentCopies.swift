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

    private let copies: UnsafeMutablePointer<Copy>
    private let bytes: UnsafeMutableRawPointer

    /// Just over half a second of sound.
    private static let capacity: Int64 = 32
    private static let slotLength = 1_500
    /// The same packet is repeated no more often than this.
    private static let pauseUs: Int64 = 15_000

    init() {
        copies = .allocate(capacity: Int(Self.capacity))
        copies.initialize(repeating: Copy(), count: Int(Self.capacity))
        bytes = .allocate(byteCount: Int(Self.capacity) * Self.slotLength, alignment: 16)
    }

    deinit {
        copies.deallocate()
        bytes.deallocate()
    }

    /// Keeps a packet; `transportIndex` is its place among all packets of the transport, -1 without.
    func store(_ index: Int64, _ packet: UnsafeRawBufferPointer, transportIndex: Int64 = -1, nowUs: Int64) {
        guard packet.count <= Self.slotLength, let source = packet.baseAddress else { return }
        let place = Int(index & (Self.capacity - 1))
        (bytes + place * Self.slotLength).copyMemory(from: source, byteCount: packet.count)
        copies[place] = Copy(index: index, length: packet.count, transportIndex: transportIndex, sentUs: nowUs)
    }

    /// The place of a packet among all of the transport; -1 where that is not known.
    func transportIndex(_ index: Int64) -> Int64 {
        let copy = copies[Int(index & (Self.capacity - 1))]
        return copy.index == index ? copy.transportIndex : -1
    }

    /// The packet as it was sent; nil when it is too old, or was sent just now.
    func take(_ index: Int64, nowUs: Int64) -> UnsafeRawBufferPointer? {
        let place = Int(index & (Self.capacity - 1))
        guard copies[place].index == index, nowUs - copies[place].sentUs >= Self.pauseUs else { return nil }
        copies[place].sentUs = nowUs
        return UnsafeRawBufferPointer(start: bytes + place * Self.slotLength, count: copies[place].length)
    }
}
