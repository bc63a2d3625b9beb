/// How much of a line may go to sending pictures again: a share of what it carries, saved up for a short while.
///
/// Without a bound the repeats of what a full line has dropped keep it full, and a receiver that asks for everything
/// makes us flood it.
struct RepairBudget {
    private var bits = 0.0
    private var sinceUs = Int64.min / 2

    /// A fifth of all packets lost, and a fifth of their repeats, take a quarter.
    private static let share = 0.3
    /// On a full line there is next to no room for what was lost in it.
    private static let fullShare = 0.05
    /// Before an estimate there is the beginning of one.
    private static let unknown = RateEstimate.first
    private static let savedUs = 400_000.0

    /// Takes what one repeat needs; false when there is not so much.
    mutating func take(bytes: Int, _ estimate: RateEstimate, nowUs: Int64) -> Bool {
        let rate = estimate.isKnown ? estimate.bitsPerSecond : Self.unknown
        let perUs = rate * (estimate.isQueueing ? Self.fullShare : Self.share) / 1_000_000
        let spanUs = min(Self.savedUs, Double(max(0, nowUs - max(sinceUs, 0))))
        // At least a few packets, or a narrow line could save up for none.
        let most = max(4 * 1_200 * 8, Self.savedUs * perUs)
        bits = min(most, bits + spanUs * perUs)
        sinceUs = nowUs
        guard bits >= Double(bytes * 8) else { return false }
        bits -= Double(bytes * 8)
        return true
    }
}
