import MediaWire

extension Peer {
    /// Takes an SRTCP packet: reports are ours to read, requests are carried out from what we keep or passed to the
    /// source.
    func receiveRtcp(_ datagram: UnsafeMutableRawBufferPointer, nowUs: Int64) {
        guard let length = receiver?.openControl(datagram) else { return }
        heard(nowUs: nowUs)
        for packet in RtcpPackets(UnsafeRawBufferPointer(rebasing: datagram[..<length])) {
            switch packet {
            case .senderReport(let report):
                for stream in streams where stream.ssrc == report.sender {
                    stream.clock.note(ntpTime: report.ntpTime, rtpTime: report.rtpTime.value, nowUs: nowUs)
                    if clockOffset == nil { clockOffset = ReportClock.ntpTime(nowUs) &- report.ntpTime }
                }
                takeBlocks(report.blocks, nowUs: nowUs)
            case .receiverReport(_, let blocks):
                takeBlocks(blocks, nowUs: nowUs)
            case .nack(let nack):
                guard let slot = slot(nack.media) else { continue }
                for sequence in nack.prefix(MissingPackets.most) { answerNack(slot, sequence, nowUs: nowUs) }
            case .pictureLoss(_, let media):
                restartPicture(media, nowUs: nowUs)
            case .fullIntraRequest(let requests):
                for request in requests { restartPicture(request.media, nowUs: nowUs) }
            case .transportFeedback(let feedback):
                downlink.take(feedback, sendLog, roundTripUs: ice.roundTrip.smoothedUs, nowUs: nowUs)
            case .maximumBitrate(let limit):
                downlink.limit(bitsPerSecond: limit.bitsPerSecond, nowUs: nowUs)
            case .sourceDescription, .bye, .other:
                continue
            }
        }
    }

    /// The slot that we send under this name; nil for none.
    func slot(_ ssrc: Ssrc) -> OutboundSlot? {
        for slot in videoSlots where slot.ssrc == ssrc { return slot }
        for slot in audioSlots where slot.ssrc == ssrc { return slot }
        return screenSlot?.ssrc == ssrc ? screenSlot : nil
    }

    private func takeBlocks(_ blocks: ReportBlocks, nowUs: Int64) {
        for block in blocks {
            guard let slot = slot(block.ssrc) else { continue }
            slot.reported = ReportedLoss(
                fractionLost: block.fractionLost, cumulativeLost: block.cumulativeLost, jitter: block.jitter,
                atUs: nowUs)
            // Where packets are not reported on one by one, the report block has to do.
            if !slot.isVideo, slot.transportWideId == 0 {
                downlink.redundancy.note(fractionLost: block.fractionLost)
            }
        }
    }

    /// The browser cannot show a picture without a new key frame: its source is asked for one.
    private func restartPicture(_ media: Ssrc, nowUs: Int64) {
        // One whose picture is paused asks again and again, and gets stills.
        guard let slot = slot(media), slot.isVideo, !isGated(slot), let stream = slot.source else { return }
        stream.keyFrameIsWanted = true
        slot.sourcePeer?.askKeyFrame(stream, nowUs: nowUs)
    }
}
