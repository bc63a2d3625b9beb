/// Writes the lines of an answer.
struct AnswerText {
    private let terms: AnswerTerms
    private var candidatesWritten = false
    private(set) var text = ""

    init(_ terms: AnswerTerms) { self.terms = terms }

    private mutating func line(_ content: String) {
        text += content
        text += "\r\n"
    }

    mutating func session(_ mids: [String]) {
        line("v=0")
        line("o=- \(terms.sessionId >> 1) 2 IN IP4 0.0.0.0")
        line("s=-")
        line("t=0 0")
        line("a=ice-lite")
        line("a=group:BUNDLE \(mids.joined(separator: " "))")
        line("a=msid-semantic: WMS *")
    }

    /// Port 0 and the offered formats (RFC 9429 section 5.3.1).
    mutating func refused(_ offered: MediaDescription) {
        line("m=\(offered.kindText) 0 \(offered.protocolText) \(offered.formats.joined(separator: " "))")
        line("c=IN IP4 0.0.0.0")
        if !offered.mid.isEmpty { line("a=mid:\(offered.mid)") }
        line("a=inactive")
    }

    mutating func accepted(_ media: NegotiatedMedia, _ offered: MediaDescription) {
        var types: [PayloadType] = media.codecs.flatMap { [$0.payloadType, $0.repair].compactMap(\.self) }
        if let redundancy = media.redundancy {
            types.insert(redundancy, at: terms.prefersRedundancy ? 0 : types.count)
        }
        let numbers = types.map { String($0.value) }.joined(separator: " ")
        line("m=\(offered.kindText) 9 \(offered.protocolText) \(numbers)")
        line("c=IN IP4 0.0.0.0")
        line("a=mid:\(media.mid)")
        transport()
        line("a=\(media.direction.rawValue)")
        line("a=rtcp-mux")
        line("a=rtcp-rsize")
        for element in offered.extensions where ExtensionIds.isKnown(element) {
            // Both directions need no word; the other side's "I only send" is our "I only receive".
            let direction = element.direction == .sendrecv ? "" : "/\(element.direction.reversed.rawValue)"
            line("a=extmap:\(element.id)\(direction) \(element.uri)")
        }
        for codec in media.codecs { describe(codec) }
        if let redundancy = media.redundancy, let opus = media.codecs.first {
            line("a=rtpmap:\(redundancy.value) red/48000/2")
            line("a=fmtp:\(redundancy.value) \(opus.payloadType.value)/\(opus.payloadType.value)")
        }
        if media.kind == .audio, let packetMs = terms.packetMs { line("a=ptime:\(packetMs)") }
        if !media.rids.isEmpty {
            for rid in media.rids { line("a=rid:\(rid) recv") }
            // A browser takes the state of its layers from our answer: one that rests must not begin by it.
            let layers = media.rids.map { offered.pausedRids.contains($0) ? "~" + $0 : $0 }
            line("a=simulcast:recv \(layers.joined(separator: ";"))")
        }
        if let outbound = media.outbound { describe(outbound) }
    }

    private mutating func transport() {
        line("a=ice-ufrag:\(terms.ice.fragment)")
        line("a=ice-pwd:\(terms.ice.password)")
        line("a=fingerprint:sha-256 \(terms.fingerprint.text)")
        line("a=setup:passive")
        guard !candidatesWritten else { return }
        // One transport for all: the first line carries the addresses (RFC 9143 section 7.4).
        candidatesWritten = true
        for candidate in terms.candidates { line("a=\(candidate.text)") }
        line("a=end-of-candidates")
    }

    private mutating func describe(_ codec: NegotiatedCodec) {
        let type = codec.payloadType.value
        switch codec.kind {
        case .opus:
            line("a=rtpmap:\(type) opus/48000/2")
            line("a=fmtp:\(type) \(terms.opusParameters)")
        case .vp8:
            line("a=rtpmap:\(type) VP8/90000")
        case .h264:
            line("a=rtpmap:\(type) H264/90000")
            line("a=fmtp:\(type) \(codec.description.parameters)")
        }
        for feedback in codec.feedback.texts { line("a=rtcp-fb:\(type) \(feedback)") }
        if let repair = codec.repair {
            line("a=rtpmap:\(repair.value) rtx/90000")
            line("a=fmtp:\(repair.value) apt=\(type)")
        }
    }

    private mutating func describe(_ outbound: OutboundSource) {
        line("a=msid:\(outbound.stream) \(outbound.track)")
        for stream in [outbound.ssrc, outbound.repair].compactMap(\.self) {
            line("a=ssrc:\(stream.value) cname:\(outbound.canonicalName)")
        }
        if let repair = outbound.repair { line("a=ssrc-group:FID \(outbound.ssrc.value) \(repair.value)") }
    }
}
