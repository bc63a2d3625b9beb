/// What one slot has been through with the layers of its picture: who goes up too soon goes up and down for ever.
struct LayerChoice {
    /// Not even the smallest layer fits; until one does, there are stills.
    private(set) var isHeld = false
    private var changesSinceUs: Int64?
    private var raisedUs = Int64.min / 2
    private var loweredUs = Int64.min / 2
    private var pauseUs = Self.firstPauseUs

    /// A larger layer must have fitted in so much of the room; the present one may take a little more than the room.
    static let toRaise = 0.8
    static let toStay = 1.1
    /// After a layer was too large, the next attempt waits so long; one that failed soon makes the next wait longer.
    private static let firstPauseUs: Int64 = 3_000_000
    private static let longestPauseUs: Int64 = 24_000_000
    private static let failedWithinUs: Int64 = 10_000_000
    private static let holdAfterUs: Int64 = 1_000_000
    private static let releaseAfterUs: Int64 = 1_500_000

    func mayRaise(nowUs: Int64) -> Bool { nowUs - loweredUs >= pauseUs }

    mutating func raised(nowUs: Int64) {
        raisedUs = nowUs
    }

    mutating func lowered(nowUs: Int64) {
        let failed = nowUs - raisedUs < Self.failedWithinUs
        pauseUs = failed ? min(Self.longestPauseUs, 2 * pauseUs) : Self.firstPauseUs
        loweredUs = nowUs
    }

    /// Takes note of what the smallest layer costs and of the room for it; true when the picture may move again.
    mutating func judge(cost: Double, room: Double, nowUs: Int64) -> Bool {
        let wantsChange = isHeld ? cost < Self.toRaise * room : cost > Self.toStay * room
        guard wantsChange else {
            changesSinceUs = nil
            return false
        }
        let since = changesSinceUs ?? nowUs
        changesSinceUs = since
        guard nowUs - since >= (isHeld ? Self.releaseAfterUs : Self.holdAfterUs) else { return false }
        changesSinceUs = nil
        isHeld.toggle()
        return !isHeld
    }
}
