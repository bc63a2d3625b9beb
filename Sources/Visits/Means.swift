/// By which means somebody takes part.
public enum Means: String, Sendable, Hashable, Codable, CaseIterable {
    /// Sound and picture.
    case video
    /// Sound only, over the same path.
    case voice
    /// The ordinary telephone.
    case telephone
}

/// What a browser may be refused, or may lack.
public enum Device: String, Sendable, Hashable, Codable, CaseIterable {
    case camera, microphone
}
