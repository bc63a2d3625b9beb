/// Reads the attributes that belong to one media line.
enum MediaReader {
    static func attribute(
        _ name: String, _ value: SdpText.Bytes, _ media: inout MediaDescription
    ) throws(OfferRefusal) {
        switch name {
        case "mid":
            media.mid = SdpText.string(value)
            guard isToken(media.mid) else { throw .malformed }
        case "sendrecv", "sendonly", "recvonly", "inactive":
            media.direction = MediaDirection(rawValue: name) ?? .sendrecv
        case "rtcp-mux":
            media.hasRtcpMux = true
        case "bundle-only":
            // Port 0 beside this says "only within the bundle", not "refused" (RFC 9143 section 6).
            media.isRefused = false
        case "rtpmap", "fmtp", "rtcp-fb":
            try format(name, value, &media)
        case "ssrc", "ssrc-group":
            try source(name, value, &media)
        case "msid":
            let words = SdpText.words(value)
            media.stream = words.first.map(SdpText.string) ?? ""
            media.track = words.count > 1 ? SdpText.string(words[1]) : ""
        case "rid":
            try rid(value, &media)
        case "simulcast":
            try simulcast(value, &media)
        case "candidate":
            guard media.candidates.count < SdpText.mostEntries else { throw .tooMany }
            if let candidate = IceCandidate(value) { media.candidates.append(candidate) }
        default:
            break
        }
    }

    /// A word that may be repeated in our own answer without doing harm (RFC 8866 section 9), and short enough for a
    /// header extension.
    static func isToken(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"(),/:;<=>?@[\\]".utf8.contains($0) }
    }

    private static func format(
        _ name: String, _ value: SdpText.Bytes, _ media: inout MediaDescription
    ) throws(OfferRefusal) {
        // Lines other than sound and picture may use the same names in other ways.
        guard media.kind != .other else { return }
        let (number, content) = SdpText.halves(value, " ")
        guard let content else { throw .malformed }
        if name == "rtcp-fb", SdpText.string(number) == "*" {
            let feedback = SdpText.string(content)
            for index in media.codecs.indices where media.codecs[index].feedback.count < 32 {
                media.codecs[index].feedback.append(feedback)
            }
            return
        }
        guard let type: UInt8 = SdpText.number(number), type < 128 else { throw .malformed }
        guard let index = media.codecs.firstIndex(where: { $0.payloadType.value == type }) else { return }
        switch name {
        case "rtpmap":
            let parts = SdpText.words(content, "/")
            guard parts.count >= 2, let clockRate: UInt32 = SdpText.number(parts[1]) else { throw .malformed }
            let old = media.codecs[index]
            media.codecs[index] = Codec(
                payloadType: old.payloadType, name: SdpText.string(parts[0]).lowercased(), clockRate: clockRate,
                channels: parts.count > 2 ? SdpText.number(parts[2]) ?? 1 : 1, parameters: old.parameters,
                feedback: old.feedback)
        case "fmtp":
            media.codecs[index].parameters = SdpText.string(content)
        default:
            guard media.codecs[index].feedback.count < 32 else { throw .tooMany }
            media.codecs[index].feedback.append(SdpText.string(content))
        }
    }

    private static func source(
        _ name: String, _ value: SdpText.Bytes, _ media: inout MediaDescription
    ) throws(OfferRefusal) {
        let words = SdpText.words(value)
        if name == "ssrc-group" {
            guard words.count == 3, SdpText.string(words[0]) == "FID", let primary: UInt32 = SdpText.number(words[1]),
                let repair: UInt32 = SdpText.number(words[2])
            else { return }
            guard media.repairs.count < SdpText.mostEntries else { throw .tooMany }
            media.repairs.append((Ssrc(primary), Ssrc(repair)))
            return
        }
        guard let first = words.first, let number: UInt32 = SdpText.number(first) else { throw .malformed }
        let ssrc = Ssrc(number)
        if media.sources.contains(ssrc) { return }
        guard media.sources.count < SdpText.mostEntries else { throw .tooMany }
        media.sources.append(ssrc)
    }

    private static func rid(_ value: SdpText.Bytes, _ media: inout MediaDescription) throws(OfferRefusal) {
        let words = SdpText.words(value).map(SdpText.string)
        guard words.count >= 2, words[1] == "send" else { return }
        // RFC 8851 allows letters, digits, hyphen and underscore; a token is all that our answer needs.
        guard isToken(words[0]) else { throw .malformed }
        guard media.sendRids.count < 8 else { throw .tooMany }
        media.sendRids.append(words[0])
    }

    /// Of `a=simulcast:send l;~h recv …` only which layers rest (RFC 8853 section 5.1); alternatives (`,`) are one
    /// layer, and browsers have none.
    private static func simulcast(_ value: SdpText.Bytes, _ media: inout MediaDescription) throws(OfferRefusal) {
        let words = SdpText.words(value)
        guard let place = words.firstIndex(where: { SdpText.string($0) == "send" }), place + 1 < words.count
        else { return }
        let layers = SdpText.words(words[place + 1], ";", most: 16)
        guard layers.count <= 8 else { throw .tooMany }
        media.pausedRids = Set(layers.map(SdpText.string).filter { $0.hasPrefix("~") }.map { String($0.dropFirst()) })
    }
}
