import MediaWire

/// All peers and rooms of one media thread: takes datagrams, forwards them, answers.
///
/// Does no I/O and knows no clock: time is an argument, in microseconds of any monotonic clock, and what is to be
/// sent lies in the
/// outbox afterwards. Used on one thread only.
public final class Switchboard {
    let crypto: any Cryptography
    public let outbox: Outbox
    /// The server's candidates, best first.
    let candidates: [IceCandidate]

    var peers: ContiguousArray<Peer?> = []
    /// When each peer has its next turn, by place: apart from the peers themselves, none of which is in a cache.
    var turnsUs: ContiguousArray<Int64> = []
    var freePlaces: [Int] = []
    var places: [String: Int] = [:]
    /// By the eight characters of our user fragments; only a name in here costs a message code.
    var fragments: [UInt64: Int] = [:]
    /// Addresses from which a genuine check has come.
    var addresses: [TransportAddress: Uncounted<Peer>] = [:]
    var rooms: [String: Room] = [:]
    private var pendingNews: [MediaNews] = []
    /// Up to when peers have been looked after, and whose turn is next.
    private var turnedUs = Int64.min / 2
    private var nextPlace = 0

    /// Datagrams that belonged to nobody.
    public private(set) var strays: UInt64 = 0
    /// STUN requests for nobody here, or with a wrong integrity code.
    private(set) var stunRefused: UInt64 = 0
    /// What those have done who are no longer here.
    private(set) var departed = BoardCounters()

    /// Peers that one thread takes: more would not fit its core.
    static let mostPeers = 4_096
    /// How often it is looked whether something is due for a peer.
    public static let turnUs: Int64 = 5_000

    public init(_ crypto: any Cryptography, candidates: [IceCandidate], outbox: Outbox) {
        self.crypto = crypto
        self.candidates = candidates
        self.outbox = outbox
    }

    /// Peers that are here.
    public var count: Int { places.count }

    /// Takes one datagram; it is decrypted in place.
    public func receive(_ datagram: UnsafeMutableRawBufferPointer, from address: TransportAddress, nowUs: Int64) {
        let bytes = UnsafeRawBufferPointer(datagram)
        let kind = DatagramKind(of: bytes)
        if kind == .stun {
            receiveStun(bytes, from: address, nowUs: nowUs)
            return
        }
        guard let known = addresses[address] else {
            strays &+= 1
            return
        }
        known.use { peer in
            switch kind {
            case .rtp: peer.receiveRtp(datagram, from: address, nowUs: nowUs)
            case .rtcp: peer.receiveRtcp(datagram, nowUs: nowUs)
            case .dtls: peer.receiveDtls(bytes, nowUs: nowUs)
            case .stun, .other: strays &+= 1
            }
            if !peer.news.isEmpty { collect(peer) }
        }
    }

    private func receiveStun(_ bytes: UnsafeRawBufferPointer, from address: TransportAddress, nowUs: Int64) {
        guard let message = StunMessage(bytes) else {
            strays &+= 1
            return
        }
        switch message.type {
        case .bindingRequest:
            guard let fragment = Self.fragmentKey(message.username), let place = fragments[fragment],
                let peer = peers[place]
            else {
                stunRefused &+= 1
                return
            }
            let isCurrent = Self.fragmentKey(peer.ice.local.fragment) == fragment
            guard peer.answerCheck(message, from: address, nowUs: nowUs, isCurrent: isCurrent) else {
                stunRefused &+= 1
                return
            }
            validate(address, for: peer, message, isCurrent: isCurrent)
            peer.follow(message, from: address, nowUs: nowUs)
            collect(peer)
        case .bindingSuccess:
            addresses[address]?.use { peer in
                if peer.takeCheckAnswer(message, from: address, nowUs: nowUs) { collect(peer) }
            }
        default:
            strays &+= 1
        }
    }

    private func validate(
        _ address: TransportAddress, for peer: Peer, _ message: StunMessage, isCurrent: Bool
    ) {
        // Behind our fragment and a colon stands the browser's: that there is one was looked at before.
        let fragment = message.username.map { UnsafeRawBufferPointer(rebasing: $0.dropFirst(9)) }
        let forgotten = peer.ice.validate(address, isCurrent: isCurrent, fragment: fragment)
        if let forgotten, let holder = addresses[forgotten], holder === peer { addresses[forgotten] = nil }
        addresses[address] = Uncounted(peer)
    }

    /// Does what is due for some of the peers: as many as their share of the time since the last call, so that each is looked
    /// at every `turnUs`. All at once would keep the packets of all waiting, for milliseconds where there are hundreds.
    public func turn(nowUs: Int64) {
        let passedUs = nowUs - turnedUs
        var count = peers.count
        if passedUs < Self.turnUs {
            count = Int(passedUs) * peers.count / Int(Self.turnUs)
            guard count > 0 else { return }
            turnedUs += Int64(count) * Self.turnUs / Int64(peers.count)
        } else {
            turnedUs = nowUs
        }
        for _ in 0..<count {
            nextPlace = nextPlace + 1 < peers.count ? nextPlace + 1 : 0
            guard nowUs >= turnsUs[nextPlace], let peer = peers[nextPlace] else { continue }
            turnsUs[nextPlace] = nowUs + peer.restUs(nowUs: nowUs)
            peer.turn(nowUs: nowUs)
            if !peer.news.isEmpty { collect(peer) }
            if peer.isGone { remove(peer, nowUs: nowUs) }
        }
    }

    private func collect(_ peer: Peer) {
        guard !peer.news.isEmpty else { return }
        pendingNews.append(contentsOf: peer.news)
        peer.news.removeAll(keepingCapacity: true)
    }

    /// What has happened since this was last asked.
    public func takeNews() -> [MediaNews] {
        guard !pendingNews.isEmpty else { return [] }
        defer { pendingNews.removeAll(keepingCapacity: true) }
        return pendingNews
    }

    /// Takes a peer away: its addresses, its names, its place in the room.
    func remove(_ peer: Peer, nowUs: Int64) {
        collect(peer)
        peer.room?.exit(peer, nowUs: nowUs)
        peer.stopEcho(nowUs: nowUs)
        rooms = rooms.filter { !$0.value.isEmpty }
        addresses = addresses.filter { $0.value !== peer }
        fragments = fragments.filter { $0.value != peer.place }
        if places[peer.name] == peer.place { places[peer.name] = nil }
        departed.add(peer)
        peers[peer.place] = nil
        freePlaces.append(peer.place)
    }

    /// Our fragments have eight characters; a check's user name is ours, a colon, and the browser's.
    static func fragmentKey(_ username: UnsafeRawBufferPointer?) -> UInt64? {
        guard let username, username.count > 9, username[8] == UInt8(ascii: ":") else { return nil }
        return username[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }

    static func fragmentKey(_ fragment: String) -> UInt64 {
        fragment.utf8.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
}
