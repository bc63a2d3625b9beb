import MediaWire

extension Peer {
    /// Of the line's estimate, what voice and stills may fill together: a queue would be the voice's.
    private static let fill = 0.9
    /// With less there is no still: it would take longer than it is worth.
    private static let leastSpare = 5_000.0
    private static let mostSpare = 60_000.0
    /// A source is asked again for a key frame that has not come.
    private static let freshUs: Int64 = 2_000_000

    /// While pictures are paused, sends a still one now and then, in what the voice leaves.
    func sendStills(nowUs: Int64) {
        guard budget.isPaused || budget.isChoked || holdsPictures else { return }
        let gated = watched.reduce(0) { $0 + (isGated($1) ? 1 : 0) }
        guard gated > 0, canSend, let total = downlink.budget(nowUs: nowUs) else { return }
        let isFull = budget.isChoked || ice.roundTrip.isQueueing || downlink.estimate.isQueueing || downlink.estimate.isOverused
        let spare = isFull ? 0 : min(Self.mostSpare, Self.fill * total - soundRate.bitsPerSecond) / Double(gated)
        for slot in watched where isGated(slot) {
            slot.still.earn(spare < Self.leastSpare ? 0 : spare, nowUs: nowUs)
            guard let stream = smallestLayer(slot, nowUs: nowUs) else { continue }
            if slot.still.isDue(nowUs: nowUs), spare >= Self.leastSpare {
                beginStill(slot, stream, spare: spare, nowUs: nowUs)
            }
            continueStill(slot, stream, nowUs: nowUs)
        }
    }

    /// Takes the newest key frame when all of it is here, or asks for one.
    private func beginStill(_ slot: OutboundSlot, _ stream: InboundStream, spare: Double, nowUs: Int64) {
        let first = stream.keyFrameIndex
        let ring = stream.ring
        guard first > slot.still.begun, ring.holds(first),
            nowUs - ring.record(first).arrivalUs < Self.freshUs
        else {
            slot.sourcePeer?.askKeyFrame(stream, nowUs: nowUs)
            return
        }
        var bits = 0
        var index = first
        while ring.holds(index) {
            let record = ring.record(index)
            bits += (record.length + 68) * 8
            guard !record.marker else { break }
            index += 1
        }
        // A piece is missing still.
        guard ring.holds(index) else { return }
        // Its time is that of its arrival: with the time of its taking it would seem late by seconds, and browsers
        // delay the voice to match.
        let lateUs = nowUs - ring.record(first).arrivalUs + Int64(Double(bits) / spare * 1_000_000)
        if stream === slot.source { slot.beginAnew(nowUs: nowUs) } else { slot.leaveLayer(for: stream, nowUs: nowUs) }
        slot.stillDelay = UInt32(truncatingIfNeeded: lateUs * slot.clockRate / 1_000_000)
        slot.still.begin(first, nowUs: nowUs)
    }

    private func continueStill(_ slot: OutboundSlot, _ stream: InboundStream, nowUs: Int64) {
        guard let index = slot.still.next else { return }
        let ring = stream.ring
        guard stream === slot.source, ring.holds(index),
            nowUs - slot.still.begunUs < StillPicture.longestUs
        else {
            slot.still.end()
            return
        }
        let record = ring.record(index)
        guard slot.still.pays(Double((record.length + 68) * 8)) else { return }
        emit(record, ring.payload(index), of: stream, to: slot, nowUs: nowUs)
        if record.marker { slot.still.end() } else { slot.still.advance() }
    }
}
