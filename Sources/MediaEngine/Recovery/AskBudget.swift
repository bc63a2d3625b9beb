/// How many lost packets of a picture may be asked for again: a share of those that came, saved up for a short while.
///
/// Without a bound a browser on a line that has become narrow goes on for seconds sending again what the line has
/// dropped, after its picture has long been paused, and its voice waits behind that.
struct AskBudget {
    private var left = Self.most

    /// A burst of a quarter of a second at 2 Mbit/s.
    private static let most = 64.0
    /// Where a fifth is lost each way a quarter of what came is missing, and each takes one question and a half.
    private static let share = 0.5
    /// On a full line there is next to no room for what was lost in it.
    private static let costOnFullLine = 8.0

    /// A packet has come by itself.
    mutating func earn() { left = min(Self.most, left + Self.share) }

    /// Takes one question; false when too many have been asked.
    mutating func take(isQueueing: Bool) -> Bool {
        let cost = isQueueing ? Self.costOnFullLine : 1
        guard left >= cost else { return false }
        left -= cost
        return true
    }
}
