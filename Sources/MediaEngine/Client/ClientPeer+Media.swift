import MediaWire

extension ClientPeer {
    /// Sends one packet on a line; `write` puts the payload into the buffer it is given and answers its length.
    ///
    /// Nothing happens before the call is connected, or on a line that does not send. On a line with layers, `layer`
    /// says which. Without a payload type it is the line's first codec.
    public func send(
        line: Int, layer: Int = 0, marker: Bool, timestamp: UInt32, payloadType: PayloadType? = nil,
        _ write: (UnsafeMutableRawBufferPointer) -> Int
    ) {
        guard state == .connected, let server, let overhead = sender?.overhead, lines.indices.contains(line),
            let source = lines[line].source
        else { return }
        let isAudio = lines[line].kind == .audio
        let isLayered = lines[line].layers.indices.contains(layer)
        let ssrc = isLayered ? layers[layer].ssrc : source.ssrc
        let index = isLayered ? layers[layer].count : counts[line]
        if isLayered { layers[layer].count = index + 1 } else { counts[line] = index + 1 }
        let buffer = outbox.next()
        var writer = RtpWriter(
            buffer, payloadType: payloadType ?? (isAudio ? OfferDraft.Types.opus : OfferDraft.Types.vp8), marker: marker,
            sequence: SequenceNumber(UInt16(truncatingIfNeeded: index)), timestamp: RtpTimestamp(timestamp),
            ssrc: ssrc)
        // As browsers do: the names go along until they are known to have arrived.
        if isLayered, index < 100 {
            name(&writer, OfferDraft.Ids.mid, String(line))
            name(&writer, OfferDraft.Ids.rid, lines[line].layers[layer])
        }
        writer.element16(OfferDraft.Ids.transportWide, wideCount)
        wideCount &+= 1
        // 30 dB below the loudest, with voice (RFC 6464).
        if isAudio { writer.element8(OfferDraft.Ids.audioLevel, 0x80 | 30) }
        guard let header = writer.endHeader() else { return }
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[header..<buffer.count - overhead])
        let length = header + max(0, min(room.count, write(room)))
        repairs?.keep(line: line, index, UnsafeRawBufferPointer(rebasing: buffer[..<length]), nowUs: latestUs)
        guard let total = sender?.protect(buffer, header: header, length: length, ssrc: ssrc, index: index)
        else { return }
        outbox.commit(total, to: server)
    }

    private func name(_ writer: inout RtpWriter, _ id: UInt8, _ text: String) {
        var text = text
        text.withUTF8 { writer.element(id, UnsafeRawBufferPointer($0)) }
    }

    /// Tells the server which packets came, and when.
    func sendFeedback() {
        guard let server, arrivals.hasNews else { return }
        let buffer = outbox.next()
        let own = lines.compactMap(\.source).first?.ssrc ?? Ssrc(1)
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(1_200 - 32)])
        var writer = RtcpWriter(room)
        writer.receiverReport(own, blocks: EmptyCollection())
        guard arrivals.report(&writer, sender: own, media: own),
            let length = sender?.protectControl(buffer, length: writer.count)
        else { return }
        outbox.commit(length, to: server)
    }

    /// Sends what the handshake wants to say, and takes the keys when it is through.
    func afterDtls(nowUs: Int64) {
        guard let dtls else { return }
        sendDtls(dtls)
        dtlsDueUs = dtls.timeoutUs.map { nowUs + $0 } ?? .max
        switch dtls.state {
        case .established where state == .handshaking: takeKeys(dtls, nowUs: nowUs)
        case .closed, .failed: leave()
        case .established, .handshaking: return
        }
    }

    func sendDtls(_ dtls: any DtlsSession) {
        guard let server else { return }
        while let length = dtls.nextDatagram(into: outbox.next()) { outbox.commit(length, to: server) }
    }

    private func takeKeys(_ dtls: any DtlsSession, nowUs: Int64) {
        guard dtls.peerFingerprint == theirFingerprint, let keys = dtls.keys(),
            let sender = SrtpSender(keys.profile, key: keys.clientKey, salt: keys.clientSalt, crypto),
            let receiver = SrtpReceiver(keys.profile, key: keys.serverKey, salt: keys.serverSalt, crypto)
        else {
            leave()
            return
        }
        self.sender = consume sender
        self.receiver = consume receiver
        becomeConnected(nowUs: nowUs)
    }
}
