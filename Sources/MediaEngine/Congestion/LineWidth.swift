/// Whether a line is so narrow that the headers of the voice count: its frames go together then.
struct LineWidth {
    private(set) var isNarrow = false
    private var wideSinceUs: Int64?

    /// With so much a voice in three times as many packets and a small picture have room, in bits per second.
    private static let wideAbove = 100_000.0
    private static let wideAfterUs: Int64 = 2_000_000

    /// - Parameter isScarce: Pictures have had to give way.
    mutating func judge(_ bitsPerSecond: Double, isScarce: Bool, nowUs: Int64) {
        guard !isScarce, bitsPerSecond > Self.wideAbove else {
            wideSinceUs = nil
            if isScarce, bitsPerSecond < Self.wideAbove { isNarrow = true }
            return
        }
        let since = wideSinceUs ?? nowUs
        wideSinceUs = since
        if nowUs - since > Self.wideAfterUs { isNarrow = false }
    }

    /// Nobody is to be seen, so it is not known; answers whether it was narrow.
    mutating func forget() -> Bool {
        defer { self = Self() }
        return isNarrow
    }
}
