/// One packet of a compound RTCP datagram, read in place; valid only as long as its bytes are.
@frozen public enum RtcpPacket {
    case senderReport(SenderReport)
    /// The blocks of a receiver report, and who reports.
    case receiverReport(sender: Ssrc, ReportBlocks)
    /// CNAME and the like; the chunks as they stand.
    case sourceDescription(UnsafeRawBufferPointer)
    /// The streams that end here.
    case bye(SsrcList)
    case nack(Nack)
    /// Picture loss indication: a key frame of `media`, please (RFC 4585 section 6.3.1).
    case pictureLoss(sender: Ssrc, media: Ssrc)
    case fullIntraRequest(FullIntraRequests)
    case maximumBitrate(MaximumBitrate)
    case transportFeedback(TransportFeedback)
    /// Anything else: its type, its count or format, and the body behind the first four bytes.
    case other(type: UInt8, format: UInt8, body: UnsafeRawBufferPointer)
}

/// The types and formats of RTCP (RFC 3550 section 12.1, RFC 4585 section 9, RFC 5104 section 10).
enum RtcpType {
    static let senderReport: UInt8 = 200
    static let receiverReport: UInt8 = 201
    static let sourceDescription: UInt8 = 202
    static let bye: UInt8 = 203
    static let transportFeedback: UInt8 = 205
    static let payloadFeedback: UInt8 = 206

    static let nack: UInt8 = 1
    static let transportWide: UInt8 = 15
    static let pictureLoss: UInt8 = 1
    static let fullIntraRequest: UInt8 = 4
    static let applicationLayer: UInt8 = 15
}

/// The packets of a compound datagram (RFC 3550 section 6.1), reduced size ones (RFC 5506) as well.
///
/// Ends at the first packet whose length is unsound; what came before it has been given.
public struct RtcpPackets: Sequence, IteratorProtocol {
    private var rest: UnsafeRawBufferPointer

    /// The packets of a decrypted datagram.
    public init(_ datagram: UnsafeRawBufferPointer) { rest = datagram }

    /// The next packet; those of a known type whose body is too short are left out.
    public mutating func next() -> RtcpPacket? {
        while rest.count >= 4 {
            let first = rest.number8(at: 0)
            let size = 4 * (Int(rest.number16(at: 2)) + 1)
            guard first >> 6 == 2, let whole = rest.part(from: 0, count: size),
                let behind = rest.part(from: size, count: rest.count - size)
            else { break }
            rest = behind
            var end = size
            if first & 0x20 != 0 {
                let padding = Int(whole.number8(at: size - 1))
                guard padding >= 1, padding <= size - 4 else { continue }
                end -= padding
            }
            let body = whole.part(4..<end)
            if let packet = Self.read(whole.number8(at: 1), first & 0x1F, body) { return packet }
        }
        rest = UnsafeRawBufferPointer(start: nil, count: 0)
        return nil
    }

    private static func read(_ type: UInt8, _ format: UInt8, _ body: UnsafeRawBufferPointer) -> RtcpPacket? {
        let sender = Ssrc(body.number32(at: 0))
        let media = Ssrc(body.number32(at: 4))
        switch (type, format) {
        case (RtcpType.senderReport, _):
            return SenderReport(body, count: Int(format)).map(RtcpPacket.senderReport)
        case (RtcpType.receiverReport, _):
            guard body.count >= 4 else { return nil }
            return .receiverReport(sender: sender, ReportBlocks(body.part(4..<body.count), count: Int(format)))
        case (RtcpType.sourceDescription, _):
            return .sourceDescription(body)
        case (RtcpType.bye, _):
            return .bye(SsrcList(body, count: Int(format)))
        case (RtcpType.transportFeedback, RtcpType.nack):
            return body.count >= 8 ? .nack(Nack(body)) : nil
        case (RtcpType.transportFeedback, RtcpType.transportWide):
            return TransportFeedback(body).map(RtcpPacket.transportFeedback)
        case (RtcpType.payloadFeedback, RtcpType.pictureLoss):
            return body.count >= 8 ? .pictureLoss(sender: sender, media: media) : nil
        case (RtcpType.payloadFeedback, RtcpType.fullIntraRequest):
            return body.count >= 8 ? .fullIntraRequest(FullIntraRequests(body)) : nil
        case (RtcpType.payloadFeedback, RtcpType.applicationLayer):
            if let bitrate = MaximumBitrate(body) { return .maximumBitrate(bitrate) }
            return .other(type: type, format: format, body: body)
        default:
            return .other(type: type, format: format, body: body)
        }
    }
}
