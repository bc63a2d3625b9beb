import MediaWire

/// What is kept of a packet beside its payload.
struct PacketRecord {
    /// The sequence number with its wraps above it.
    var index: Int64
    var timestamp: UInt32
    var arrivalUs: Int64
    var length: Int
    var codec: CodecKind
    var marker: Bool
    /// The first packet of a picture that needs no other one.
    var startsKeyFrame: Bool
    /// The byte of the audio level extension; nil without.
    var audioLevel: UInt8?
    /// The byte of the video orientation extension; nil without.
    var orientation: UInt8?
    /// Its place among all packets of its transport, in the order in which they were sent; -1 where that is not told.
    var transportIndex: Int64 = -1
}

/// The last packets of one stream, decrypted: for repairs, for redundancy, and to notice doubles.
///
/// One ring serves all receivers, for their sequence numbers differ from the sender's by a constant only.
final class PacketRing {
    private struct Room {
        let records: UnsafeMutablePointer<PacketRecord>
        let bytes: UnsafeMutableRawPointer
    }

    /// Made with the first packet: a stream that is only announced takes little memory.
    private var room: Room?
    private let mask: Int64
    private let slotLength: Int

    /// `capacity` must be a power of two; packets longer than `slotLength` are not kept.
    init(capacity: Int, slotLength: Int) {
        mask = Int64(capacity - 1)
        self.slotLength = slotLength
    }

    deinit {
        room?.records.deallocate()
        room?.bytes.deallocate()
    }

    private func makeRoom() -> Room {
        let capacity = Int(mask) + 1
        let made = Room(
            records: .allocate(capacity: capacity), bytes: .allocate(byteCount: capacity * slotLength, alignment: 16))
        made.records.initialize(repeating: Self.empty, count: capacity)
        room = made
        return made
    }

    private static let empty = PacketRecord(
        index: -1, timestamp: 0, arrivalUs: 0, length: 0, codec: .opus, marker: false, startsKeyFrame: false,
        audioLevel: nil, orientation: nil)

    /// Whether the packet is here.
    func holds(_ index: Int64) -> Bool {
        guard let room, index >= 0 else { return false }
        return room.records[Int(index & mask)].index == index
    }

    /// Whether a packet of this length, so far behind the newest, has a place.
    func mayHold(_ index: Int64, newest: Int64, _ length: Int) -> Bool {
        length <= slotLength && index >= 0 && index > newest - mask
    }

    /// The packet's record; only where `holds` says so.
    func record(_ index: Int64) -> PacketRecord { room?.records[Int(index & mask)] ?? Self.empty }

    /// The packet's payload; only where `holds` says so.
    func payload(_ index: Int64) -> UnsafeRawBufferPointer {
        guard let room else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let place = Int(index & mask)
        return UnsafeRawBufferPointer(start: room.bytes + place * slotLength, count: room.records[place].length)
    }

    /// Keeps a packet in the place of the one that is `capacity` older.
    func store(_ record: PacketRecord, _ payload: UnsafeRawBufferPointer) {
        let room = room ?? makeRoom()
        let place = Int(record.index & mask)
        // A late packet must not push out a newer one.
        guard record.index > room.records[place].index, let source = payload.baseAddress else { return }
        guard payload.count <= slotLength else { return }
        (room.bytes + place * slotLength).copyMemory(from: source, byteCount: payload.count)
        room.records[place] = record
        room.records[place].length = payload.count
    }
}
