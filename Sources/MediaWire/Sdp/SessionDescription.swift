/// A session description (RFC 8866) as far as WebRTC uses it (RFC 9429), of either side.
public struct SessionDescription: Sendable {
    /// The names (`mid`) of the lines that share one transport, in their order; empty without `a=group:BUNDLE`.
    public var bundle: [String] = []
    public var isIceLite = false
    /// What the writer wants to receive at most in all, in bits per second (RFC 8866 section 5.8); nil without.
    public var bandwidth: UInt64?
    /// The media lines in their order; the refused ones too, for an answer must have as many.
    public var media: [MediaDescription] = []

    /// Reads a description.
    /// - Throws: `tooLarge`, `tooMany`, `malformed`, `fingerprintForm` or `iceForm`; what is missing is for `Offer`
    /// to say.
    public init(parsing text: String) throws(OfferRefusal) {
        var reader = SessionReader()
        self = try reader.read(text)
    }

    init() {}
}

/// What a media line carries.
public enum MediaKind: String, Sendable {
    case audio
    case video
    /// Data channels and whatever else: refused, but counted.
    case other
}

/// Who sends, as the writer of the description sees it (RFC 8866 section 6.7).
public enum MediaDirection: String, Sendable, CaseIterable {
    case sendrecv
    case sendonly
    case recvonly
    case inactive

    /// The same as the other side sees it.
    public var reversed: MediaDirection {
        switch self {
        case .sendonly: .recvonly
        case .recvonly: .sendonly
        case .sendrecv, .inactive: self
        }
    }

    public var sends: Bool { self == .sendrecv || self == .sendonly }
    public var receives: Bool { self == .sendrecv || self == .recvonly }
}

/// Who begins the DTLS handshake (RFC 8842).
public enum DtlsSetup: String, Sendable {
    case actpass
    case active
    case passive
    case holdconn
}

/// One `m=` line and what belongs to it.
public struct MediaDescription: Sendable {
    public var kind: MediaKind
    /// The line's kind and protocol as they stand, for the answer must repeat them.
    public var kindText: String
    public var protocolText: String
    /// The port is 0, and the line was not offered for a bundle only.
    public var isRefused: Bool
    public var mid = ""
    public var direction = MediaDirection.sendrecv
    /// In the order of preference.
    public var codecs: [Codec] = []
    public var extensions: [HeaderExtension] = []
    public var ice: IceCredentials?
    public var fingerprints: [Fingerprint] = []
    public var setup: DtlsSetup?
    public var hasRtcpMux = false
    /// The streams that the writer will send.
    public var sources: [Ssrc] = []
    /// Streams and the streams that repeat their packets (`a=ssrc-group:FID`, RFC 5576).
    public var repairs: [(primary: Ssrc, repair: Ssrc)] = []
    /// The names of the simulcast layers that the writer sends, in its order (RFC 8853).
    public var sendRids: [String] = []
    /// Those of them that the writer does not send for now (`~`, RFC 8853 section 5.1).
    public var pausedRids: Set<String> = []
    /// The stream and the track that the writer names (RFC 8830); empty without.
    public var stream = ""
    public var track = ""
    /// Only addresses; candidates with names (mDNS) are left out.
    public var candidates: [IceCandidate] = []
    /// The payload type numbers as they stand, for the answer of a refused line.
    var formats: [String] = []

    init(kind: MediaKind, kindText: String, protocolText: String, isRefused: Bool) {
        self.kind = kind
        self.kindText = kindText
        self.protocolText = protocolText
        self.isRefused = isRefused
    }
}

/// One payload type and what it stands for (`a=rtpmap`, `a=fmtp`, `a=rtcp-fb`).
public struct Codec: Equatable, Sendable {
    public let payloadType: PayloadType
    /// In lower case: `opus`, `red`, `vp8`, `h264`, `rtx`.
    public let name: String
    /// Ticks per second.
    public let clockRate: UInt32
    /// 1 where the description is silent.
    public let channels: UInt8
    /// The format's parameters as they stand, such as `minptime=10;useinbandfec=1`.
    public internal(set) var parameters = ""
    /// Such as `nack`, `nack pli`, `ccm fir`, `transport-cc`.
    public internal(set) var feedback: [String] = []

    /// The value of one parameter; names are compared without regard to case.
    public func parameter(_ name: String) -> String? {
        for pair in SdpText.words(parameters[...].utf8, ";") {
            let (key, value) = SdpText.halves(pair, "=")
            let trimmed = key.drop { $0 == UInt8(ascii: " ") }
            if Substring(trimmed).lowercased() == name.lowercased(), let value { return SdpText.string(value) }
        }
        return nil
    }
}

/// One `a=extmap` line (RFC 8285 section 5).
public struct HeaderExtension: Equatable, Sendable {
    public let id: UInt8
    public let uri: String
    public let direction: MediaDirection
}
