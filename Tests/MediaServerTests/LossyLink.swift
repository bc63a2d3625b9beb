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

    /// From `range.lowerBound` up to its end, evenly.
    mutating func within(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + share() * (range.upperBound - range.lowerBound)
    }
}

/// One direction of a line: loses, delays, reorders, doubles and spoils by a seed, and carries only so much.
struct LossyLink {
    /// What the line is like.
    struct Line: Sendable {
        var loss = 0.0
        /// Mean length of a run of losses; 1 for independent ones (Gilbert-Elliott).
        var meanRun = 1.0
        var delayUs: Int64 = 5_000
        var jitterUs: Int64 = 0
        var doubled = 0.0
        /// Share of packets that are held back for so long, and so overtaken by others.
        var heldBack = 0.0
        var heldBackUs: Int64 = 30_000
        /// Share of packets beside which a copy with one bit turned arrives: a forgery.
        var forged = 0.0
        /// Bits per second; nil without a bound.
        var rate: Double?
        /// What waits longer than this at a full line is dropped.
        var queueUs: Int64 = 300_000
    }

    /// One datagram on its way.
    struct Flight {
        let atUs: Int64
        let bytes: [UInt8]
        let from: TransportAddress
    }

    var line: Line
    private var chance: SeededChance
    /// By arrival, the next one last.
    private var flights: [Flight] = []
    private var isInRun = false
    private var freeAtUs: Int64 = 0
    /// Datagrams and bytes put in.
    private(set) var sent = 0
    private(set) var sentBytes = 0
    /// One word of all that was put in since this was set, and when; nil where nobody asks.
    var digest: UInt64?

    init(_ line: Line, seed: UInt64) {
        self.line = line
        chance = SeededChance(seed)
    }

    mutating func send(_ bytes: [UInt8], from: TransportAddress, nowUs: Int64) {
        sent += 1
        sentBytes += bytes.count
        if let before = digest {
            digest = bytes.withUnsafeBytes { SeededCryptography.mix($0, before ^ UInt64(bitPattern: nowUs)) }
        }
        if isLost() { return }
        var leaveUs = nowUs
        if let rate = line.rate {
            let start = max(nowUs, freeAtUs)
            if start - nowUs > line.queueUs { return }
            // 28 bytes of IP and UDP (RFC 791, RFC 768) travel with it.
            freeAtUs = start + Int64(Double((bytes.count + 28) * 8) * 1_000_000 / rate)
            leaveUs = freeAtUs
        }
        launch(bytes, from, leaveUs)
        if line.doubled > 0, chance.share() < line.doubled { launch(bytes, from, leaveUs) }
        if line.forged > 0, chance.share() < line.forged {
            var forged = bytes
            let place = Int(chance.next() % UInt64(bytes.count))
            forged[place] ^= 1 << UInt8(chance.next() & 7)
            launch(forged, from, leaveUs)
        }
    }

    private mutating func launch(_ bytes: [UInt8], _ from: TransportAddress, _ leaveUs: Int64) {
        var atUs = leaveUs + line.delayUs + Int64(chance.share() * Double(line.jitterUs))
        if line.heldBack > 0, chance.share() < line.heldBack { atUs += line.heldBackUs }
        var place = flights.count
        while place > 0, flights[place - 1].atUs <= atUs { place -= 1 }
        // Those at the same moment keep their order: this one is the newest, so it lies before them all.
        flights.insert(Flight(atUs: atUs, bytes: bytes, from: from), at: place)
    }

    private mutating func isLost() -> Bool {
        guard line.loss > 0 else { return false }
        guard line.meanRun > 1 else { return chance.share() < line.loss }
        // Of the two-state chain: how likely a run ends, and how likely one begins, so that the share comes out.
        let ends = 1 / line.meanRun
        isInRun = isInRun ? chance.share() >= ends : chance.share() < ends * line.loss / (1 - line.loss)
        return isInRun
    }

    /// When the next datagram arrives; never when none is on its way.
    var nextUs: Int64 { flights.last?.atUs ?? .max }

    /// The next datagram to arrive.
    mutating func takeNext() -> Flight? { flights.popLast() }
}
