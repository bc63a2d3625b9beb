/// What a browser itself says of the last second of what it received: the server knows what was sent and what was lost,
/// but only the browser knows what was heard and shown.
public struct SeenLine: Sendable, Hashable, Codable {
    /// Share of the sound that was made up because it had not come in time, 0…1.
    public let concealed: Double
    /// Milliseconds of the second in which the picture stood still.
    public let frozenMs: Int

    public init(concealed: Double, frozenMs: Int) {
        self.concealed = min(1, max(0, concealed.isFinite ? concealed : 0))
        self.frozenMs = min(1_000, max(0, frozenMs))
    }
}
