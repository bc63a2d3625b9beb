/// Whether a way that was full has become wider: a packet of sound takes 35 ms over 60 kbit/s and next to nothing over
/// what a picture needs, so the sounds come sooner all at once.
struct Widening {
    /// The least transit of late before the way was full: what a packet takes whatever its length.
    private let beforeUs: Int64
    /// When the way was last found full.
    var fullUs: Int64
    /// What a byte took at least since, in nanoseconds: small packets come sooner, and are no wider way.
    private var byteNs = LeastOfLate()
    /// When the queue had drained first.
    private var drainedUs: Int64?
    private var span = Span()
    /// The least of the span before, in the end of which the way may have become wider already.
    private var formerNs = Int64.max
    private var isWidened = false

    /// Half a second of packets.
    private struct Span {
        var sinceUs: Int64 = 0
        var leastNs = Int64.max
        var count = 0
        var soon = 0
        /// Packets of which a byte takes less come soon.
        var soonNs = Int64.min
    }

    private static let spanUs: Int64 = 500_000
    /// Packets of 60 ms, of which some may be lost.
    private static let fewest = 5
    /// It takes so long to know how quick the narrow way can be.
    private static let knownAfterUs: Int64 = 2_000_000
    private static let drainedBelowUs: Int64 = 100_000
    private static let holdsUs: Int64 = 60_000_000

    init(beforeUs: Int64, nowUs: Int64) {
        self.beforeUs = beforeUs
        fullUs = nowUs
    }

    /// Whether it is still about the same narrow way, which fills now and then.
    func isAbout(nowUs: Int64) -> Bool { nowUs - fullUs < Self.holdsUs }

    mutating func note(_ transitUs: Int64, bytes: Int, waitUs: Int64, nowUs: Int64) {
        if drainedUs == nil {
            guard waitUs < Self.drainedBelowUs else { return }
            drainedUs = nowUs
            begin(nowUs)
        }
        if nowUs - span.sinceUs > Self.spanUs { judge(nowUs) }
        let takesNs = (transitUs - beforeUs) * 1_000 / Int64(max(1, bytes))
        span.count += 1
        span.leastNs = min(span.leastNs, takesNs)
        if takesNs < span.soonNs { span.soon += 1 }
    }

    mutating func take() -> Bool {
        defer { isWidened = false }
        return isWidened
    }

    /// Most of the last half second took less than half of the least until then: the way carries twice as much.
    private mutating func judge(_ nowUs: Int64) {
        if formerNs != .max { byteNs.note(formerNs, nowUs: nowUs) }
        formerNs = span.leastNs
        if span.count >= Self.fewest, span.soon * 2 > span.count {
            isWidened = true
            // It is told once.
            byteNs.note(span.leastNs, nowUs: nowUs)
        }
        begin(nowUs)
    }

    private mutating func begin(_ nowUs: Int64) {
        span = Span(sinceUs: nowUs)
        if nowUs - (drainedUs ?? nowUs) >= Self.knownAfterUs { span.soonNs = byteNs.value / 2 }
    }
}
