import MediaWire

/// Who hears and sees whom: everybody everybody else, each in a slot that both sides can compute.
final class Room {
    let name: String
    private(set) var members: [Peer] = []
    /// Whose screen is shared at the moment.
    private(set) var screen: (stream: InboundStream, owner: Peer)?

    /// Seats of a room.
    static let seats = 8

    init(_ name: String) { self.name = name }

    var isEmpty: Bool { members.isEmpty }

    /// The slot in which the one on seat `receiver` sees the one on seat `source`: its own seat is left out.
    static func slot(of source: Int, at receiver: Int) -> Int { source < receiver ? source : source - 1 }

    /// Takes a peer in; all others are forwarded to it, and it to them.
    func enter(_ peer: Peer, seat: Int, nowUs: Int64) {
        members.append(peer)
        peer.room = self
        peer.seat = seat
        for other in members where other !== peer {
            connect(peer, to: other, nowUs: nowUs)
            connect(other, to: peer, nowUs: nowUs)
        }
        if let screen, screen.owner !== peer {
            peer.screenSlot?.connect(screen.stream, of: screen.owner, nowUs: nowUs)
            screen.owner.askKeyFrame(screen.stream, nowUs: nowUs)
        }
    }

    /// Lets a peer go; nobody is forwarded to it any more, nor it to anybody.
    func exit(_ peer: Peer, nowUs: Int64) {
        members.removeAll { $0 === peer }
        peer.room = nil
        if screen?.owner === peer { screen = nil }
        for slot in peer.slots { slot.connect(nil, of: nil, nowUs: nowUs) }
        for stream in peer.streams {
            for receiver in stream.receivers { receiver.use { $0.connect(nil, of: nil, nowUs: nowUs) } }
        }
    }

    private func connect(_ source: Peer, to receiver: Peer, nowUs: Int64) {
        for stream in [source.stream(.microphone), source.stream(.camera)].compactMap(\.self) {
            connect(stream, of: source, to: receiver, nowUs: nowUs)
        }
    }

    private func connect(_ stream: InboundStream, of source: Peer, to receiver: Peer, nowUs: Int64) {
        let slots = stream.isVideo ? receiver.videoSlots : receiver.audioSlots
        let place = Self.slot(of: source.seat, at: receiver.seat)
        guard slots.indices.contains(place) else { return }
        // One layer of this picture is there already: which of them it gets is chosen by its line.
        if let present = slots[place].source, slots[place].sourcePeer === source, present !== stream,
            present.media.index == stream.media.index, !stream.media.rids.isEmpty
        {
            return
        }
        slots[place].connect(stream, of: source, nowUs: nowUs)
        // The key frame is what the other waits for: asked for now, not when the next packet comes.
        if stream.isVideo { source.askKeyFrame(stream, nowUs: nowUs) }
    }

    /// A stream that was not there before.
    func connect(_ stream: InboundStream, of source: Peer, nowUs: Int64) {
        guard stream.role != .screen else { return }
        for receiver in members where receiver !== source {
            connect(stream, of: source, to: receiver, nowUs: nowUs)
        }
    }

    /// Somebody has begun to share a screen: it takes the place of whichever was shared before.
    func shareScreen(_ stream: InboundStream, of owner: Peer, nowUs: Int64) {
        screen = (stream, owner)
        owner.screenSlot?.connect(nil, of: nil, nowUs: nowUs)
        for receiver in members where receiver !== owner {
            receiver.screenSlot?.connect(stream, of: owner, nowUs: nowUs)
        }
        owner.askKeyFrame(stream, nowUs: nowUs)
    }
}
