import MediaWire

/// On a narrow line three frames of sound go in one packet: headers and tag are 80 bytes beside the 80 of a frame, so the
/// voice takes 44 kbit/s in place of 65. It is 40 ms later for that, which is less than it would wait in a full queue.
extension Peer {
    /// Frames wait no longer for others to go with them: their source may have fallen silent.
    private static let longestWaitUs: Int64 = 70_000

    /// Takes a frame for a slot, and sends those that wait there when they are enough.
    func pack(
        _ record: PacketRecord, _ payload: UnsafeRawBufferPointer, of stream: InboundStream, to slot: OutboundSlot,
        nowUs: Int64
    ) {
        guard stream === slot.source else { return }
        // What was overtaken, or sent again, goes after the others; its time says where it belongs.
        guard record.index >= slot.waiting.end else { return emitAlone(record, payload, to: slot, nowUs: nowUs) }
        guard let kind = OpusPacket.kindOfSingleFrame(payload) else {
            sendWaiting(slot, of: stream, nowUs: nowUs)
            slot.waiting.pass(record)
            emitAlone(record, payload, to: slot, nowUs: nowUs)
            return
        }
        if slot.waiting.count > 0, !slot.waiting.isFollowed(by: record, kind: kind) {
            sendWaiting(slot, of: stream, nowUs: nowUs)
        }
        slot.waiting.add(record, kind: kind)
        if slot.waiting.isFull { sendWaiting(slot, of: stream, nowUs: nowUs) }
    }

    /// Sends what has waited for long enough.
    func sendWaitingSound(nowUs: Int64) {
        guard width.isNarrow else { return }
        for slot in audioSlots where slot.waiting.count > 0 && nowUs - slot.waiting.sinceUs > Self.longestWaitUs {
            if let stream = slot.source { sendWaiting(slot, of: stream, nowUs: nowUs) }
        }
    }

    /// The line has become wider: each frame goes by itself again, under numbers that follow.
    func endPacking(nowUs: Int64) {
        for slot in audioSlots {
            if let stream = slot.source { sendWaiting(slot, of: stream, nowUs: nowUs) }
            slot.waiting.forget()
            slot.beginAnew(nowUs: nowUs)
        }
    }

    private func sendWaiting(_ slot: OutboundSlot, of stream: InboundStream, nowUs: Int64) {
        let (first, count) = (slot.waiting.first, slot.waiting.count)
        slot.waiting.clear()
        guard count > 0 else { return }
        let ring = stream.ring
        for index in first..<first + Int64(count) where !ring.holds(index) { return }
        let record = ring.record(first)
        guard count > 1 else { return emitAlone(record, ring.payload(first), to: slot, nowUs: nowUs) }
        guard let length = OpusPacket.join(count: count, { ring.payload(first + Int64($0)) }, into: redundantBuffer)
        else { return }
        emitAlone(record, UnsafeRawBufferPointer(rebasing: redundantBuffer[..<length]), to: slot, nowUs: nowUs)
    }

    /// Sends a payload under the slot's next number.
    private func emitAlone(
        _ record: PacketRecord, _ payload: UnsafeRawBufferPointer, to slot: OutboundSlot, nowUs: Int64
    ) {
        guard canSend, let type = slot.payloadType(record.codec),
            let (index, timestamp) = slot.placeNext(record, nowUs: nowUs)
        else { return }
        emit(record, payload, as: type, index: index, timestamp: timestamp, in: slot, nowUs: nowUs)
    }
}
