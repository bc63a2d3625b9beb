/// How long the packets of a stream are on their way, as far as that shows without the sender's clock: against the
/// quickest of late.
struct Transit {
    /// Transits are told from that of one packet, for their zero is arbitrary.
    private var zeroTicks: Int64?
    private var least = LeastOfLate()
    /// How much longer the last packet took than the quickest of late: what it waited in queues.
    private(set) var waitUs: Int64 = 0
    private var widening: Widening?

    /// - Parameters:
    ///   - ticks: When the packet came, less when its last sample was taken, in ticks of the stream's clock.
    ///   - bytes: What the packet takes on the line.
    mutating func note(_ ticks: Int64, bytes: Int, clockRate: Int64, nowUs: Int64) {
        let zero = zeroTicks ?? ticks
        zeroTicks = zero
        let transitUs = Int64(Int32(truncatingIfNeeded: ticks &- zero)) * 1_000_000 / clockRate
        least.note(transitUs, nowUs: nowUs)
        waitUs = transitUs - least.value
        widening?.note(transitUs, bytes: bytes, waitUs: waitUs, nowUs: nowUs)
    }

    /// Another source speaks in this stream, or it comes by another path.
    mutating func forget() { self = Self() }

    /// The way was found full: from now on it is watched for becoming wider.
    ///
    /// - Parameter bytes: What has come over it in all, as long as it is on the line.
    mutating func lineIsFull(bytes: UInt64, nowUs: Int64) {
        if !isWatched(nowUs: nowUs) { widening = Widening() }
        widening?.noteFull(bytes: bytes, nowUs: nowUs)
    }

    /// Whether the way was narrow of late.
    func isWatched(nowUs: Int64) -> Bool { widening?.isAbout(nowUs: nowUs) == true }

    /// Whether the way has become wider since this was last asked.
    mutating func takeWidened() -> Bool { widening?.take() ?? false }
}
