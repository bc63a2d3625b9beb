import MediaWire

/// Chance that a seed repeats (SplitMix64).
struct SeededChance {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// From 0 up to 1.
    mutating func share() -> Double { Double(next() >> 11) / Double(1 << 53) }
}

/// One direction of a line: loses, delays, reorders and doubles by a seed, and carries only so much.
struct LossyLink {
    /// What the line is like.
    struct Line: Sendable {
        var loss = 0.0
        /// Mean length of a run of losses; 1 for independent ones (Gilbert-Elliott).
        var meanRun = 1.0
        var delayUs: Int64 = 5_000
        var jitterUs: Int64 = 0
        var doubled = 0.0
        /// Bits per second; nil without a bound.
        var rate: Double?
        /// What waits longer than this at a full line is dropped.
        var queueUs: Int64 = 300_000
    }

    private struct Flight {
        let atUs: Int64
        let order: Int
        let bytes: [UInt8]
        let from: TransportAddress
    }

    var line: Line
    private var chance: SeededChance
    private var flights: [Flight] = []
    private var count = 0
    private var isInRun = false
    private var freeAtUs: Int64 = 0

    init(_ line: Line, seed: UInt64) {
        self.line = line
        chance = SeededChance(seed)
    }

    mutating func send(_ bytes: [UInt8], from: TransportAddress, nowUs: Int64) {
        if isLost() { return }
        var leaveUs = nowUs
        if let rate = line.rate {
            let start = max(nowUs, freeAtUs)
            if start - nowUs > line.queueUs { return }
            freeAtUs = start + Int64(Double((bytes.count + 28) * 8) * 1_000_000 / rate)
            leaveUs = freeAtUs
        }
        let copies = chance.share() < line.doubled ? 2 : 1
        for _ in 0..<copies {
            let jitterUs = Int64(chance.share() * Double(line.jitterUs))
            flights.append(Flight(atUs: leaveUs + line.delayUs + jitterUs, order: count, bytes: bytes, from: from))
            count += 1
        }
    }

    private mutating func isLost() -> Bool {
        guard line.loss > 0 else { return false }
        // Of the two-state chain: how likely a run ends, and how likely one begins, so that the share comes out.
        let ends = 1 / max(1, line.meanRun)
        if isInRun {
            isInRun = chance.share() >= ends
        } else {
            isInRun = chance.share() < ends * line.loss / (1 - line.loss)
        }
        if line.meanRun <= 1 { isInRun = chance.share() < line.loss }
        return isInRun
    }

    /// What has arrived by now, in order of arrival.
    mutating func arrivals(nowUs: Int64) -> [(bytes: [UInt8], from: TransportAddress)] {
        let due = flights.filter { $0.atUs <= nowUs }.sorted { ($0.atUs, $0.order) < ($1.atUs, $1.order) }
        if !due.isEmpty { flights.removeAll { $0.atUs <= nowUs } }
        return due.map { ($0.bytes, $0.from) }
    }
}
