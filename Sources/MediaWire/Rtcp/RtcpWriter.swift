/// Writes a compound RTCP datagram into a caller's buffer; nothing is allocated.
///
/// A packet that does not fit is left out whole and what came before it stays, so a small buffer gives a shorter
/// report.
public struct RtcpWriter {
    private var writer: ByteWriter
    private var sound = 0

    /// Begins a datagram.
    public init(_ buffer: UnsafeMutableRawBufferPointer) { writer = ByteWriter(buffer) }

    /// Bytes of the whole packets written so far.
    public var count: Int { sound }

    /// Writes header and body; `format` is the lower five bits of the first byte.
    private mutating func packet(_ type: UInt8, _ format: UInt8, _ body: (inout ByteWriter) -> Void) {
        var attempt = writer
        attempt.u8(0x80 | format & 0x1F)
        attempt.u8(type)
        let place = attempt.count
        attempt.u16(0)
        body(&attempt)
        attempt.zeros(-attempt.count & 3)
        guard !attempt.overflowed else { return }
        attempt.patch16(UInt16(truncatingIfNeeded: (attempt.count - place - 2) / 4), at: place)
        writer = attempt
        sound = attempt.count
    }

    private static func write(_ blocks: some Sequence<ReportBlock>, _ body: inout ByteWriter) {
        for block in blocks {
            body.u32(block.ssrc.value)
            body.u8(block.fractionLost)
            body.u24(UInt32(bitPattern: min(0x7F_FFFF, max(-0x80_0000, block.cumulativeLost))))
            body.u32(block.highestSequence)
            body.u32(block.jitter)
            body.u32(block.lastSenderReport)
            body.u32(block.delaySinceLastSenderReport)
        }
    }

    /// A sender report with at most 31 blocks (RFC 3550 section 6.4.1).
    public mutating func senderReport(
        _ sender: Ssrc, ntpTime: UInt64, rtpTime: RtpTimestamp, packetCount: UInt32, octetCount: UInt32,
        blocks: some Collection<ReportBlock>
    ) {
        let blocks = blocks.prefix(31)
        packet(RtcpType.senderReport, UInt8(truncatingIfNeeded: blocks.count)) { body in
            body.u32(sender.value)
            body.u64(ntpTime)
            body.u32(rtpTime.value)
            body.u32(packetCount)
            body.u32(octetCount)
            Self.write(blocks, &body)
        }
    }

    /// A receiver report with at most 31 blocks (RFC 3550 section 6.4.2).
    public mutating func receiverReport(_ sender: Ssrc, blocks: some Collection<ReportBlock>) {
        let blocks = blocks.prefix(31)
        packet(RtcpType.receiverReport, UInt8(truncatingIfNeeded: blocks.count)) { body in
            body.u32(sender.value)
            Self.write(blocks, &body)
        }
    }

    /// The canonical name of one stream (RFC 3550 section 6.5.1), at most 255 bytes of it.
    public mutating func canonicalName(_ name: String, of ssrc: Ssrc) {
        let length = min(255, name.utf8.count)
        packet(RtcpType.sourceDescription, 1) { body in
            body.u32(ssrc.value)
            body.u8(1)
            body.u8(UInt8(truncatingIfNeeded: length))
            for byte in name.utf8.prefix(length) { body.u8(byte) }
            // At least one zero ends the chunk.
            body.u8(0)
        }
    }

    /// These streams end.
    public mutating func bye(_ streams: some Collection<Ssrc>) {
        let streams = streams.prefix(31)
        packet(RtcpType.bye, UInt8(truncatingIfNeeded: streams.count)) { body in
            for stream in streams { body.u32(stream.value) }
        }
    }

    /// Asks for packets again (RFC 4585 section 6.2.1); `missing` in rising order packs best.
    public mutating func nack(sender: Ssrc, media: Ssrc, missing: some Sequence<SequenceNumber>) {
        packet(RtcpType.transportFeedback, RtcpType.nack) { body in
            body.u32(sender.value)
            body.u32(media.value)
            var first: SequenceNumber?
            var following: UInt16 = 0
            for number in missing {
                if let known = first {
                    let distance = number.distance(from: known)
                    if (0...16).contains(distance) {
                        if distance > 0 { following |= 1 << UInt16(distance - 1) }
                        continue
                    }
                    body.u16(known.value)
                    body.u16(following)
                }
                first = number
                following = 0
            }
            guard let first else { return }
            body.u16(first.value)
            body.u16(following)
        }
    }

    /// Asks for a key frame of `media` (RFC 4585 section 6.3.1).
    public mutating func pictureLoss(sender: Ssrc, media: Ssrc) {
        packet(RtcpType.payloadFeedback, RtcpType.pictureLoss) { body in
            body.u32(sender.value)
            body.u32(media.value)
        }
    }

    /// Demands a key frame of `media`; a repetition carries the same number (RFC 5104 section 4.3.1).
    public mutating func fullIntraRequest(sender: Ssrc, media: Ssrc, number: UInt8) {
        packet(RtcpType.payloadFeedback, RtcpType.fullIntraRequest) { body in
            body.u32(sender.value)
            body.u32(0)
            body.u32(media.value)
            body.u8(number)
            body.u24(0)
        }
    }

    /// Bounds what these streams may send together, in bits per second (REMB); rounded down to its 18 bits.
    public mutating func maximumBitrate(sender: Ssrc, _ bitsPerSecond: UInt64, media: some Collection<Ssrc>) {
        let media = media.prefix(255)
        packet(RtcpType.payloadFeedback, RtcpType.applicationLayer) { body in
            let exponent = max(0, UInt64.bitWidth - bitsPerSecond.leadingZeroBitCount - 18)
            body.u32(sender.value)
            body.u32(0)
            body.u32(MaximumBitrate.name)
            body.u8(UInt8(truncatingIfNeeded: media.count))
            body.u24(UInt32(exponent) << 18 | UInt32(truncatingIfNeeded: bitsPerSecond >> UInt64(exponent)))
            for stream in media { body.u32(stream.value) }
        }
    }

    /// Reports the arrival of `count` packets from `base` on (transport-wide feedback).
    ///
    /// The report ends early before a packet whose time is too far from the one before it (more than 8 s): what it
    /// does not
    /// tell belongs into the next.
    /// - Parameter arrivalUs: microseconds on our clock when the packet of this place came, nil where it did not;
    /// asked twice.
    /// - Returns: how many packets are told; 0 when none fit or none of them came.
    public mutating func transportFeedback(
        sender: Ssrc, media: Ssrc, base: SequenceNumber, count: Int, number: UInt8, arrivalUs: (Int) -> Int64?
    ) -> Int {
        guard let plan = FeedbackPlan(count: min(count, 0xFFFF), room: writer.room, arrivalUs) else { return 0 }
        packet(RtcpType.transportFeedback, RtcpType.transportWide) { body in
            body.u32(sender.value)
            body.u32(media.value)
            body.u16(base.value)
            body.u16(UInt16(truncatingIfNeeded: plan.count))
            body.u24(UInt32(truncatingIfNeeded: plan.referenceTime))
            body.u8(number)
            plan.write(&body, arrivalUs)
        }
        return plan.count
    }
}
