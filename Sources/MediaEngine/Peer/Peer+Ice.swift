import MediaWire

extension Peer {
    /// Answers a browser's check at once (RFC 8445 section 7.3); true when it was genuine.
    ///
    /// `fragment` tells which credentials it was made with: ours, or those before a restart.
    func answerCheck(_ message: StunMessage, from address: TransportAddress, nowUs: Int64, isCurrent: Bool) -> Bool {
        let key = isCurrent ? ice.localKey : ice.previousLocalKey
        guard !key.isEmpty, message.hasIntegrity({ crypto.hmacSha1(key: key, $0, $1) }) else { return false }
        let buffer = outbox.next()
        let hmac: HmacSha1 = { [crypto] in crypto.hmacSha1(key: key, $0, $1) }
        if let unknown = message.unknownRequired {
            let refused = StunWriter.failure(
                to: message.transaction, .unknownAttribute, unknown: unknown, hmac, into: buffer)
            if let refused { outbox.commit(refused, to: address) }
            return false
        }
        guard let length = StunWriter.success(to: message.transaction, from: address, hmac, into: buffer)
        else { return false }
        outbox.commit(length, to: address)
        heard(nowUs: nowUs)
        return true
    }

    /// Takes the answer to a check of ours; true when it was genuine.
    func takeCheckAnswer(_ message: StunMessage, from address: TransportAddress, nowUs: Int64) -> Bool {
        let key = ice.request(to: address).key
        let former = ice.selected
        guard message.hasIntegrity({ crypto.hmacSha1(key: key, $0, $1) }),
            ice.answered(message.transaction, from: address, nowUs: nowUs)
        else { return false }
        if address == ice.selected { hasConsent = true }
        if ice.selected != former { pathIsNew(isAnother: true, nowUs: nowUs) }
        heard(nowUs: nowUs)
        return true
    }

    /// Another path has a length and a width of its own: what is known of the former one's queues is void. After one that has
    /// been away the width may be the same.
    func pathIsNew(isAnother: Bool, nowUs: Int64) {
        downlink.pathIsNew(isAnother: isAnother, nowUs: nowUs)
        // Where the picture rests for a narrow way up, the page may try another way at once.
        if isAnother, stream(.microphone)?.reception.transit.isWatched(nowUs: nowUs) == true {
            news.append(.upWidened(peer: name))
        }
        for stream in streams { stream.reception.transit.forget() }
    }

    /// What a genuine check asks for: aggressive nomination repeats itself on the pair in use, and the last one
    /// holds, once it
    /// has answered. The first address is used at once, for the handshake alone.
    func follow(_ message: StunMessage, from address: TransportAddress, nowUs: Int64) {
        let isNew = address != ice.selected && message.useCandidate
        if isNew { ice.wanted = address }
        if isNew || !hasConsent { sendCheck(to: address, nowUs: nowUs) }
    }

    /// Asks whether the other side is still there and still willing (RFC 7675), which also keeps NATs open and
    /// measures the
    /// round trip. A lite agent need not, but a browser answers, and hears of us within the second.
    func sendCheck(nowUs: Int64) {
        if let selected = ice.selected { sendCheck(to: selected, nowUs: nowUs) }
    }

    func sendCheck(to address: TransportAddress, nowUs: Int64) {
        let buffer = outbox.next()
        let (name, key) = ice.request(to: address)
        let transaction = ice.nextRequest(crypto.randomBytes(12), to: address, nowUs: nowUs)
        var request = StunWriter(buffer, .bindingRequest, transaction)
        request.username(name)
        // A peer-reflexive candidate's priority (RFC 8445 section 7.1.1).
        request.priority(110 << 24 | 65_535 << 8 | 255)
        request.iceControlled(ice.tieBreaker)
        request.integrity { crypto.hmacSha1(key: key, $0, $1) }
        request.fingerprint()
        if let length = request.finish() { outbox.commit(length, to: address) }
    }

    /// Something genuine has come.
    func heard(nowUs: Int64) {
        lastHeardUs = nowUs
        guard pathIsLost else { return }
        pathIsLost = false
        news.append(.pathBack(peer: name))
        // Its consent may have run out meanwhile: nothing is sent to it before it has answered.
        if !hasConsent { sendCheck(nowUs: nowUs) }
        pathIsNew(isAnother: false, nowUs: nowUs)
        // What was lost meanwhile is no use to anybody: all pictures begin anew.
        for stream in streams { stream.missing.clear() }
        restartPictures(nowUs: nowUs)
    }
}
