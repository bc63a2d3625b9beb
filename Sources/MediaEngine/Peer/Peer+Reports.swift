import MediaWire

extension Peer {
    /// Bytes of one control packet: below what any path carries, with room for tag and index.
    private static let controlLength = 1_180
    /// A source is asked for a key frame no more often than this; browsers need about so long to make one.
    static let keyFramePauseUs: Int64 = 300_000

    /// What a full line has dropped is noticed in the report after it, and in the next one.
    private static let fullHoldsUs: Int64 = 2_200_000

    /// Writes one control packet and sends it; like media not to whoever is not heard or has not consented.
    func sendControl(_ write: (inout RtcpWriter) -> Void) {
        guard canSend, let selected = ice.selected else { return }
        let buffer = outbox.next()
        var writer = RtcpWriter(UnsafeMutableRawBufferPointer(rebasing: buffer[..<Self.controlLength]))
        write(&writer)
        guard writer.count > 0, let total = sender?.protectControl(buffer, length: writer.count) else { return }
        outbox.commit(total, to: selected)
        totals.controlDown &+= 1
    }

    /// An empty report (RFC 3550 section 6.4.2) to whoever has been sent nothing since the last time: a sign of life, and
    /// that we hear the browser, so that a page whose way up alone is gone gets none.
    func sendSign() {
        let told = totals.packetsDown &+ totals.controlDown
        if told == timers.toldBefore { sendControl { $0.receiverReport(ownSsrc, blocks: []) } }
        timers.toldBefore = totals.packetsDown &+ totals.controlDown
    }

    /// Asks the browser for a key frame, unless it has just been asked.
    func askKeyFrame(_ stream: InboundStream, nowUs: Int64) {
        guard canSend, stream.isVideo, nowUs - stream.keyFrameAskedUs >= Self.keyFramePauseUs else { return }
        stream.keyFrameAskedUs = nowUs
        sendControl { $0.pictureLoss(sender: ownSsrc, media: stream.ssrc) }
    }

    /// Tells the browser when its packets came.
    func sendFeedback() {
        guard ids.transportWide != 0, totals.packetsUp > 0, let media = streams.first?.ssrc else { return }
        // A report has a bound; what is left goes into the next one.
        for _ in 0..<4 where arrivals.hasNews {
            sendControl { _ = arrivals.report(&$0, sender: ownSsrc, media: media) }
        }
    }

    /// Bounds what the browser sends in all (REMB), for its receivers cannot take more.
    func sendBound(_ bitsPerSecond: UInt64) {
        sendControl { $0.maximumBitrate(sender: ownSsrc, bitsPerSecond, media: streams.lazy.map(\.ssrc)) }
    }

    /// The regular reports: on each slot that sends, and on each stream that has come (RFC 3550 section 6).
    func sendReports(nowUs: Int64) {
        guard canSend else { return }
        var blocks: [ReportBlock] = []
        let isFull = nowUs - upFullUs < Self.fullHoldsUs
        for stream in streams where stream.highest >= 0 {
            blocks.append(
                stream.reception.report(
                    stream.ssrc, lastSenderReport: stream.clock.middle, delay: stream.clock.delay(nowUs: nowUs),
                    isFull: isFull))
        }
        let sending = slots.filter { $0.hasSent && $0.source?.clock.isKnown == true }
        guard !blocks.isEmpty || !sending.isEmpty else { return }
        sendControl { writer in
            for (place, slot) in sending.enumerated() {
                writeSenderReport(&writer, slot, blocks: place == 0 ? blocks : [], nowUs: nowUs)
            }
            if sending.isEmpty { writer.receiverReport(ownSsrc, blocks: blocks) }
            writer.canonicalName("venterum", of: sending.first?.ssrc ?? ownSsrc)
        }
    }

    /// The source's own clock, carried over: sound and picture of one source stay together at every receiver.
    private func writeSenderReport(
        _ writer: inout RtcpWriter, _ slot: OutboundSlot, blocks: [ReportBlock], nowUs: Int64
    ) {
        guard let stream = slot.source else { return }
        let ntpTime = ReportClock.ntpTime(nowUs)
        // All streams of one source are moved by the same step from its wall clock to ours.
        let ownOffset = ReportClock.ntpTime(stream.clock.arrivalUs) &- stream.clock.ntpTime
        let offset = slot.sourcePeer?.clockOffset ?? ownOffset
        let sourceTime = stream.clock.rtpTime(atNtp: ntpTime &- offset, clockRate: stream.clockRate)
        writer.senderReport(
            slot.ssrc, ntpTime: ntpTime, rtpTime: RtpTimestamp(slot.timestamp(sourceTime)),
            packetCount: slot.packetCount, octetCount: slot.octetCount, blocks: blocks)
    }
}
