/// The header of one RTP packet (RFC 3550 section 5.1), read in place: values and offsets, no pointer.
///
/// It is made before the packet is decrypted, for the header is in the clear; only `payload(in:)` looks at the last
/// byte (the padding's length) and is to be asked after decryption.
@frozen public struct RtpHeader: Equatable, Sendable {
    public let marker: Bool
    public let payloadType: PayloadType
    public let sequence: SequenceNumber
    public let timestamp: RtpTimestamp
    public let ssrc: Ssrc
    /// Bytes before the payload: the fixed twelve, contributing sources, and the extension with its own four.
    public let length: Int
    public let hasPadding: Bool
    /// `0xBEDE` one-byte elements, `0x100x` two-byte elements (RFC 8285), others private; 0 without an extension.
    public let extensionProfile: UInt16
    /// Where the extension's elements stand.
    public let extensionRange: Range<Int>

    /// The fixed part's bytes.
    public static let fixedLength = 12

    /// Nil when this is no RTP of version 2, or is shorter than its own header says.
    public init?(_ packet: UnsafeRawBufferPointer) {
        guard packet.count >= Self.fixedLength else { return nil }
        let first = packet.number8(at: 0)
        guard first >> 6 == 2 else { return nil }
        let second = packet.number8(at: 1)
        marker = second & 0x80 != 0
        payloadType = PayloadType(second)
        sequence = SequenceNumber(packet.number16(at: 2))
        timestamp = RtpTimestamp(packet.number32(at: 4))
        ssrc = Ssrc(packet.number32(at: 8))
        hasPadding = first & 0x20 != 0
        var end = Self.fixedLength + 4 * Int(first & 0x0F)
        if first & 0x10 != 0 {
            guard packet.count >= end + 4 else { return nil }
            extensionProfile = packet.number16(at: end)
            let start = end + 4
            end = start + 4 * Int(packet.number16(at: end + 2))
            extensionRange = start..<end
        } else {
            extensionProfile = 0
            extensionRange = end..<end
        }
        guard packet.count >= end else { return nil }
        length = end
    }

    /// Where the payload stands in the decrypted packet, padding left out; nil when the padding's length is a lie.
    public func payload(in packet: UnsafeRawBufferPointer) -> Range<Int>? {
        guard packet.count >= length else { return nil }
        guard hasPadding else { return length..<packet.count }
        let padding = Int(packet.number8(at: packet.count - 1))
        guard packet.count > length, padding >= 1, padding <= packet.count - length else { return nil }
        return length..<packet.count - padding
    }

    /// Writes other numbers over those of the packet that lies in `packet`; the marker and all else stay.
    public static func rewrite(
        _ packet: UnsafeMutableRawBufferPointer, payloadType: PayloadType, sequence: SequenceNumber,
        timestamp: RtpTimestamp, ssrc: Ssrc
    ) {
        guard packet.count >= fixedLength else { return }
        packet.set8(packet[1] & 0x80 | payloadType.value, at: 1)
        packet.set16(sequence.value, at: 2)
        packet.set32(timestamp.value, at: 4)
        packet.set32(ssrc.value, at: 8)
    }
}
