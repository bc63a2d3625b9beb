/// A single picture that is sent piece by piece in what the voice leaves, while the moving one is paused.
struct StillPicture {
    /// The next piece, by the source's number; nil while none is under way.
    private(set) var next: Int64?
    /// The key frame that was last begun.
    private(set) var begun: Int64 = -1
    private(set) var begunUs = Int64.min / 2
    private var owedBits = 0.0
    private var lastUs: Int64 = 0

    /// From one still to the next; a key frame costs all others of a call something, too.
    private static let pauseUs: Int64 = 4_000_000
    /// One that has taken so long shows what is long gone.
    static let longestUs: Int64 = 10_000_000
    /// A packet's worth may be owed, so that pieces leave one by one.
    private static let mostOwed = 12_000.0

    func isDue(nowUs: Int64) -> Bool { next == nil && nowUs - begunUs >= Self.pauseUs }

    mutating func begin(_ index: Int64, nowUs: Int64) {
        (next, begun, begunUs) = (index, index, nowUs)
    }

    /// Grows by what there is room for.
    mutating func earn(_ bitsPerSecond: Double, nowUs: Int64) {
        let spanUs = min(200_000, max(0, nowUs - lastUs))
        lastUs = nowUs
        owedBits = min(Self.mostOwed, owedBits + bitsPerSecond * Double(spanUs) / 1_000_000)
    }

    /// Whether a piece of so many bits may go now.
    mutating func pays(_ bits: Double) -> Bool {
        guard owedBits >= min(bits, Self.mostOwed) else { return false }
        owedBits = max(0, owedBits - bits)
        return true
    }

    mutating func advance() { if let now = next { next = now + 1 } }

    mutating func end() { next = nil }
}
