/// What the server brings into an answer: its transport, and the streams it will send.
public struct AnswerTerms: Sendable {
    public let sessionId: UInt64
    public let ice: IceCredentials
    public let fingerprint: Fingerprint
    /// Where the server listens, best first.
    public let candidates: [IceCandidate]
    /// Our stream for each place in the offer; nil for places without one.
    public let outbound: [OutboundSource?]
    /// Asks the browser to send Opus with redundancy by itself: RED first in the list (RFC 2198).
    public var prefersRedundancy = false
    /// The parameters that we ask of the browser's Opus encoder (RFC 7587 section 6.1).
    public var opusParameters = "minptime=10;useinbandfec=1"
    /// Milliseconds of sound in one packet; nil leaves it to the browser.
    public var packetMs: Int?
    /// Whether layers of one picture are taken.
    public var acceptsSimulcast = true

    public init(
        sessionId: UInt64, ice: IceCredentials, fingerprint: Fingerprint, candidates: [IceCandidate],
        outbound: [OutboundSource?]
    ) {
        self.sessionId = sessionId
        self.ice = ice
        self.fingerprint = fingerprint
        self.candidates = candidates
        self.outbound = outbound
    }
}

/// The server's answer: ICE-lite, DTLS passive, every line over one transport (RFC 9429 section 5.3).
public struct Answer: Sendable {
    /// The agreed lines, refused ones left out.
    public let media: [NegotiatedMedia]
    /// The description for the browser.
    public let text: String

    /// Answers an offer that has been judged.
    public init(to offer: Offer, _ terms: AnswerTerms) {
        let lines = offer.session.media.enumerated()
        let agreed = lines.map { Self.agree($0.offset, $0.element, offer, terms) }
        media = agreed.compactMap(\.self)
        var writer = AnswerText(terms)
        writer.session(media.map(\.mid))
        for (line, agreed) in zip(offer.session.media, agreed) {
            if let agreed { writer.accepted(agreed, line) } else { writer.refused(line) }
        }
        text = writer.text
    }

    private static func agree(
        _ index: Int, _ line: MediaDescription, _ offer: Offer, _ terms: AnswerTerms
    ) -> NegotiatedMedia? {
        let codecs = NegotiatedCodec.choose(from: line)
        guard line.kind != .other, !line.isRefused, let first = codecs.first else { return nil }
        let direction = line.direction.reversed
        let outbound = index < terms.outbound.count ? terms.outbound[index] : nil
        return NegotiatedMedia(
            index: index, mid: line.mid, kind: line.kind, direction: direction, codecs: codecs,
            redundancy: line.kind == .audio ? NegotiatedCodec.redundancy(of: first.payloadType, in: line) : nil,
            extensions: ExtensionIds(of: line), theirSources: line.sources, theirRepairs: line.repairs,
            rids: terms.acceptsSimulcast ? line.sendRids : [], outbound: direction.sends ? outbound : nil)
    }
}
