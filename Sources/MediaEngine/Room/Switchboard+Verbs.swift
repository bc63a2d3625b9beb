import MediaWire

extension Switchboard {
    /// Takes an offer and answers it; a peer of the same name is replaced.
    ///
    /// Throws the offer's fault; nil when the thread is full.
    public func join(_ name: String, offer text: String, nowUs: Int64) throws(OfferRefusal) -> String? {
        join(name, try Offer(text), nowUs: nowUs)
    }

    /// Answers an offer that has been read elsewhere, so that no call waits for the reading; nil when the thread is
    /// full.
    public func join(_ name: String, _ offer: Offer, nowUs: Int64) -> String? {
        if let old = peer(name) {
            old.leaveSilently()
            remove(old, nowUs: nowUs)
        }
        guard places.count < Self.mostPeers else { return nil }
        let local = makeCredentials()
        let answer = Answer(to: offer, terms(for: offer, local))
        let place = freePlaces.popLast() ?? peers.count
        let ice = IcePath(local: local, remote: offer.ice, tieBreaker: randomNumber())
        let peer = Peer(
            name: name, place: place, ice: ice, theirFingerprint: offer.fingerprint,
            media: answer.media, crypto: crypto, outbox: outbox, nowUs: nowUs)
        if place == peers.count {
            peers.append(peer)
            turnsUs.append(nowUs)
        } else {
            (peers[place], turnsUs[place]) = (peer, nowUs)
        }
        places[name] = place
        fragments[Self.fragmentKey(local.fragment)] = place
        peer.sessionId = randomNumber() >> 2
        peer.downlink.ceiling = offer.session.bandwidth.map { Double($0) }
        return answer.text
    }

    /// Takes the offer of an ICE restart on the same transport; nil for an unknown peer.
    public func restart(_ name: String, _ offer: Offer, nowUs: Int64) throws(OfferRefusal) -> String? {
        guard let peer = peer(name) else { return nil }
        // Another certificate is another transport: that is a new peer, not a restart.
        guard offer.fingerprint == peer.theirFingerprint else { throw .noFingerprint }
        let local = makeCredentials()
        let outbound = offer.session.media.indices.map { index in
            peer.media.first { $0.index == index }?.outbound
        }
        let answer = Answer(to: offer, terms(local, outbound, sessionId: peer.sessionId))
        if let previous = peer.ice.previousLocal { fragments[Self.fragmentKey(previous.fragment)] = nil }
        peer.ice.restart(local: local, remote: offer.ice)
        fragments[Self.fragmentKey(local.fragment)] = peer.place
        return answer.text
    }

    /// Ends a peer.
    public func leave(_ name: String, nowUs: Int64) {
        guard let peer = peer(name) else { return }
        peer.leave()
        remove(peer, nowUs: nowUs)
    }

    /// Puts a peer on a seat of a room, or with nil out of any.
    public func place(_ name: String, in room: String?, seat: Int, nowUs: Int64) {
        guard let peer = peer(name) else { return }
        if let room, peer.room?.name == room, peer.seat == seat { return }
        peer.room?.exit(peer, nowUs: nowUs)
        peer.stopEcho(nowUs: nowUs)
        if let room, (0..<Room.seats).contains(seat) {
            let there = rooms[room] ?? Room(room)
            rooms[room] = there
            // A seat has one person: an older peer on it has been replaced.
            for other in there.members where other.seat == seat { there.exit(other, nowUs: nowUs) }
            there.enter(peer, seat: seat, nowUs: nowUs)
        }
        rooms = rooms.filter { !$0.value.isEmpty }
    }

    /// Sends the peer its own sound and picture back for so long.
    public func echo(_ name: String, forUs: Int64, probeKbps: Int, nowUs: Int64) {
        peer(name)?.startEcho(forUs: forUs, probeKbps: probeKbps, nowUs: nowUs)
    }

    public func stopEcho(_ name: String, nowUs: Int64) { peer(name)?.stopEcho(nowUs: nowUs) }

    /// The line in the last full second; nil for an unknown peer, or one that has no keys yet.
    public func line(of name: String) -> LineReport? {
        guard let peer = peer(name), peer.isConnected else { return nil }
        return peer.line
    }

    func peer(_ name: String) -> Peer? {
        guard let place = places[name] else { return nil }
        return peers[place]
    }

    private func terms(for offer: Offer, _ local: IceCredentials) -> AnswerTerms {
        var counts: [MediaKind: Int] = [:]
        let outbound = offer.session.media.map { line -> OutboundSource? in
            let place = counts[line.kind, default: 0]
            counts[line.kind] = place + 1
            guard line.kind != .other else { return nil }
            let isVideo = line.kind == .video
            // Sound and picture of one slot have streams of their own: where they share one, browsers hold the voice back
            // until the picture has come, for seconds on a narrow line.
            let stream = isVideo && place == 1 ? "screen" : "slot\(isVideo && place > 1 ? place - 1 : place)-\(line.kind.rawValue)"
            return OutboundSource(
                ssrc: Ssrc(randomSsrc()), repair: isVideo ? Ssrc(randomSsrc()) : nil, canonicalName: "venterum",
                stream: stream, track: "\(stream)-\(line.kind.rawValue)")
        }
        return terms(local, outbound, sessionId: randomNumber() >> 2)
    }

    private func terms(_ local: IceCredentials, _ outbound: [OutboundSource?], sessionId: UInt64) -> AnswerTerms {
        AnswerTerms(
            sessionId: sessionId, ice: local, fingerprint: crypto.fingerprint, candidates: candidates,
            outbound: outbound)
    }

    /// Eight characters that are a key here, and 24 that nobody guesses.
    func makeCredentials() -> IceCredentials {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        while true {
            let text = crypto.randomBytes(32).map { letters[Int($0 & 63)] }
            let credentials = IceCredentials(fragment: String(text[..<8]), password: String(text[8...]))
            if fragments[Self.fragmentKey(credentials.fragment)] == nil { return credentials }
        }
    }

    func randomNumber() -> UInt64 { crypto.randomBytes(8).reduce(0) { $0 << 8 | UInt64($1) } }

    private func randomSsrc() -> UInt32 { UInt32(truncatingIfNeeded: randomNumber()) | 1 }
}

extension Switchboard {
    /// Ends all peers, as when the server stops.
    public func leaveAll(nowUs: Int64) {
        for name in Array(places.keys) { leave(name, nowUs: nowUs) }
    }
}
