import MediaWire

/// What was sent under which transport-wide number, and when, until the receiver has reported on it.
final class SendLog {
    /// One packet that was sent.
    struct Entry {
        var index: Int64
        var sentUs: Int64
        var length: Int32
        var kind: Kind
        /// All bits sent up to this packet, itself included.
        var upToBits: Int64
        var fate = Fate.unknown
        /// When it was first sent once more, under this same number; nil where it was not.
        var repeatedUs: Int64?
    }

    /// What reports have said of a packet.
    enum Fate {
        case unknown
        /// It was not among those that had come at this moment: lost, or overtaken, and a later report names it.
        case missed(atUs: Int64)
        case came

        /// For certain, for it was asked for again or only a repeat of it came.
        static let lost = Fate.missed(atUs: .min / 2)
    }

    /// What a packet carries.
    enum Kind {
        case sound
        case picture
        /// Filling that carries nothing, sent to learn what the line bears.
        case probe
    }

    /// Made with the first packet: a peer that only waits takes little memory.
    private var entries: UnsafeMutablePointer<Entry>?
    private(set) var highest: Int64 = 0
    private var sentBits: Int64 = 0

    private static let capacity: Int64 = 2_048

    deinit { entries?.deallocate() }

    private func makeRoom() -> UnsafeMutablePointer<Entry> {
        let made = UnsafeMutablePointer<Entry>.allocate(capacity: Int(Self.capacity))
        made.initialize(
            repeating: Entry(index: -1, sentUs: 0, length: 0, kind: .probe, upToBits: 0), count: Int(Self.capacity))
        entries = made
        return made
    }

    /// The number for the next packet.
    func add(length: Int, kind: Kind, nowUs: Int64) -> UInt16 {
        let entries = entries ?? makeRoom()
        highest += 1
        sentBits &+= Int64(length) &* 8
        entries[Int(highest & (Self.capacity - 1))] = Entry(
            index: highest, sentUs: nowUs, length: Int32(truncatingIfNeeded: length), kind: kind, upToBits: sentBits)
        return UInt16(truncatingIfNeeded: highest)
    }

    /// What was sent under a number; nil when it is too long ago.
    func entry(_ sequence: SequenceNumber) -> Entry? { entry(PacketIndex.estimate(sequence, highest: highest)) }

    /// What was sent in this place; nil when it is too long ago.
    func entry(_ index: Int64) -> Entry? {
        guard index >= 0, let entries else { return nil }
        let entry = entries[Int(index & (Self.capacity - 1))]
        return entry.index == index ? entry : nil
    }

    func note(_ index: Int64, _ fate: Fate) {
        if entry(index) != nil { entries?[Int(index & (Self.capacity - 1))].fate = fate }
    }

    /// Notes that a packet is sent once more, because it was asked for or in any case.
    func noteRepeat(_ index: Int64, isAskedFor: Bool, nowUs: Int64) {
        guard let entry = entry(index) else { return }
        if case .came = entry.fate { return }
        let place = Int(index & (Self.capacity - 1))
        entries?[place].repeatedUs = entry.repeatedUs ?? nowUs
        if isAskedFor { entries?[place].fate = .lost }
    }

    /// Bits sent since this packet.
    func bits(since entry: Entry) -> Int64 { sentBits - entry.upToBits }

    /// The oldest place that is remembered.
    var oldest: Int64 { max(1, highest - Self.capacity + 1) }
}
