/// A browser's offer that this server can answer: everything that it must have is there.
public struct Offer: Sendable {
    public let session: SessionDescription
    /// The transport that all lines share.
    public let ice: IceCredentials
    public let fingerprint: Fingerprint

    /// Reads and judges an offer.
    /// - Throws: the first thing that is wrong with it.
    public init(_ text: String) throws(OfferRefusal) {
        let session = try SessionDescription(parsing: text)
        let lines = session.media.filter { $0.kind != .other && !$0.isRefused }
        guard let tagged = lines.first else { throw .noMedia }
        for line in lines { try Self.judge(line, session) }
        // A name that two lines share would make their packets indistinguishable.
        guard Set(lines.map(\.mid)).count == lines.count else { throw .malformed }
        guard let ice = tagged.ice else { throw .noIce }
        guard let fingerprint = tagged.fingerprints.first else { throw .noFingerprint }
        self.session = session
        self.ice = ice
        self.fingerprint = fingerprint
    }

    private static func judge(_ line: MediaDescription, _ session: SessionDescription) throws(OfferRefusal) {
        guard line.protocolText == "UDP/TLS/RTP/SAVPF" || line.protocolText == "TCP/TLS/RTP/SAVPF"
        else { throw .notEncrypted }
        guard session.bundle.contains(line.mid) else { throw .noBundle }
        guard line.hasRtcpMux else { throw .noRtcpMux }
        guard !line.fingerprints.isEmpty else { throw .noFingerprint }
        guard line.ice != nil else { throw .noIce }
        guard line.setup == .actpass || line.setup == .active else { throw .setup }
        guard !NegotiatedCodec.choose(from: line).isEmpty else { throw .noCodecs }
    }
}
