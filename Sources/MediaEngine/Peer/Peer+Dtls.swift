import MediaWire

extension Peer {
    /// Takes a DTLS datagram from an address that has passed a check. It comes before any nomination: waiting for
    /// that would
    /// cost a round trip.
    func receiveDtls(_ datagram: UnsafeRawBufferPointer, nowUs: Int64) {
        if dtls == nil { dtls = crypto.makeDtls(.server) }
        guard let dtls else { return }
        dtls.receive(datagram)
        afterDtls(nowUs: nowUs)
    }

    /// Repeats a flight whose answer has not come.
    func repeatDtls(nowUs: Int64) {
        guard let dtls, dtls.state == .handshaking else { return }
        dtls.handleTimeout()
        afterDtls(nowUs: nowUs)
    }

    private func afterDtls(nowUs: Int64) {
        guard let dtls else { return }
        sendDtls(dtls)
        dtlsDueUs = dtls.timeoutUs.map { nowUs + $0 } ?? .max
        switch dtls.state {
        case .established:
            if !isConnected { takeKeys(dtls, nowUs: nowUs) }
        case .closed:
            leave()
        case .failed:
            handshakeFault = .failed
            leave()
        case .handshaking:
            break
        }
    }

    private func sendDtls(_ dtls: any DtlsSession) {
        guard let selected = ice.selected else { return }
        while true {
            guard let length = dtls.nextDatagram(into: outbox.next()) else { return }
            outbox.commit(length, to: selected)
        }
    }

    /// The certificate must be the one that the description named; only then are the keys of any worth (RFC 8122).
    private func takeKeys(_ dtls: any DtlsSession, nowUs: Int64) {
        guard dtls.peerFingerprint == theirFingerprint else {
            handshakeFault = .wrongFingerprint
            leave()
            return
        }
        guard let keys = dtls.keys() else {
            handshakeFault = .failed
            leave()
            return
        }
        sender = SrtpSender(keys.profile, key: keys.serverKey, salt: keys.serverSalt, crypto)
        receiver = SrtpReceiver(keys.profile, key: keys.clientKey, salt: keys.clientSalt, crypto)
        guard sender != nil, receiver != nil else {
            leave()
            return
        }
        isConnected = true
        heard(nowUs: nowUs)
        timers.lineUs = nowUs + 1_000_000
        news.append(.connected(peer: name))
    }

    /// Ends this peer without news, for another of its name takes its place.
    func leaveSilently() {
        leave()
        news.removeAll()
    }

    /// Ends this peer; the switchboard takes it away at its next turn.
    func leave() {
        guard !isGone else { return }
        isGone = true
        if let dtls, dtls.state == .established {
            dtls.close()
            sendDtls(dtls)
        }
        news.append(.gone(peer: name))
    }
}
