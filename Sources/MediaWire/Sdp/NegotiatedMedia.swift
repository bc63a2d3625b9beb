/// The codecs that are forwarded.
public enum CodecKind: String, Sendable {
    case opus
    case vp8
    case h264
}

/// A codec that both sides have, with the browser's numbers.
public struct NegotiatedCodec: Equatable, Sendable {
    public let kind: CodecKind
    public let payloadType: PayloadType
    /// The payload type of its repeated packets (RFC 4588); nil where the browser has none.
    public let repair: PayloadType?
    public let feedback: RtcpFeedback
    let description: Codec

    /// The codecs of an offered line that we forward, VP8 before H.264: every browser has it, and its key frames tell
    /// themselves. Of H.264 one format: baseline in packetization mode 1, which all implement (RFC 7742 section 6.2).
    static func choose(from line: MediaDescription) -> [NegotiatedCodec] {
        let codecs = line.codecs
        let found: [Codec?]
        if line.kind == .audio {
            found = [codecs.first { $0.name == "opus" && $0.clockRate == 48_000 && $0.channels == 2 }]
        } else {
            let inMode1 = codecs.filter { $0.name == "h264" && $0.parameter("packetization-mode") == "1" }
            let baseline = inMode1.first { $0.parameter("profile-level-id")?.lowercased().hasPrefix("42e0") == true }
            found = [codecs.first { $0.name == "vp8" && $0.clockRate == 90_000 }, baseline ?? inMode1.first]
        }
        return found.compactMap { codec in
            guard let codec, let kind = CodecKind(rawValue: codec.name) else { return nil }
            let apt = String(codec.payloadType.value)
            let repair = codecs.first { $0.name == "rtx" && $0.parameter("apt") == apt }
            return NegotiatedCodec(
                kind: kind, payloadType: codec.payloadType, repair: repair?.payloadType,
                feedback: RtcpFeedback(offered: codec.feedback), description: codec)
        }
    }

    /// The payload type of Opus with redundancy (RFC 2198), where the browser has it.
    static func redundancy(of opus: PayloadType, in line: MediaDescription) -> PayloadType? {
        let wanted = String(opus.value)
        return line.codecs.first { codec in
            codec.name == "red" && codec.clockRate == 48_000
                && codec.parameters.split(separator: "/").allSatisfy { $0 == wanted }
        }?.payloadType
    }
}

/// The kinds of RTCP feedback that a browser offered for a codec and that we speak.
public struct RtcpFeedback: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let nack = RtcpFeedback(rawValue: 1)
    public static let pictureLoss = RtcpFeedback(rawValue: 2)
    public static let fullIntraRequest = RtcpFeedback(rawValue: 4)
    public static let transportWide = RtcpFeedback(rawValue: 8)
    public static let maximumBitrate = RtcpFeedback(rawValue: 16)

    private static let words: [(String, RtcpFeedback)] = [
        ("transport-cc", .transportWide), ("goog-remb", .maximumBitrate), ("ccm fir", .fullIntraRequest),
        ("nack", .nack), ("nack pli", .pictureLoss),
    ]

    init(offered: [String]) {
        self = Self.words.reduce(into: []) { if offered.contains($1.0) { $0.insert($1.1) } }
    }

    /// As the lines of a description carry them.
    var texts: [String] { Self.words.filter { contains($0.1) }.map(\.0) }
}

/// The ids of the header extensions that both sides use on one line; 0 where the browser did not offer one.
public struct ExtensionIds: Equatable, Sendable {
    public internal(set) var mid: UInt8 = 0
    public internal(set) var transportWide: UInt8 = 0
    public internal(set) var absoluteSendTime: UInt8 = 0
    public internal(set) var audioLevel: UInt8 = 0
    public internal(set) var rid: UInt8 = 0
    public internal(set) var repairedRid: UInt8 = 0
    /// How a telephone is held (3GPP TS 26.114 section 7.4.5); without it, turned pictures lie on their side.
    public internal(set) var videoOrientation: UInt8 = 0

    static let known: [(uri: String, place: WritableKeyPath<ExtensionIds, UInt8> & Sendable)] = [
        ("urn:ietf:params:rtp-hdrext:sdes:mid", \.mid),
        ("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", \.transportWide),
        ("http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", \.absoluteSendTime),
        ("urn:ietf:params:rtp-hdrext:ssrc-audio-level", \.audioLevel),
        ("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id", \.rid),
        ("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id", \.repairedRid),
        ("urn:3gpp:video-orientation", \.videoOrientation),
    ]

    /// The ids of a line; only those that the one-byte form can carry, which is the form we write.
    public init(of line: MediaDescription) {
        for (uri, place) in Self.known {
            guard let found = line.extensions.first(where: { $0.uri == uri && (1...14).contains($0.id) })
            else { continue }
            self[keyPath: place] = found.id
        }
    }

    static func isKnown(_ element: HeaderExtension) -> Bool {
        (1...14).contains(element.id) && known.contains { $0.uri == element.uri }
    }
}

/// The stream that we send on one line, as the browser is told of it.
public struct OutboundSource: Equatable, Sendable {
    public let ssrc: Ssrc
    /// The stream of its repeated packets; nil for sound.
    public let repair: Ssrc?
    /// The canonical name that ties our streams together (RFC 3550 section 6.5.1).
    public let canonicalName: String
    /// The names under which a browser's `ontrack` shows stream and track.
    public let stream: String
    public let track: String

    public init(ssrc: Ssrc, repair: Ssrc?, canonicalName: String, stream: String, track: String) {
        self.ssrc = ssrc
        self.repair = repair
        self.canonicalName = canonicalName
        self.stream = stream
        self.track = track
    }
}

/// One line as agreed; everything a forwarder must know of it.
public struct NegotiatedMedia: Sendable {
    /// The line's place in offer and answer.
    public let index: Int
    public let mid: String
    public let kind: MediaKind
    /// As we see it: `sends` is server to browser.
    public let direction: MediaDirection
    /// Those the browser may send and take, the preferred first; never empty.
    public let codecs: [NegotiatedCodec]
    /// Opus with redundancy; nil for pictures and where the browser has none.
    public let redundancy: PayloadType?
    public let extensions: ExtensionIds
    /// What the browser said it will send; it may be empty (simulcast) or grow (other streams with the line's mid).
    public let theirSources: [Ssrc]
    public let theirRepairs: [(primary: Ssrc, repair: Ssrc)]
    /// The simulcast layers that the browser sends; empty without.
    public let rids: [String]
    /// What we send; nil where the line's direction forbids it or the terms have none.
    public let outbound: OutboundSource?
}
