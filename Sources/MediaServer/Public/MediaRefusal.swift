import MediaEngine

/// What has happened to a participant's path, sound and picture.
public typealias MediaNews = MediaEngine.MediaNews

/// One participant's line in the last second, as the server sees it.
public typealias LineReport = MediaEngine.LineReport

/// Why the media server said no.
public enum MediaRefusal: Error, Sendable, Equatable {
    /// The offer cannot be used; the word says why: the raw values of `OfferRefusal`.
    case offer(word: String)
    /// No such peer has joined, or it has gone.
    case unknownPeer
    /// The media server is full, or shutting down.
    case unavailable
}

/// Why the media server could not start.
public struct MediaFailure: Error, Sendable, CustomStringConvertible {
    /// What was tried and what the system said.
    public let description: String

    public init(_ description: String) { self.description = description }
}
