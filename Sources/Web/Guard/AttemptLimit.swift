import Kernel

/// Counts attempts within ten minutes, by host (`ClientHost`) or by link. The table is bounded: when it is full the
/// oldest half goes, so that an attacker with many addresses costs memory for none of them.
actor AttemptLimit {
    private let most: Int
    private let span: Milliseconds
    private var counts: [String: (count: Int, since: Instant)] = [:]
    private static let longestTable = 10_000

    init(most: Int, within span: Milliseconds = .minutes(10)) {
        self.most = most
        self.span = span
    }

    /// Takes note of an attempt; false when the address has used up its attempts.
    func note(_ address: String, at now: Instant) -> Bool {
        if counts.count >= Self.longestTable { forget(at: now) }
        var entry = counts[address] ?? (0, now)
        if now - entry.since > span { entry = (0, now) }
        entry.count = min(entry.count + 1, most + 1)
        counts[address] = entry
        return entry.count <= most
    }

    /// Whether the address has used up its attempts already.
    func isSpent(_ address: String, at now: Instant) -> Bool {
        guard let entry = counts[address], now - entry.since <= span else { return false }
        return entry.count > most
    }

    /// Whether one more attempt would be too many.
    func isFull(_ address: String, at now: Instant) -> Bool {
        guard let entry = counts[address], now - entry.since <= span else { return false }
        return entry.count >= most
    }

    private func forget(at now: Instant) {
        counts = counts.filter { now - $0.value.since <= span }
        guard counts.count >= Self.longestTable else { return }
        let middle = counts.values.map(\.since).sorted()[counts.count / 2]
        counts = counts.filter { $0.value.since > middle }
    }
}
