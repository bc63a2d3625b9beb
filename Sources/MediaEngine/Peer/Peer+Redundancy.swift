import MediaWire

extension Peer {
    /// Unpacks sound with redundancy (RFC 2198): each earlier frame that is not here yet is taken as if it had come
    /// by itself,
    /// under the number that it must have had.
    func takeRedundant(
        _ stream: InboundStream, _ header: RtpHeader, _ marks: Marks, _ payload: UnsafeRawBufferPointer, nowUs: Int64
    ) {
        guard let blocks = RedPayload(payload), let opus = stream.media.codecs.first?.payloadType else { return }
        var older = -1
        for _ in blocks { older += 1 }
        let newest = stream.index(of: header.sequence)
        for (place, block) in blocks.enumerated() where block.payloadType == opus && !block.range.isEmpty {
            let record = PacketRecord(
                index: newest - Int64(older - place), timestamp: header.timestamp.value &- UInt32(block.offset),
                arrivalUs: nowUs, length: block.range.count, codec: .opus, marker: header.marker && block.isPrimary,
                startsKeyFrame: false, audioLevel: block.isPrimary ? marks.audioLevel : nil, orientation: nil,
                transportIndex: marks.transportIndex)
            // What came before the stream's first packet is not missed by anybody.
            guard block.isPrimary || stream.highest >= 0 else { continue }
            let bytes = UnsafeRawBufferPointer(rebasing: payload[block.range])
            deliver(stream, record, bytes, isRepair: !block.isPrimary, nowUs: nowUs)
        }
    }

    /// Writes the payload of a packet of sound for a slot: with as many earlier frames as its leg needs.
    ///
    /// - Returns: the payload's length and type; nil when it is to be sent plain.
    func writeRedundant(
        _ record: PacketRecord, _ payload: UnsafeRawBufferPointer, of stream: InboundStream, to slot: OutboundSlot,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        let ring = stream.ring
        guard let opus = slot.payloadType(.opus) else { return nil }
        let wanted = redundantFrames(nowUs: record.arrivalUs)
        var frames = 0
        var room = Self.redundantRoom - payload.count
        while frames < wanted {
            let index = record.index - Int64(frames + 1)
            guard ring.holds(index), slot.belongsToRun(index) else { break }
            let older = ring.record(index)
            let offset = record.timestamp &- older.timestamp
            room -= older.length
            guard offset > 0, offset < 1 << 14, older.length < 1 << 10, room >= 0 else { break }
            frames += 1
        }
        guard frames > 0 else { return nil }
        return RedPayload.write(
            primary: opus, payload, older: frames,
            { place in
                let index = record.index - Int64(frames - place)
                return RedPayload.Redundant(
                    payloadType: opus,
                    offset: UInt16(truncatingIfNeeded: record.timestamp &- ring.record(index).timestamp),
                    bytes: ring.payload(index))
            }, into: buffer)
    }

    /// Sends earlier packets of sound once more, to a browser that cannot take redundancy within a packet and does not ask for
    /// what it misses, as Firefox: what came already is dropped there as a double.
    ///
    /// They go so far behind the first ones that, however unevenly packets come, each can be told from them by the time of
    /// its arrival; a second one only where it still comes in time to be heard.
    func repeatUnasked(_ copies: SentCopies, behind index: Int64, nowUs: Int64) {
        let frames = redundantFrames(nowUs: nowUs)
        guard frames > 0 else { return }
        let step = width.isNarrow ? 1 : Int64(min(10, max(3, (downlink.jitterMs ?? 0) * 8 / 20)))
        repeatSound(copies, index - step, isAskedFor: false, nowUs: nowUs)
        if frames > 2, step <= 5 { repeatSound(copies, index - 2 * step, isAskedFor: false, nowUs: nowUs) }
    }

    /// Bytes of sound in one packet with redundancy.
    private static var redundantRoom: Int { 1_000 }

    /// How many earlier frames this leg gets at the moment: few where the line is full, for there they would only be
    /// more to lose.
    ///
    /// On a line that loses without being full the estimate is low because little is sent; it is no reason to send
    /// less.
    func redundantFrames(nowUs: Int64) -> Int {
        let wanted = downlink.redundancy.frames
        guard wanted > 0, downlink.estimate.isKnown else { return wanted }
        let rate = downlink.estimate.bitsPerSecond
        if ice.roundTrip.isQueueing || downlink.estimate.isQueueing || budget.isPaused {
            return rate < 150_000 ? 0 : rate < 300_000 ? min(1, wanted) : wanted
        }
        // What it carried when it was full has no room for more beside a picture: more would fill it again.
        let hasPicture = nowUs - pictureCameUs < InboundStream.stoppedAfterUs
        let isNarrow = hasPicture && downlink.estimate.foundWidth(nowUs: nowUs).map { $0 < 150_000 } ?? false
        return isNarrow || rate < 45_000 ? min(1, wanted) : wanted
    }
}
