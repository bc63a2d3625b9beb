import MediaWire

/// What one media thread has done since it began, for the operator: sums without names.
public struct BoardCounters: Sendable, Equatable {
    /// Peers with keys, peers still on their way, and rooms, at this moment.
    public var connected = 0
    public var connecting = 0
    public var rooms = 0
    public var handshakes: UInt64 = 0
    /// DTLS handshakes that failed, and those whose certificate was not the one that the offer named.
    public var handshakesFailed: UInt64 = 0
    public var fingerprintsWrong: UInt64 = 0
    /// STUN requests for nobody here, or with a wrong integrity code.
    public var stunRefused: UInt64 = 0
    /// Other datagrams that belonged to nobody here.
    public var strays: UInt64 = 0
    /// Packets of media that came, and packets that were sent on to receivers, with their bytes.
    public var packetsUp: UInt64 = 0
    public var packetsDown: UInt64 = 0
    public var bytesUp: UInt64 = 0
    public var bytesDown: UInt64 = 0
    /// Packets that came twice, and packets whose tag was wrong.
    public var replays: UInt64 = 0
    public var forgeries: UInt64 = 0
    /// Packets sent again to receivers, and packets that came again from senders.
    public var repeatedDown: UInt64 = 0
    public var repeatedUp: UInt64 = 0
    /// Packets of sound that were to come and did not, before any repair; down as receivers report.
    public var soundExpectedUp: UInt64 = 0
    public var soundLostUp: UInt64 = 0
    public var soundReportedDown: UInt64 = 0
    public var soundLostDown: UInt64 = 0

    public init() {}

    /// Takes in what a peer has to show, here or when it goes.
    mutating func add(_ peer: Peer) {
        if peer.isConnected { handshakes &+= 1 }
        switch peer.handshakeFault {
        case .none: break
        case .failed: handshakesFailed &+= 1
        case .wrongFingerprint: fingerprintsWrong &+= 1
        }
        packetsUp &+= peer.totals.packetsUp
        packetsDown &+= peer.totals.packetsDown
        bytesUp &+= peer.totals.bytesUp
        bytesDown &+= peer.totals.bytesDown
        replays &+= peer.receiver?.replays ?? 0
        forgeries &+= peer.receiver?.forgeries ?? 0
        repeatedDown &+= peer.downlink.repaired
        soundReportedDown &+= peer.downlink.soundReported
        soundLostDown &+= peer.downlink.soundLost
        for stream in peer.streams {
            repeatedUp &+= UInt64(max(0, stream.reception.repaired))
            guard !stream.isVideo else { continue }
            soundExpectedUp &+= UInt64(max(0, stream.reception.expected))
            soundLostUp &+= UInt64(max(0, stream.reception.lost))
        }
    }
}

/// Why a handshake came to nothing.
enum HandshakeFault {
    case none
    case failed
    case wrongFingerprint
}

extension Switchboard {
    /// What has been done until now, by those who have gone and by those who are here.
    public func counters() -> BoardCounters {
        var sum = departed
        sum.rooms = rooms.count
        sum.strays = strays
        sum.stunRefused = stunRefused
        for case let peer? in peers {
            sum.add(peer)
            if peer.isConnected { sum.connected += 1 } else { sum.connecting += 1 }
        }
        return sum
    }
}
