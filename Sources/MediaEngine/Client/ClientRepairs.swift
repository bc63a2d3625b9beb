import MediaWire

/// What a client does about lost packets, as a browser does: it asks for those that it misses, and keeps what it has
/// sent for those who ask it.
final class ClientRepairs {
    private struct Arriving {
        let ssrc: Ssrc
        var highest: Int64 = -1
        var missing: MissingPackets
    }

    private var arriving: [Arriving] = []
    /// What each line has sent of late.
    private let sent: [SentCopies]
    private var asked: [SequenceNumber] = []
    private var dueUs: Int64 = 0

    /// Asked for again at most so often.
    private static let pauseUs: Int64 = 10_000
    /// Browsers ask ten times, however long that takes.
    private static let oldestUs: Int64 = 3_000_000
    /// Streams that a server of ours sends to one peer.
    private static let mostStreams = 32

    init(lines: Int) { sent = (0..<lines).map { _ in SentCopies() } }

    /// Notes a packet of a stream: what lies between it and the one before is missed.
    func note(_ ssrc: Ssrc, _ sequence: SequenceNumber, nowUs: Int64) {
        guard let place = arriving.firstIndex(where: { $0.ssrc == ssrc }) else {
            guard arriving.count < Self.mostStreams else { return }
            arriving.append(
                Arriving(ssrc: ssrc, highest: Int64(sequence.value), missing: MissingPackets(oldestUs: Self.oldestUs)))
            return
        }
        let highest = arriving[place].highest
        let index = PacketIndex.estimate(sequence, highest: highest)
        if index > highest {
            if index > highest + 1 { _ = arriving[place].missing.note(highest + 1..<index, nowUs: nowUs) }
            arriving[place].highest = index
        } else {
            _ = arriving[place].missing.found(index, nowUs: nowUs)
        }
    }

    /// A packet of another stream repeats one of this line's.
    func noteRepair(of sequence: SequenceNumber, in ssrc: Ssrc, nowUs: Int64) {
        guard let place = arriving.firstIndex(where: { $0.ssrc == ssrc }) else { return }
        let index = PacketIndex.estimate(sequence, highest: arriving[place].highest)
        _ = arriving[place].missing.found(index, nowUs: nowUs)
    }

    /// Keeps a packet as it was before it was encrypted.
    func keep(line: Int, _ index: Int64, _ packet: UnsafeRawBufferPointer, nowUs: Int64) {
        sent[line].store(index, packet, nowUs: nowUs)
    }

    /// The packet before it was encrypted; nil when it is too old.
    func copy(line: Int, _ index: Int64, nowUs: Int64) -> UnsafeRawBufferPointer? {
        sent[line].take(index, nowUs: nowUs)
    }

    /// Calls `ask` for each stream of which something is to be asked for again.
    func due(nowUs: Int64, roundTripUs: Int64, _ ask: (Ssrc, [SequenceNumber]) -> Void) {
        guard nowUs >= dueUs else { return }
        dueUs = nowUs + Self.pauseUs
        for place in arriving.indices where !arriving[place].missing.isEmpty {
            asked.removeAll(keepingCapacity: true)
            _ = arriving[place].missing.due(nowUs: nowUs, roundTripUs: roundTripUs, .steady) { index in
                asked.append(SequenceNumber(UInt16(truncatingIfNeeded: index)))
            }
            if !asked.isEmpty { ask(arriving[place].ssrc, asked) }
        }
    }
}

extension ClientPeer {
    /// Bytes of one control packet, with room for tag and index.
    private static let controlLength = 1_168

    /// Asks for what is missed.
    func askAgain(nowUs: Int64) {
        repairs?.due(nowUs: nowUs, roundTripUs: roundTripUs) { ssrc, missing in
            sendControl { $0.nack(sender: ownSsrc, media: ssrc, missing: missing) }
        }
    }

    /// Asks the server for a key frame in one of its streams (PLI, RFC 4585 section 6.3.1).
    public func askKeyFrame(_ media: Ssrc) {
        sendControl { $0.pictureLoss(sender: ownSsrc, media: media) }
    }

    /// Sends again what the server misses, as browsers do: the same payload under the same number, and another number of
    /// the transport.
    func answerNack(_ nack: Nack, nowUs: Int64) {
        guard let repairs, let server, let line = lines.firstIndex(where: { $0.source?.ssrc == nack.media })
        else { return }
        for sequence in nack.prefix(MissingPackets.most) {
            let index = PacketIndex.estimate(sequence, highest: max(0, counts[line] - 1))
            guard let packet = repairs.copy(line: line, index, nowUs: nowUs), let header = RtpHeader(packet),
                let number = RtpExtensions.find(OfferDraft.Ids.transportWide, header, in: packet)
            else { continue }
            let buffer = outbox.next()
            buffer.copyMemory(from: packet)
            buffer.storeBytes(of: wideCount.bigEndian, toByteOffset: number.lowerBound, as: UInt16.self)
            wideCount &+= 1
            let total = sender?.protect(
                buffer, header: header.length, length: packet.count, ssrc: header.ssrc, index: index)
            if let total { outbox.commit(total, to: server) }
        }
    }

    /// Takes the packet of a stream into account, and gives the number of the one that it repeats.
    func noteArrival(_ header: RtpHeader, _ payload: UnsafeRawBufferPointer, nowUs: Int64) {
        guard let repairs else { return }
        if header.payloadType != OfferDraft.Types.vp8Repair {
            repairs.note(header.ssrc, header.sequence, nowUs: nowUs)
        } else if payload.count > 2, let primary = repaired[header.ssrc] {
            // The first two bytes are the number of what is repeated (RFC 4588 section 4).
            let sequence = SequenceNumber(UInt16(payload[0]) << 8 | UInt16(payload[1]))
            repairs.noteRepair(of: sequence, in: primary, nowUs: nowUs)
        }
    }

    var ownSsrc: Ssrc { lines.lazy.compactMap(\.source).first?.ssrc ?? Ssrc(1) }

    func sendControl(_ write: (inout RtcpWriter) -> Void) {
        guard let server else { return }
        let buffer = outbox.next()
        var writer = RtcpWriter(UnsafeMutableRawBufferPointer(rebasing: buffer[..<Self.controlLength]))
        write(&writer)
        guard writer.count > 0, let length = sender?.protectControl(buffer, length: writer.count) else { return }
        outbox.commit(length, to: server)
    }
}
