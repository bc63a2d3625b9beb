import MediaWire

/// What a receiver counts of one stream for its reports (RFC 3550 section 6.4.1 and appendix A.8).
struct Reception {
    private(set) var base: Int64 = -1
    private(set) var highest: Int64 = -1
    private(set) var received: Int64 = 0
    private(set) var repaired: Int64 = 0
    private(set) var bytes: UInt64 = 0
    /// The longest run of packets missed one after the other since it was last taken.
    private(set) var longestGap = 0
    /// Sixteen times the jitter, in ticks of the stream's clock.
    private var jitterTimes16: Int64 = 0
    private var lastTransit: Int64?
    var transit = Transit()
    private var expectedBefore: Int64 = 0
    private var cameBefore: Int64 = 0

    /// Jitter in ticks.
    var jitter: Int64 { jitterTimes16 >> 4 }

    var expected: Int64 { base < 0 ? 0 : highest - base + 1 }
    /// Lost before any repair; negative where packets came twice.
    var lost: Int64 { expected - received }

    /// - Parameter lasts: Ticks that the packet lasts; 0 where it is of one moment, or not known.
    mutating func note(_ record: PacketRecord, _ length: Int, lasts: Int64 = 0, clockRate: Int64) {
        if base < 0 { base = record.index }
        highest = max(highest, record.index)
        received += 1
        bytes &+= UInt64(length)
        let arrival = record.arrivalUs / 1_000 * clockRate / 1_000
        let taken = Int64(Int32(truncatingIfNeeded: arrival &- Int64(record.timestamp)))
        if let last = lastTransit {
            let difference = abs(Int64(Int32(truncatingIfNeeded: taken &- last)))
            // A jump of more than some seconds is a new source behind the same stream, not jitter.
            if difference < 4 * clockRate {
                jitterTimes16 += difference - ((jitterTimes16 + 8) >> 4)
            } else {
                transit.forget()
            }
        }
        lastTransit = taken
        // One that was overtaken, or sent again, tells nothing of the queue.
        guard record.index == highest else { return }
        transit.note(
            taken - lasts, bytes: length + InboundStream.headerLength, clockRate: clockRate, nowUs: record.arrivalUs)
    }

    mutating func noteRepair() { repaired += 1 }

    /// One came by itself that redundancy had brought already.
    mutating func noteAfterRepair() {
        received += 1
        repaired -= 1
    }

    mutating func noteGap(_ length: Int64) { longestGap = max(longestGap, Int(min(length, 10_000))) }

    /// The longest gap since the last time this was asked.
    mutating func takeLongestGap() -> Int {
        defer { longestGap = 0 }
        return longestGap
    }

    /// The block for a report on this stream; begins the next interval.
    ///
    /// The fraction is of what never came, repeats and redundancy counted as come: browsers answer it with error
    /// correction within their sound (RFC 6716 section 2.1.7), which takes a third of the voice's bits for what is
    /// repaired anyway. The cumulative number is of what did not come by itself: by it our pages decide on redundancy.
    ///
    /// - Parameter isFull: The line drops what it cannot carry, and error correction would be more of that: no fraction is
    ///   told, for browsers keep to it for half a minute.
    mutating func report(_ ssrc: Ssrc, lastSenderReport: UInt32, delay: UInt32, isFull: Bool = false) -> ReportBlock {
        let came = received + repaired
        let expectedNow = expected - expectedBefore
        let lostNow = max(0, expectedNow - (came - cameBefore))
        expectedBefore = expected
        cameBefore = came
        let fraction = expectedNow > 0 && !isFull ? min(255, lostNow * 256 / expectedNow) : 0
        return ReportBlock(
            ssrc: ssrc, fractionLost: UInt8(truncatingIfNeeded: fraction),
            cumulativeLost: Int32(truncatingIfNeeded: max(-0x80_0000, min(0x7F_FFFF, lost))),
            highestSequence: UInt32(truncatingIfNeeded: highest), jitter: UInt32(truncatingIfNeeded: jitter),
            lastSenderReport: lastSenderReport, delaySinceLastSenderReport: delay)
    }
}

/// What a sender's reports say of its clock, so that ours can say the same to others (RFC 3550 section 6.4.1).
struct SenderClock {
    private(set) var ntpTime: UInt64 = 0
    private(set) var rtpTime: UInt32 = 0
    private(set) var arrivalUs: Int64 = 0
    var isKnown: Bool { ntpTime != 0 }

    mutating func note(ntpTime: UInt64, rtpTime: UInt32, nowUs: Int64) {
        self.ntpTime = ntpTime
        self.rtpTime = rtpTime
        arrivalUs = nowUs
    }

    /// The middle 32 bits, as report blocks carry them.
    var middle: UInt32 { UInt32(truncatingIfNeeded: ntpTime >> 16) }

    /// Time since the last report, in 65,536ths of a second.
    func delay(nowUs: Int64) -> UInt32 {
        isKnown ? UInt32(truncatingIfNeeded: (nowUs - arrivalUs) * 65_536 / 1_000_000) : 0
    }

    /// The stream's RTP time at a moment of the sender's wall clock.
    func rtpTime(atNtp moment: UInt64, clockRate: Int64) -> UInt32 {
        let elapsed = Int64(bitPattern: moment &- ntpTime)
        // 32.32 fixed point to ticks without overflow: seconds and fractions apart.
        let ticks = (elapsed >> 32) &* clockRate &+ ((elapsed & 0xFFFF_FFFF) &* clockRate) >> 32
        return rtpTime &+ UInt32(truncatingIfNeeded: ticks)
    }
}

/// The wall clock of our reports: an arbitrary beginning and the engine's monotonic microseconds.
enum ReportClock {
    /// 32.32 fixed point.
    static func ntpTime(_ nowUs: Int64) -> UInt64 {
        let (seconds, microseconds) = nowUs.quotientAndRemainder(dividingBy: 1_000_000)
        let fraction = (UInt64(max(0, microseconds)) << 32) / 1_000_000
        return UInt64(bitPattern: seconds &+ 3_900_000_000) << 32 | fraction
    }
}
