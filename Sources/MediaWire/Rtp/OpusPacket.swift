/// Opus packets, as far as frames can be put together without decoding them (RFC 6716 section 3).
public enum OpusPacket {
    /// Three frames of 20 ms: what a browser sends in one packet when it is asked for 60 ms.
    public static let mostFrames = 3

    /// Three of these fit into one packet of RTP: 150 kbit/s, more than a voice.
    private static let longest = 380

    /// What kind of sound the frames are, in the upper bits of the first byte (section 3.1); nil where the packet does not
    /// hold just one frame that can be put together with others.
    public static func kindOfSingleFrame(_ packet: UnsafeRawBufferPointer) -> UInt8? {
        guard (1...longest).contains(packet.count), packet.number8(at: 0) & 3 == 0 else { return nil }
        return packet.number8(at: 0)
    }

    /// How long a packet lasts, in ticks of 48 kHz (sections 3.1 and 3.2); 0 for one that does not say.
    public static func ticks(of packet: UnsafeRawBufferPointer) -> Int64 {
        guard !packet.isEmpty else { return 0 }
        let first = packet.number8(at: 0)
        let frames: Int64 =
            switch first & 3 {
            case 0: 1
            case 3: packet.count > 1 ? Int64(packet.number8(at: 1) & 0x3F) : 0
            default: 2
            }
        return frames * frameTicks(Int64(first >> 3))
    }

    /// Table 2: the speech codec's frames are of 10 to 60 ms, those of both codecs of 10 or 20, the others of 2.5 to 20.
    private static func frameTicks(_ configuration: Int64) -> Int64 {
        switch configuration {
        case 0..<12: configuration & 3 == 3 ? 2_880 : 480 << (configuration & 3)
        case 12..<16: configuration & 1 == 0 ? 480 : 960
        default: 120 << (configuration & 3)
        }
    }

    /// Writes one packet with the frames of several, each of which holds one of the same kind (code 3 with lengths of
    /// their own, section 3.2.5).
    ///
    /// - Returns: the packet's length; nil when there is nothing to write, or no room for it.
    public static func join(
        count: Int, _ packet: (Int) -> UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard (1...mostFrames).contains(count), let kind = kindOfSingleFrame(packet(0)) else { return nil }
        var writer = ByteWriter(buffer)
        writer.u8(kind | 3)
        writer.u8(0x80 | UInt8(truncatingIfNeeded: count))
        for place in 0..<count {
            guard kindOfSingleFrame(packet(place)) == kind else { return nil }
            if place < count - 1 { writeLength(packet(place).count - 1, &writer) }
        }
        for place in 0..<count { writer.copy(UnsafeRawBufferPointer(rebasing: packet(place)[1...])) }
        return writer.overflowed ? nil : writer.count
    }

    /// As section 3.2.1 has it.
    private static func writeLength(_ length: Int, _ writer: inout ByteWriter) {
        guard length >= 252 else { return writer.u8(UInt8(truncatingIfNeeded: length)) }
        let first = 252 + (length & 3)
        writer.u8(UInt8(truncatingIfNeeded: first))
        writer.u8(UInt8(truncatingIfNeeded: (length - first) >> 2))
    }
}
