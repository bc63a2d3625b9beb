/// How many earlier frames of sound each packet repeats on one leg (RFC 2198), by what that leg loses.
///
/// A good line on one side must not pay for a bad one on the other: each receiver has its own.
struct RedundancyDepth {
    /// Share of lost packets of sound, over about two seconds.
    private(set) var loss = 0.0
    /// Length of the runs in which they are lost, a mean.
    private(set) var meanRun = 1.0
    private var run = 0
    private var sinceLost = 0

    /// Beyond three frames the repair comes too late for a conversation unless bursts are long.
    private static let usual = 3
    private static let most = 5

    /// Takes the fate of one packet of sound, in order.
    mutating func note(lost: Bool) {
        loss += ((lost ? 1 : 0) - loss) / 100
        sinceLost = lost ? 0 : sinceLost + 1
        // A line that has become good is believed sooner than the mean would: two seconds without any loss, or longer
        // where whole runs were lost, for they lie further apart.
        if sinceLost >= max(100, Int(25 * meanRun)) { (loss, meanRun) = (0, 1) }
        if lost {
            run += 1
        } else if run > 0 {
            meanRun += (Double(min(run, 20)) - meanRun) / 8
            run = 0
        }
    }

    /// Takes a receiver's own count, where packets are not reported on one by one.
    mutating func note(fractionLost: UInt8) {
        let share = Double(fractionLost) / 256
        loss = share > loss ? share : 0.7 * loss + 0.3 * share
    }

    /// Earlier frames to send along.
    var frames: Int {
        if loss < 0.01 { return 0 }
        let base = loss < 0.03 ? 1 : loss < 0.08 ? 2 : Self.usual
        return min(Self.most, max(base, Int(meanRun.rounded(.up))))
    }
}
