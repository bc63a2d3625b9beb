import MediaWire

extension Peer {
    /// Sends a packet of somebody's stream in one of our slots, under the slot's own numbers.
    func forward(
        _ record: PacketRecord, _ payload: UnsafeRawBufferPointer, of stream: InboundStream, to slot: OutboundSlot,
        nowUs: Int64
    ) {
        if slot.isVideo { pictureCameUs = nowUs }
        if width.isNarrow, !slot.isVideo {
            pack(record, payload, of: stream, to: slot, nowUs: nowUs)
        } else if !isGated(slot) {
            emit(record, payload, of: stream, to: slot, nowUs: nowUs)
        }
    }

    /// Whether there is somebody who wants what is sent, and keys for it.
    var canSend: Bool { sender != nil && !pathIsLost && hasConsent }

    /// Sends a packet that nothing speaks against.
    func emit(
        _ record: PacketRecord, _ payload: UnsafeRawBufferPointer, of stream: InboundStream, to slot: OutboundSlot,
        nowUs: Int64
    ) {
        guard canSend, let plainType = slot.payloadType(record.codec) else { return }
        let begins = slot.startsAnew
        guard let (index, timestamp) = slot.place(record, of: stream, nowUs: nowUs) else {
            if slot.startsAnew { stream.keyFrameIsWanted = true }
            return
        }
        // Who sends it is to know at once how much there is room for.
        if begins, slot.isVideo { slot.sourcePeer?.timers.boundUs = nowUs }
        let redundant = slot.isVideo || slot.redundancyType == nil
            ? nil : writeRedundant(record, payload, of: stream, to: slot, into: redundantBuffer)
        var payloadType = plainType
        var payload = payload
        if let redundant, let type = slot.redundancyType {
            payloadType = type
            payload = UnsafeRawBufferPointer(rebasing: redundantBuffer[..<redundant])
        }
        emit(record, payload, as: payloadType, index: index, timestamp: timestamp, in: slot, nowUs: nowUs)
    }

    /// Sends a payload under the number and the time that it has been given in a slot.
    func emit(
        _ record: PacketRecord, _ payload: UnsafeRawBufferPointer, as payloadType: PayloadType, index: Int64,
        timestamp: UInt32, in slot: OutboundSlot, nowUs: Int64
    ) {
        let buffer = outbox.next()
        var writer = RtpWriter(
            buffer, payloadType: payloadType, marker: record.marker,
            sequence: SequenceNumber(UInt16(truncatingIfNeeded: index)), timestamp: RtpTimestamp(timestamp),
            ssrc: slot.ssrc)
        writeMarks(&writer, record, slot, length: payload.count, kind: slot.isVideo ? .picture : .sound, nowUs: nowUs)
        guard let header = writer.endHeader() else { return }
        guard let total = send(buffer, header, payload, in: slot, index: index, record.codec)
        else { return }
        if !slot.isVideo { soundRate.note(bytes: total + 28, nowUs: nowUs) }
        if let copies = slot.copies {
            let place = slot.transportWideId != 0 ? sendLog.highest : -1
            copies.store(index, UnsafeRawBufferPointer(rebasing: buffer[..<total]), transportIndex: place, nowUs: nowUs)
            if slot.redundancyType == nil, place >= 0 { repeatUnasked(copies, behind: index, nowUs: nowUs) }
        }
        slot.packetCount &+= 1
        slot.octetCount &+= UInt32(truncatingIfNeeded: payload.count)
    }

    /// Bytes that travel with a payload: IP and UDP, the RTP header with its extensions, and the tag.
    private static let wireOverhead = 28 + 40

    private func writeMarks(
        _ writer: inout RtpWriter, _ record: PacketRecord?, _ slot: OutboundSlot, length: Int, kind: SendLog.Kind,
        nowUs: Int64
    ) {
        if slot.transportWideId != 0 {
            let number = sendLog.add(length: length + Self.wireOverhead, kind: kind, nowUs: nowUs)
            writer.element16(slot.transportWideId, number)
        } else if slot.sendTimeId != 0 {
            writer.element24(slot.sendTimeId, RtpWriter.absoluteSendTime(microseconds: nowUs))
        }
        if let level = record?.audioLevel { writer.element8(slot.media.extensions.audioLevel, level) }
        if let orientation = record?.orientation, record?.marker == true {
            writer.element8(slot.media.extensions.videoOrientation, orientation)
        }
    }

    /// Puts the payload behind the header, encrypts, and leaves the packet in the outbox.
    private func send(
        _ buffer: UnsafeMutableRawBufferPointer, _ header: Int, _ payload: UnsafeRawBufferPointer,
        in slot: OutboundSlot, index: Int64, _ codec: CodecKind
    ) -> Int? {
        guard let selected = ice.selected, let base = buffer.baseAddress,
            let source = payload.baseAddress, header + payload.count <= buffer.count
        else { return nil }
        (base + header).copyMemory(from: source, byteCount: payload.count)
        let copy = UnsafeMutableRawBufferPointer(start: base + header, count: payload.count)
        if codec == .vp8 { slot.renumberPicture(copy, isNewest: index == slot.highest) }
        guard
            let total = sender?.protect(
                buffer, header: header, length: header + payload.count, ssrc: slot.ssrc, index: index)
        else { return nil }
        outbox.commit(total, to: selected)
        totals.packetsDown &+= 1
        totals.bytesDown &+= UInt64(header + payload.count)
        return total
    }

