/// What has happened to a participant's path or sound and picture, told outside the packet path.
public enum MediaNews: Sendable, Equatable {
    /// The keys are agreed: sound and picture may flow.
    case connected(peer: String)
    /// Nothing has arrived for two seconds.
    case pathLost(peer: String)
    /// Something arrives again.
    case pathBack(peer: String)
    /// The peer has left, or its path has been lost for so long that it was given up; the name may join anew.
    case gone(peer: String)
    /// The line as the server saw it in the last second; once a second for each connected peer.
    case line(peer: String, LineReport)
    /// The picture towards this peer stands still for the sake of the voice, for its line carries too little.
    case picturePaused(peer: String)
    /// The picture towards this peer moves again.
    case pictureResumed(peer: String)
    /// The way up from this peer, which had been full, has become wider: its browser may try a picture.
    case upWidened(peer: String)
}

/// One participant's line in the last second, as the server sees it. "Up" is from the participant to the server.
public struct LineReport: Sendable, Equatable {
    /// From server to participant and back; nil while unknown.
    public var roundTripMs: Double?
    /// Share of packets lost, 0 to 1, before any repair; nil when nothing was to come.
    public var lossUp: Double?
    public var lossDown: Double?
    /// Mean deviation of the time between packets (RFC 3550 section 6.4.1), of the sound where there is any.
    public var jitterUpMs: Double?
    public var jitterDownMs: Double?
    /// What flowed, in kbit/s of RTP.
    public var upKbps = 0
    public var downKbps = 0
    /// What the line down is thought to carry; nil while unknown.
    public var estimatedDownKbps: Int?
    /// Packets and bytes since the peer joined.
    public var packetsUp: UInt64 = 0
    public var packetsDown: UInt64 = 0
    public var bytesUp: UInt64 = 0
    public var bytesDown: UInt64 = 0
    /// Packets lost since the peer joined, and packets that were repaired.
    public var lostUp: UInt64 = 0
    public var lostDown: UInt64 = 0
    /// The longest run of packets lost one after the other on the way up in this second.
    public var longestBurstUp = 0
    /// The same on the way down, as the receiver's feedback tells; 0 where it gives none.
    public var longestBurstDown = 0
    /// Whether sound, picture and shared screen arrived from this peer in this second.
    public var microphoneFlows = false
    public var cameraFlows = false
    public var screenFlows = false
    /// Whether the path is alive.
    public var pathIsAlive = true
    /// Whether the picture towards this peer is paused for the sake of the voice.
    public var pictureIsPaused = false

    public init() {}
}
