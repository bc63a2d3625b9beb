import MediaWire

extension Peer {
    private static let judgeLayersUs: Int64 = 100_000
    /// A layer that has not come for so long rests; a browser makes at least some pictures a second of one that does
    /// not.
    private static let restsAfterUs: Int64 = 500_000
    /// A shared screen is what the talk is about: of the room for pictures it gets three parts, each face one.
    private static let screenWeight = 3.0

    /// The layers of this peer's picture that come now, smallest first.
    func layers(like stream: InboundStream, nowUs: Int64) -> [InboundStream] {
        streams.filter { $0.media.index == stream.media.index && nowUs - $0.lastArrivalUs < Self.restsAfterUs }
            .sorted { $0.layer < $1.layer }
    }

    /// Chooses the layer of each picture towards this peer by what its own line carries; nobody else pays for it.
    ///
    /// First every picture gets its smallest layer, then one after the other a larger one, as far as the room reaches.
    func chooseLayers(nowUs: Int64) {
        guard let room, nowUs - layersJudgedUs >= Self.judgeLayersUs else { return }
        layersJudgedUs = nowUs
        var left = roomForFaces(nowUs: nowUs)
        for slot in watched {
            guard let smallest = smallestLayer(slot, nowUs: nowUs) else { continue }
            let cost = smallest.rate.bitsPerSecond
            // With two people the sender itself makes its picture fit; one that is held from a time with more is let go of.
            if room.members.count > 2 || slot.layers.isHeld, slot.layers.judge(cost: cost, room: left, nowUs: nowUs) {
                restart(slot, nowUs: nowUs)
            }
            if !slot.layers.isHeld { left -= cost }
        }
        for slot in watched where !slot.layers.isHeld { left -= choose(slot, left: left, nowUs: nowUs) }
        holdsPictures = watched.contains { $0.layers.isHeld }
    }

    /// What a shared screen leaves; without an estimate there is no bound.
    private func roomForFaces(nowUs: Int64) -> Double {
        guard let all = budget.bitsPerSecond else { return .infinity }
        guard let screenSlot, screenSlot.isCarrying(nowUs: nowUs), let screen = screenSlot.source else { return all }
        return all - screen.rate.bitsPerSecond
    }

    func smallestLayer(_ slot: OutboundSlot, nowUs: Int64) -> InboundStream? {
        guard let source = slot.source, let owner = slot.sourcePeer, owner !== self else { return nil }
        return owner.layers(like: source, nowUs: nowUs).first
    }

    /// Chooses for one slot; answers what its layer takes beyond the smallest.
    private func choose(_ slot: OutboundSlot, left: Double, nowUs: Int64) -> Double {
        guard let source = slot.source, let owner = slot.sourcePeer, owner !== self else { return 0 }
        let layers = owner.layers(like: source, nowUs: nowUs)
        guard let smallest = layers.first else { return 0 }
        let present = slot.next ?? source
        var chosen = smallest
        for layer in layers.dropFirst() where !budget.isPaused {
            let extra = layer.rate.bitsPerSecond - smallest.rate.bitsPerSecond
            let isLarger = layer.layer > present.layer
            // The price of a layer that has just begun is not known.
            if isLarger, layer.rate.bitsPerSecond == 0 || !slot.layers.mayRaise(nowUs: nowUs) { continue }
            if extra <= left * (isLarger ? LayerChoice.toRaise : LayerChoice.toStay) { chosen = layer }
        }
        if chosen !== present { change(slot, from: present, to: chosen, nowUs: nowUs) }
        return max(0, chosen.rate.bitsPerSecond - smallest.rate.bitsPerSecond)
    }

    private func change(_ slot: OutboundSlot, from present: InboundStream, to chosen: InboundStream, nowUs: Int64) {
        if chosen.layer > present.layer {
            slot.layers.raised(nowUs: nowUs)
            slot.awaitLayer(chosen)
        } else {
            // Too large for the line: it goes at once, for the voice waits behind it; the smaller comes with its key
            // frame.
            if nowUs - present.lastArrivalUs < Self.restsAfterUs { slot.layers.lowered(nowUs: nowUs) }
            slot.leaveLayer(for: chosen, nowUs: nowUs)
        }
        slot.sourcePeer?.askKeyFrame(chosen, nowUs: nowUs)
    }

    /// Nothing more is sent in this slot until its picture's next key frame.
    func restart(_ slot: OutboundSlot, nowUs: Int64) {
        guard let stream = slot.source else { return }
        slot.beginAnew(nowUs: nowUs)
        stream.keyFrameIsWanted = true
        slot.sourcePeer?.askKeyFrame(stream, nowUs: nowUs)
    }

    /// Whether pictures in this slot stand still for the sake of the voice.
    func isGated(_ slot: OutboundSlot) -> Bool {
        slot.isVideo && (budget.isPaused || budget.isChoked || slot.layers.isHeld) && slot.sourcePeer !== self
    }

    /// What a source may send to this peer, of all that pictures may take; nil where nothing is known, or nothing
    /// moves.
    func share(of owner: Peer, nowUs: Int64) -> Double? {
        guard !budget.isPaused, let room = budget.bitsPerSecond else { return nil }
        var all = 0.0
        var own = 0.0
        func count(_ slot: OutboundSlot, weight: Double) {
            guard slot.isCarrying(nowUs: nowUs), !slot.layers.isHeld else { return }
            all += weight
            if slot.sourcePeer === owner { own += weight }
        }
        for slot in watched { count(slot, weight: 1) }
        if let screenSlot { count(screenSlot, weight: Self.screenWeight) }
        return all > 0 && own > 0 ? room * own / all : nil
    }

    /// What this peer may send in pictures: where it sends layers, what the best line takes and the smallest layer
    /// beside; else what the weakest takes whose picture moves.
    func pictureBound(nowUs: Int64) -> Double? {
        guard let room, room.members.count > 1 else { return nil }
        let shares = room.members.lazy.filter { $0 !== self }.compactMap { $0.share(of: self, nowUs: nowUs) }
        guard let camera = stream(.camera) else { return shares.min() }
        let layers = layers(like: camera, nowUs: nowUs)
        guard layers.count > 1, let smallest = layers.first, let most = shares.max() else { return shares.min() }
        return most + smallest.rate.bitsPerSecond
    }
}