    /// Sends again what the browser misses, as a repair stream of its own (RFC 4588); without one, not at all: the same
    /// packet under the same number, but another transport-wide one, would use a GCM vector twice (RFC 7714 section
    /// 10.1).
    func answerNack(_ slot: OutboundSlot, _ sequence: SequenceNumber, nowUs: Int64) {
        if let copies = slot.copies {
            repeatSound(copies, slot.index(of: sequence), isAskedFor: true, nowUs: nowUs)
            return
        }
        // A report can name thousands; answering them all would starve everybody else on the thread.
        guard timers.repairsLeft > 0 else { return }
        timers.repairsLeft -= 1
        guard let ring = slot.source?.ring, let repairSsrc = slot.repairSsrc,
            let place = slot.sourceIndex(of: sequence), ring.holds(place.source)
        else { return }
        let record = ring.record(place.source)
        guard let repair = slot.repairType(record.codec) else { return }
        let payload = ring.payload(place.source)
        guard downlink.repairs.take(bytes: payload.count + 60, downlink.estimate, nowUs: nowUs) else {
            giveUpRepairing(slot, nowUs: nowUs)
            return
        }
        let index = slot.nextRepairIndex()
        let buffer = outbox.next()
        let timestamp = slot.timestamp(record.timestamp) &+ slot.stillDelay
        var writer = RtpWriter(
            buffer, payloadType: repair, marker: record.marker,
            sequence: SequenceNumber(UInt16(truncatingIfNeeded: index)), timestamp: RtpTimestamp(timestamp),
            ssrc: repairSsrc)
        writeMarks(&writer, record, slot, length: payload.count + 2, kind: .picture, nowUs: nowUs)
        guard let header = writer.endHeader(), header + 2 <= buffer.count else { return }
        buffer[header] = UInt8(truncatingIfNeeded: sequence.value >> 8)
        buffer[header + 1] = UInt8(truncatingIfNeeded: sequence.value)
        guard let selected = ice.selected, let base = buffer.baseAddress, let source = payload.baseAddress,
            header + 2 + payload.count <= buffer.count
        else { return }
        (base + header + 2).copyMemory(from: source, byteCount: payload.count)
        if record.codec == .vp8 {
            let copy = UnsafeMutableRawBufferPointer(start: base + header + 2, count: payload.count)
            slot.renumberPicture(copy, isNewest: false)
        }
        let length = header + 2 + payload.count
        guard let total = sender?.protect(buffer, header: header, length: length, ssrc: repairSsrc, index: index)
        else { return }
        outbox.commit(total, to: selected)
        downlink.repaired &+= 1
    }

    /// More is missing than may be repeated. The browser can show nothing of what follows, and would wait three seconds
    /// before it asked for a key frame; so nothing follows but a key frame, unless the line is full of what it has.
    private func giveUpRepairing(_ slot: OutboundSlot, nowUs: Int64) {
        guard !downlink.estimate.isQueueing, !isGated(slot), !slot.startsAnew, nowUs - slot.waitsSinceUs > Self.restartPauseUs
        else { return }
        restart(slot, nowUs: nowUs)
    }

    /// Key frames are large: after one was awaited, repairs get their chance again.
    private static let restartPauseUs: Int64 = 1_000_000

    /// Sends a packet of sound once more, byte for byte; not on a full line, where the repeats of what it has dropped
    /// would keep it full.
    func repeatSound(_ copies: SentCopies, _ index: Int64, isAskedFor: Bool, nowUs: Int64) {
        guard !downlink.estimate.isQueueing, let selected = ice.selected, let packet = copies.take(index, nowUs: nowUs),
            let source = packet.baseAddress, let base = outbox.next().baseAddress
        else { return }
        base.copyMemory(from: source, byteCount: packet.count)
        outbox.commit(packet.count, to: selected)
        sendLog.noteRepeat(copies.transportIndex(index), isAskedFor: isAskedFor, nowUs: nowUs)
        downlink.repaired &+= 1
        // What goes in any case is a part of what the voice takes.
        if !isAskedFor { soundRate.note(bytes: packet.count + 28, nowUs: nowUs) }
    }

    /// Sends filling on a slot's repair stream, which the browser counts and throws away (RFC 3550 section 5.1:
    /// padding).
    func sendProbe(_ slot: OutboundSlot, nowUs: Int64) {
        guard canSend, let selected = ice.selected, let repairSsrc = slot.repairSsrc,
            slot.transportWideId != 0,
            let repair = slot.media.codecs.first?.repair
        else { return }
        let buffer = outbox.next()
        let index = slot.nextRepairIndex()
        var writer = RtpWriter(
            buffer, payloadType: repair, marker: false, sequence: SequenceNumber(UInt16(truncatingIfNeeded: index)),
            timestamp: RtpTimestamp(0), ssrc: repairSsrc)
        writeMarks(&writer, nil, slot, length: Downlink.probeLength, kind: .probe, nowUs: nowUs)
        guard let header = writer.endHeader() else { return }
        for place in header..<header + Downlink.probeLength { buffer[place] = 0 }
        buffer[header + Downlink.probeLength - 1] = UInt8(truncatingIfNeeded: Downlink.probeLength)
        buffer[0] |= 0x20
        guard
            let total = sender?.protect(
                buffer, header: header, length: header + Downlink.probeLength, ssrc: repairSsrc, index: index)
        else { return }
        outbox.commit(total, to: selected)
    }
}
