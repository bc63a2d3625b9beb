/// An offer of a client of our own (the load generator, the tests): a small one, such as a browser could write.
public struct OfferDraft: Sendable {
    /// One media line of it.
    public struct Line: Sendable {
        public let kind: MediaKind
        public let direction: MediaDirection
        /// What the client sends on it.
        public let source: OutboundSource?
        /// The names of the layers that it sends instead of one stream, smallest first (RFC 8851); none without.
        public let layers: [String]

        public init(_ kind: MediaKind, _ direction: MediaDirection, source: OutboundSource?, layers: [String] = []) {
            self.layers = layers
            self.kind = kind
            self.direction = direction
            self.source = source
        }
    }

    /// The payload types that the draft uses.
    public enum Types {
        public static let opus = PayloadType(111)
        public static let redundancy = PayloadType(63)
        public static let vp8 = PayloadType(96)
        public static let vp8Repair = PayloadType(97)
    }

    /// The ids of the header extensions that the draft uses, on every line.
    public enum Ids {
        public static let audioLevel: UInt8 = 1
        public static let absoluteSendTime: UInt8 = 2
        public static let transportWide: UInt8 = 3
        public static let mid: UInt8 = 4
        public static let rid: UInt8 = 5
        public static let repairedRid: UInt8 = 6
    }

    public let ice: IceCredentials
    public let fingerprint: Fingerprint
    public let lines: [Line]
    /// Whether lost sound is asked for again, as our page has it.
    public let repeatsSound: Bool

    public init(ice: IceCredentials, fingerprint: Fingerprint, lines: [Line], repeatsSound: Bool = false) {
        self.ice = ice
        self.fingerprint = fingerprint
        self.lines = lines
        self.repeatsSound = repeatsSound
    }

    /// The description for the server; line n has the mid `n`.
    public var text: String {
        var all = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0"]
        all.append("a=group:BUNDLE \(lines.indices.map(String.init).joined(separator: " "))")
        all.append("a=msid-semantic: WMS *")
        for (index, line) in lines.enumerated() { all += text(of: line, index) }
        return all.joined(separator: "\r\n") + "\r\n"
    }

    private func text(of line: Line, _ index: Int) -> [String] {
        let isAudio = line.kind == .audio
        var all = [
            "m=\(line.kind.rawValue) 9 UDP/TLS/RTP/SAVPF \(isAudio ? "111 63" : "96 97")", "c=IN IP4 0.0.0.0",
            "a=ice-ufrag:\(ice.fragment)", "a=ice-pwd:\(ice.password)",
            "a=fingerprint:sha-256 \(fingerprint.text)", "a=setup:actpass", "a=mid:\(index)",
        ]
        let more = isAudio ? [Ids.audioLevel] : line.layers.isEmpty ? [] : [0, Ids.rid, Ids.repairedRid]
        let ids: [UInt8] = [Ids.mid, Ids.transportWide, Ids.absoluteSendTime] + more
        all += zip(ids, ExtensionIds.known).filter { $0.0 != 0 }.map { "a=extmap:\($0) \($1.uri)" }
        all += ["a=\(line.direction.rawValue)", "a=rtcp-mux", "a=rtcp-rsize"]
        if isAudio {
            all += [
                "a=rtpmap:111 opus/48000/2", "a=rtcp-fb:111 transport-cc", "a=fmtp:111 minptime=10;useinbandfec=1",
                "a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111",
            ]
            if repeatsSound { all.append("a=rtcp-fb:111 nack") }
        } else {
            all += ["a=rtpmap:96 VP8/90000"]
            all += ["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"].map { "a=rtcp-fb:96 \($0)" }
            all += ["a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96"]
        }
        if !line.layers.isEmpty {
            // Layers have no `a=ssrc`: each is known by the name in its packets.
            all += line.layers.map { "a=rid:\($0) send" } + ["a=simulcast:send \(line.layers.joined(separator: ";"))"]
            return all
        }
        guard let source = line.source else { return all }
        if let repair = source.repair { all.append("a=ssrc-group:FID \(source.ssrc.value) \(repair.value)") }
        for stream in [source.ssrc, source.repair].compactMap(\.self) {
            all.append("a=ssrc:\(stream.value) cname:\(source.canonicalName)")
            all.append("a=ssrc:\(stream.value) msid:\(source.stream) \(source.track)")
        }
        return all
    }
}
