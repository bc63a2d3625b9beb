#if canImport(MediaWire)
import MediaWire
#endif

/// Everything that reads bytes or text from a network, called with any input; shared by the mutations and by the fuzz
/// targets.
///
/// Nothing is expected of the answers but that there is one: a trap or an access outside the bytes is the failure.
enum EveryParser {
    static func stun(_ bytes: UnsafeRawBufferPointer) -> Int {
        _ = DatagramKind(of: bytes)
        guard let message = StunMessage(bytes) else { return 0 }
        let isGenuine = message.hasIntegrity { message, tag in
            for (index, byte) in message.enumerated() { tag[index % 20] ^= byte }
        }
        _ = message.xorMappedAddress?.description
        return isGenuine ? 2 : 1
    }

    static func rtp(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let header = RtpHeader(bytes) else { return 0 }
        for element in RtpExtensions(header, in: bytes) {
            _ = RtpExtensions.audioLevel(element.range, in: bytes)
        }
        _ = RtpExtensions.find(3, header, in: bytes)
        var copy = Array(bytes)
        copy.withUnsafeMutableBytes { copy in
            RtpExtensions.renumber(copy, header: header) { $0 == 1 ? 0 : $0 &+ 200 }
            RtpHeader.rewrite(
                copy, payloadType: PayloadType(1), sequence: SequenceNumber(2), timestamp: RtpTimestamp(3),
                ssrc: Ssrc(4))
        }
        guard let range = header.payload(in: bytes) else { return 1 }
        return 2 + payload(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }

    static func payload(_ bytes: UnsafeRawBufferPointer) -> Int {
        var sum = H264Payload.startsKeyFrame(bytes) ? 1 : 0
        if let vp8 = Vp8Payload(bytes) {
            var copy = Array(bytes)
            copy.withUnsafeMutableBytes { vp8.rewrite($0, pictureId: 77, tl0PicIdx: 7) }
            sum += Int(vp8.width)
        }
        if let red = RedPayload(bytes) {
            for block in red where block.range.upperBound <= bytes.count { sum &+= block.range.count }
        }
        var joined = [UInt8](repeating: 0, count: 1_500)
        sum &+= joined.withUnsafeMutableBytes { OpusPacket.join(count: 2, { _ in bytes }, into: $0) ?? 0 }
        return sum
    }

    static func dtls(_ bytes: UnsafeRawBufferPointer) -> Int {
        let first = DtlsRecords.soundLength(of: bytes, hasSpoken: false)
        let later = DtlsRecords.soundLength(of: bytes, hasSpoken: true)
        // So many bytes are given to OpenSSL.
        precondition((0...bytes.count).contains(first) && (0...first).contains(later))
        return first + later
    }

    static func rtcp(_ bytes: UnsafeRawBufferPointer) -> Int {
        var sum = 0
        for packet in RtcpPackets(bytes) {
            switch packet {
            case .senderReport(let report): sum += report.blocks.reduce(0) { $0 + Int($1.fractionLost) }
            case .receiverReport(_, let blocks): sum += blocks.reduce(0) { $0 + Int($1.fractionLost) }
            case .bye(let streams): sum += streams.reduce(0) { sum, _ in sum + 1 }
            case .nack(let numbers): sum += numbers.reduce(0) { sum, _ in sum + 1 }
            case .fullIntraRequest(let requests): sum += requests.reduce(0) { $0 + Int($1.number) }
            case .maximumBitrate(let bitrate): sum += bitrate.media.reduce(0) { sum, _ in sum + 1 }
            case .transportFeedback(let feedback):
                sum += feedback.packets.reduce(0) { $0 + ($1.arrivalUs == nil ? 0 : 1) }
            case .pictureLoss, .sourceDescription, .other: sum += 1
            }
        }
        return sum
    }

    static func frames(_ bytes: UnsafeRawBufferPointer) -> Int {
        var offset = 0
        var count = 0
        while case .frame(let range) = StreamFrames.next(in: bytes, at: offset) {
            count += stun(UnsafeRawBufferPointer(rebasing: bytes[range])) + 1
            offset = range.upperBound
        }
        return count
    }

    static func session(_ text: String) -> Int {
        guard let fingerprint = Fingerprint(bytes: [UInt8](repeating: 7, count: 32)) else { return 0 }
        do {
            let offer = try Offer(text)
            let source = OutboundSource(
                ssrc: Ssrc(1), repair: Ssrc(2), canonicalName: "c", stream: "s", track: "t")
            let terms = AnswerTerms(
                sessionId: 1, ice: IceCredentials(fragment: "abcd", password: "0123456789012345678901"),
                fingerprint: fingerprint,
                candidates: [.init(host: TransportAddress(v4: 1, port: 2), transport: .udp, preference: 3)],
                outbound: offer.session.media.map { _ in source })
            let answer = Answer(to: offer, terms)
            // What we write must be what we ourselves accept.
            let again = try SessionDescription(parsing: answer.text)
            precondition(again.media.count == offer.session.media.count, "an answer has as many lines as its offer")
            return answer.media.count + 1
        } catch {
            return 0
        }
    }
}
