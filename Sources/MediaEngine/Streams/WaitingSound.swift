import MediaWire

/// Frames of sound that wait to go into one packet: neighbours in their stream, whose ring holds them.
struct WaitingSound {
    private(set) var first: Int64 = -1
    private(set) var count = 0
    /// When the first of them came.
    private(set) var sinceUs: Int64 = 0
    private var kind: UInt8 = 0
    private var nextTimestamp: UInt32 = 0
    /// What lies before has gone, or never came in time.
    private(set) var end: Int64 = -1

    /// 20 ms (RFC 7587 section 4.1: the clock is 48 kHz).
    private static let frameTicks: UInt32 = 960

    var isFull: Bool { count >= OpusPacket.mostFrames }

    /// Whether a frame can follow those that wait.
    func isFollowed(by record: PacketRecord, kind: UInt8) -> Bool {
        count > 0 && !isFull && record.index == end && record.timestamp == nextTimestamp && kind == self.kind
    }

    mutating func add(_ record: PacketRecord, kind: UInt8) {
        if count == 0 { (first, sinceUs, self.kind) = (record.index, record.arrivalUs, kind) }
        count += 1
        end = record.index + 1
        nextTimestamp = record.timestamp &+ Self.frameTicks
    }

    /// They have gone.
    mutating func clear() { count = 0 }

    /// One has gone by itself.
    mutating func pass(_ record: PacketRecord) { end = max(end, record.index + 1) }

    mutating func forget() { self = Self() }
}
