import MediaWire

extension Peer {
    /// What the header extensions of one packet say.
    struct Marks {
        var transportWide: SequenceNumber?
        /// Its place among all packets of the transport; -1 where that is not told.
        var transportIndex: Int64 = -1
        var audioLevel: UInt8?
        var orientation: UInt8?
        var mid: Range<Int>?
        /// The name of a layer, and on its stream of repairs the name of what is repaired (RFC 8852 section 3).
        var rid: Range<Int>?
        var repairedRid: Range<Int>?
    }

    /// Takes an SRTP packet from an address that has passed a check: opens it in place, once, and forwards it.
    func receiveRtp(_ datagram: UnsafeMutableRawBufferPointer, from address: TransportAddress, nowUs: Int64) {
        guard let header = RtpHeader(UnsafeRawBufferPointer(datagram)), let length = receiver?.open(datagram, header)
        else { return }
        let packet = UnsafeRawBufferPointer(rebasing: datagram[..<length])
        heard(nowUs: nowUs)
        mediaHeardUs = nowUs
        follow(address, nowUs: nowUs)
        totals.packetsUp &+= 1
        totals.bytesUp &+= UInt64(length)
        upRate.note(bytes: datagram.count + 28, nowUs: nowUs)
        var marks = readMarks(header, packet)
        if let sequence = marks.transportWide { marks.transportIndex = arrivals.note(sequence, nowUs: nowUs) }
        guard let range = header.payload(in: packet), !range.isEmpty else { return }
        let payload = UnsafeRawBufferPointer(rebasing: packet[range])
        guard let source = source(of: header, marks, packet) else { return }
        source.stream.use { stream in
            if source.isRepair {
                takeRepair(stream, header, marks, payload, nowUs: nowUs)
            } else if header.payloadType == stream.media.redundancy {
                takeRedundant(stream, header, marks, payload, nowUs: nowUs)
            } else if let codec = stream.codec(header.payloadType) {
                take(stream, codec, header, header.sequence, marks, payload, isRepair: false, nowUs: nowUs)
            }
        }
    }

    /// A genuine packet from another address that has passed a check: where the chosen one is silent, the browser
    /// has moved.
    private func follow(_ address: TransportAddress, nowUs: Int64) {
        if address == ice.selected {
            selectedHeardUs = nowUs
        } else if nowUs - selectedHeardUs > 300_000, nowUs - followedUs > 50_000 {
            // It is followed as soon as it answers a check of ours.
            followedUs = nowUs
            ice.wanted = address
            sendCheck(to: address, nowUs: nowUs)
        }
    }

    private func readMarks(_ header: RtpHeader, _ packet: UnsafeRawBufferPointer) -> Marks {
        var marks = Marks()
        var elements = RtpExtensions(header, in: packet)
        while let element = elements.next() {
            let start = element.range.lowerBound
            switch element.id {
            case ids.transportWide where element.range.count >= 2:
                marks.transportWide = SequenceNumber(UInt16(packet[start]) << 8 | UInt16(packet[start + 1]))
            case ids.audioLevel where !element.range.isEmpty: marks.audioLevel = packet[start]
            case ids.videoOrientation where !element.range.isEmpty: marks.orientation = packet[start]
            case ids.mid: marks.mid = element.range
            case ids.rid: marks.rid = element.range
            case ids.repairedRid: marks.repairedRid = element.range
            default: break
            }
        }
        return marks
    }

    /// Which stream an SSRC belongs to; a new one is taken in by its line's name, or by a payload type of one line only
    /// (RFC 9143 section 9.2).
    private func source(of header: RtpHeader, _ marks: Marks, _ packet: UnsafeRawBufferPointer) -> KnownSource? {
        var place = 0
        while place < sources.count {
            if sources[place].ssrc == header.ssrc { return sources[place] }
            place += 1
        }
        return learnSource(of: header, marks, packet)
    }

