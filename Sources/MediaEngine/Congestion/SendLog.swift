import MediaWire

/// What was sent under which transport-wide number, and when, until the receiver has reported on it.
final class SendLog {
    /// One packet that was sent.
    struct Entry {
        var index: Int64
        var sentUs: Int64
        var length: Int32
        var kind: Kind
    }

    /// What a packet carries.
    enum Kind {
        case sound
        case picture
        /// Filling that carries nothing, sent to learn what the line bears.
        case probe
    }

    private let entries: UnsafeMutablePointer<Entry>
    private(set) var highest: Int64 = 0

    private static let capacity: Int64 = 2_048

    init() {
        entries = .allocate(capacity: Int(Self.capacity))
        entries.initialize(
            repeating: Entry(index: -1, sentUs: 0, length: 0, kind: .probe), count: Int(Self.capacity))
    }

    deinit { entries.deallocate() }

    /// The number for the next packet.
    func add(length: Int, kind: Kind, nowUs: Int64) -> UInt16 {
        highest += 1
        entries[Int(highest & (Self.capacity - 1))] = Entry(
            index: highest, sentUs: nowUs, length: Int32(truncatingIfNeeded: length), kind: kind)
        return UInt16(truncatingIfNeeded: highest)
    }

    /// What was sent under a number; nil when it is too long ago. Each is given once.
    func take(_ sequence: SequenceNumber) -> Entry? {
        let index = PacketIndex.estimate(sequence, highest: highest)
        guard index >= 0 else { return nil }
        let place = Int(index & (Self.capacity - 1))
        guard entries[place].index == index else { return nil }
        return entries[place]
    }

    /// Marks a packet as reported.
    func forget(_ index: Int64) {
        guard index >= 0 else { return }
        let place = Int(index & (Self.capacity - 1))
        if entries[place].index == index { entries[place].index = -1 }
    }
}
