/// Whether a way that was full has become wider: a packet of sound takes 35 ms over 60 kbit/s and next to nothing over
/// what a picture needs, so the sounds come sooner all at once.
///
/// What came while the way was full tells what it carries, and so what each packet takes by its length: a small one in a
/// pause of the talk comes sooner, and is no wider way. Nothing is compared with what was before the way was full: a sound
/// card that skips a moment moves all that follows.
struct Widening {
    /// What had come when the way was found full first, in bytes on the line, and when.
    private var first: (bytes: UInt64, atUs: Int64)?
    /// What a byte takes on the narrow way, in microseconds; 0 while that is not known.
    private var byteUs = 0.0
    /// What had come when the way was full last, and when.
    private var last: (bytes: UInt64, atUs: Int64)?
    /// When the queue had drained first.
    private var drainedUs: Int64?
    /// The least of late of what packets took beside what their length takes.
    private var least = LeastOfLate()
    private var span = Span()
    /// The least of the span before, in the end of which the way may have become wider already.
    private var formerUs = Int64.max
    private var isWidened = false
    /// It was said of this narrow time.
    private var isTold = false

    /// Half a second of packets.
    private struct Span {
        var sinceUs: Int64 = 0
        var leastUs = Int64.max
        var count = 0
        var soon = 0
    }

    private static let spanUs: Int64 = 500_000
    /// Packets of 60 ms, of which some may be lost.
    private static let fewest = 5
    /// It takes so long to know how quick the narrow way can be.
    private static let knownAfterUs: Int64 = 2_000_000
    /// It is told ten times a second that the way is full; after a longer pause it is full anew.
    private static let onceUs: Int64 = 300_000
    private static let fewestBytes: UInt64 = 1_500
    /// More than measuring errs: so many times what the narrow way carries came over a wider one.
    private static let more = 1.3
    private static let drainedBelowUs: Int64 = 100_000
    private static let holdsUs: Int64 = 60_000_000

    /// Whether it is still about the same narrow way, which fills now and then.
    func isAbout(nowUs: Int64) -> Bool { last.map { nowUs - $0.atUs < Self.holdsUs } ?? false }

    /// The way is full: what comes from then on is what it carries.
    ///
    /// - Parameter bytes: What has come in all, as long as it is on the line.
    mutating func noteFull(bytes: UInt64, nowUs: Int64) {
        let before = last
        last = (bytes, nowUs)
        guard let first, let before, nowUs - before.atUs <= Self.onceUs else {
            first = (bytes, nowUs)
            if let before, wasWide(since: before, bytes: bytes, nowUs: nowUs) { forgetPackets() }
            return
        }
        // A packet or two tell little.
        guard drainedUs == nil, nowUs - first.atUs >= Self.onceUs, bytes >= first.bytes &+ Self.fewestBytes else { return }
        byteUs = Double(nowUs - first.atUs) / Double(bytes - first.bytes)
    }

    /// Whether the way was wider for a while since it was full before: that was told, or more has come than it carries.
    private func wasWide(since before: (bytes: UInt64, atUs: Int64), bytes: UInt64, nowUs: Int64) -> Bool {
        isTold || Double(bytes &- before.bytes) * byteUs > Self.more * Double(nowUs - before.atUs)
    }

    /// What packets took while the way was wide would hide for some seconds that it is so once more.
    private mutating func forgetPackets() {
        (drainedUs, formerUs, isTold) = (nil, .max, false)
        least = LeastOfLate()
    }

    mutating func note(_ transitUs: Int64, bytes: Int, waitUs: Int64, nowUs: Int64) {
        if drainedUs == nil {
            guard byteUs > 0, waitUs < Self.drainedBelowUs else { return }
            drainedUs = nowUs
            span = Span(sinceUs: nowUs)
        }
        if nowUs - span.sinceUs > Self.spanUs { judge(nowUs) }
        let lengthUs = Int64(Double(bytes) * byteUs)
        let restUs = transitUs - lengthUs
        span.count += 1
        span.leastUs = min(span.leastUs, restUs)
        // Sooner by a third of what its length took: the way carries half as much again.
        if least.value != .max, restUs < least.value - lengthUs / 3 { span.soon += 1 }
    }

    mutating func take() -> Bool {
        defer { isWidened = false }
        return isWidened
    }

    private mutating func judge(_ nowUs: Int64) {
        if formerUs != .max { least.note(formerUs, nowUs: nowUs) }
        formerUs = span.leastUs
        let isKnown = nowUs - (drainedUs ?? nowUs) >= Self.knownAfterUs
        if isKnown, span.count >= Self.fewest, span.soon * 2 > span.count {
            (isWidened, isTold) = (true, true)
            // It is told once.
            least.note(span.leastUs, nowUs: nowUs)
        }
        span = Span(sinceUs: nowUs)
    }
}