    private func learnSource(
        of header: RtpHeader, _ marks: Marks, _ packet: UnsafeRawBufferPointer
    ) -> KnownSource? {
        let lines = media.filter { line in
            guard line.direction.receives else { return false }
            if let mid = marks.mid { return line.mid.utf8.elementsEqual(packet[mid]) }
            return line.codecs.contains { $0.payloadType == header.payloadType }
        }
        guard lines.count == 1, let line = lines.first else { return nil }
        if line.codecs.contains(where: { $0.repair == header.payloadType }) {
            return learnRepair(header.ssrc, of: line, layer: layer(marks.repairedRid ?? marks.rid, of: line, packet))
        }
        guard line.codecs.contains(where: { $0.payloadType == header.payloadType }),
            let layer = layer(marks.rid, of: line, packet), let stream = learn(header.ssrc, of: line, layer: layer)
        else { return nil }
        room?.connect(stream, of: self, nowUs: lastHeardUs)
        return sources.last { $0.ssrc == header.ssrc }
    }

    /// The layer that a name in a packet means; 0 on a line without layers, nil for a name that was not agreed.
    private func layer(_ name: Range<Int>?, of line: NegotiatedMedia, _ packet: UnsafeRawBufferPointer) -> Int? {
        guard !line.rids.isEmpty else { return 0 }
        guard let name else { return nil }
        return line.rids.firstIndex { $0.utf8.elementsEqual(packet[name]) }
    }

    /// A stream of repairs belongs to the line's only stream, or to the layer that it names.
    private func learnRepair(_ ssrc: Ssrc, of line: NegotiatedMedia, layer: Int?) -> KnownSource? {
        guard sources.count < 2 * Self.mostStreams, let layer,
            let stream = streams.first(where: { $0.media.index == line.index && $0.layer == layer })
        else { return nil }
        sources.append(KnownSource(ssrc: ssrc, stream: Uncounted(stream), isRepair: true))
        return sources.last
    }

    /// Unwraps a repeated packet (RFC 4588 section 4): two bytes of its first number before the payload.
    private func takeRepair(
        _ stream: InboundStream, _ header: RtpHeader, _ marks: Marks, _ payload: UnsafeRawBufferPointer, nowUs: Int64
    ) {
        guard payload.count > 2, stream.highest >= 0 else { return }
        guard let codec = stream.media.codecs.first(where: { $0.repair == header.payloadType })?.kind else { return }
        let sequence = SequenceNumber(UInt16(payload[0]) << 8 | UInt16(payload[1]))
        let original = UnsafeRawBufferPointer(rebasing: payload[2...])
        take(stream, codec, header, sequence, marks, original, isRepair: true, nowUs: nowUs)
    }

    private func take(
        _ stream: InboundStream, _ codec: CodecKind, _ header: RtpHeader, _ sequence: SequenceNumber, _ marks: Marks,
        _ payload: UnsafeRawBufferPointer, isRepair: Bool, nowUs: Int64
    ) {
        let startsKeyFrame: Bool
        switch codec {
        case .opus: startsKeyFrame = false
        case .vp8: startsKeyFrame = Vp8Payload(payload)?.startsKeyFrame ?? false
        case .h264: startsKeyFrame = H264Payload.startsKeyFrame(payload)
        }
        let record = PacketRecord(
            index: stream.index(of: sequence), timestamp: header.timestamp.value, arrivalUs: nowUs,
            length: payload.count, codec: codec, marker: header.marker, startsKeyFrame: startsKeyFrame,
            audioLevel: marks.audioLevel, orientation: marks.orientation, transportIndex: marks.transportIndex)
        deliver(stream, record, payload, isRepair: isRepair, nowUs: nowUs)
    }

    /// Keeps a packet, unless it is a double, and forwards it to all who get this stream.
    func deliver(
        _ stream: InboundStream, _ record: PacketRecord, _ payload: UnsafeRawBufferPointer, isRepair: Bool, nowUs: Int64
    ) {
        let wasFlowing = stream.flows(nowUs: nowUs)
        guard stream.take(record, payload, isRepair: isRepair, nowUs: nowUs) else { return }
        if !stream.missing.isEmpty || stream.isBroken { mayMiss = true }
        if !wasFlowing, stream.role == .screen { room?.shareScreen(stream, of: self, nowUs: nowUs) }
        for place in 0..<stream.receivers.count {
            stream.receivers[place].use { slot in
                slot.peer.use { $0.forward(record, payload, of: stream, to: slot, nowUs: nowUs) }
            }
        }
        if stream.keyFrameIsWanted { askKeyFrame(stream, nowUs: nowUs) }
    }
}
