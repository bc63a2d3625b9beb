import Access
import Kernel
import Visits

/// What a page sends now.
public struct Sends: Sendable, Hashable, Codable {
    public var microphone: Bool
    public var camera: Bool
    public var screen: Bool
    /// Of what is on, only the voice is sent: the line is too narrow for a picture beside it.
    public var pictureRests: Bool

    public init(microphone: Bool, camera: Bool, screen: Bool, pictureRests: Bool = false) {
        self.microphone = microphone
        self.camera = camera
        self.screen = screen
        self.pictureRests = pictureRests
    }
}

/// One peer, as long as it lives.
struct LivePeer: Sendable {
    let id: ID<Peer>
    let participant: ID<Participant>
    /// nil for a test without a visit.
    let clinic: ID<Clinic>?
    /// The visit that the link is for, or in which a member of staff was last seated.
    var visit: ID<Visit>?
    let since: Instant
    /// The media server knows it: before that it cannot be seated.
    var joined = false
    /// nil until it was first connected.
    var path: LineReport.Path?
    var sends: Sends?
    var line: LineReport?
    var verdict: LineVerdict?
    /// The media server has paused the picture towards it.
    var pictureIsPaused = false
    /// What the browser said of its line, second by second, until a second of the line has taken it.
    var seen: [SeenLine] = []
    var summary = LineSummary()
    var seat: Int?

    /// A line on which no picture moves, one way or the other, is good for the voice at best, whatever its numbers say.
    var judged: LineVerdict {
        // Known before the next second's report, and also before the first.
        if path == .lost { return .lost }
        let byNumbers = line.map { LineVerdict($0) } ?? .good
        let isBetter = byNumbers == .good || byNumbers == .pictureWeak
        return isBetter && (pictureIsPaused || sends?.pictureRests == true) ? .voiceOnly : byNumbers
    }
}

/// Peers and open pages: what lives only as long as the process, and is never a reason for a decision that lasts.
public actor Live {
    private var peers: [ID<Peer>: LivePeer] = [:]
    private var peerOf: [ID<Participant>: ID<Peer>] = [:]
    /// Open live streams by participant (staff under their own participant's name).
    private var pages: [ID<Participant>: Int] = [:]
    /// The version of each visit up to which seats are given.
    private var placed: [ID<Visit>: Int] = [:]

    /// Peers that gave way to another of the same participant, the latest: their pages are told so, instead of taking
    /// the connection back for ever.
    private var replaced: [ID<Peer>] = []
    private static let mostReplaced = 1_000

    /// When each periodic round was last made.
    private var rounds: [String: Instant] = [:]
    private var isSeating = false
    private var waitingToSeat: [CheckedContinuation<Void, Never>] = []
    /// Refusals of strangers in this minute, and sign-ins that are being worked on.
    private var refusals = 0
    private var signIns = 0

    init() {}

    /// A picture of this moment, for views.
    struct Snapshot: Sendable {
        var peers: [ID<Participant>: LivePeer] = [:]
        var pages: Set<ID<Participant>> = []

        /// A page or a path is there.
        ///
        /// The path knows within seconds that a telephone has lost its network; the page's stream, only after minutes.
        func online(_ one: ID<Participant>) -> Bool { peers[one]?.path.map { $0 == .ok } ?? pages.contains(one) }
    }

    func snapshot(of clinic: ID<Clinic>) -> Snapshot {
        var snapshot = Snapshot(pages: Set(pages.keys))
        for peer in peers.values where peer.clinic == clinic { snapshot.peers[peer.participant] = peer }
        return snapshot
    }

    func peer(_ id: ID<Peer>) -> LivePeer? { peers[id] }

    func peer(of one: ID<Participant>) -> LivePeer? { peerOf[one].flatMap { peers[$0] } }

    /// Whether the peer gave way to another of the same participant.
    func wasReplaced(_ id: ID<Peer>) -> Bool { replaced.contains(id) }

    /// Adds a peer; gives back the one that it replaces.
    func add(_ peer: LivePeer) -> ID<Peer>? {
        let old = peerOf[peer.participant]
        var new = peer
        if let old, let before = peers.removeValue(forKey: old) {
            replaced.append(old)
            if replaced.count > Self.mostReplaced { replaced.removeFirst() }
            new.summary = before.summary
            new.sends = before.sends
            new.visit = peer.visit ?? before.visit
        }
        peers[peer.id] = new
        peerOf[peer.participant] = peer.id
        return old
    }

    @discardableResult
    func remove(_ id: ID<Peer>) -> LivePeer? {
        guard let peer = peers.removeValue(forKey: id) else { return nil }
        if peerOf[peer.participant] == id { peerOf[peer.participant] = nil }
        return peer
    }

    func setJoined(_ id: ID<Peer>) { peers[id]?.joined = true }

    /// Takes in that a path was lost, or is there; gives back the verdict when it turned.
    func setPath(_ id: ID<Peer>, _ path: LineReport.Path) -> LineVerdict? {
        peers[id]?.path = path
        peers[id]?.line?.path = path
        return judge(id)
    }

    /// One shares a screen at a time: a new sharer takes over. Gives back the verdict when it turned.
    func setSends(_ id: ID<Peer>, _ sends: Sends) -> LineVerdict? {
        peers[id]?.sends = sends
        if sends.screen, let room = peers[id]?.visit {
            for other in peers.values where other.id != id && other.visit == room { peers[other.id]?.sends?.screen = false }
        }
        return judge(id)
    }

    /// Takes in a second of line; gives back the verdict when it turned.
    func note(_ id: ID<Peer>, _ line: LineReport) -> LineVerdict? {
        guard var peer = peers[id] else { return nil }
        var line = line
        line.seen = peer.seen.isEmpty ? nil : peer.seen.removeFirst()
        peer.line = line
        if peer.seat != nil { peer.summary.add(line, verdict: peer.judged) }
        peers[id] = peer
        return judge(id)
    }

    /// Takes in that the picture gives way, or comes back; gives back the verdict when it turned.
    func note(_ id: ID<Peer>, pictureIsPaused: Bool) -> LineVerdict? {
        peers[id]?.pictureIsPaused = pictureIsPaused
        return judge(id)
    }

    private func judge(_ id: ID<Peer>) -> LineVerdict? {
        guard let peer = peers[id], peer.judged != peer.verdict else { return nil }
        let verdict = peer.judged
        peers[id]?.verdict = verdict
        return verdict
    }

    /// What a browser says of its last second; kept for the next second of the line. Its seconds are not the line's, so two
    /// may come within one of them.
    func note(_ id: ID<Peer>, seen: SeenLine) {
        guard var all = peers[id]?.seen else { return }
        if all.count == 2 { all.removeFirst() }
        peers[id]?.seen = all + [seen]
    }

    /// The summaries gathered for a visit's participants since they were last taken.
    func takeLines(of visit: Visit) -> [(ID<Participant>, LineSummary)] {
        visit.participants.compactMap { one in
            guard let id = peerOf[one.id], let peer = peers[id], peer.visit == visit.id, peer.summary.seconds > 0
            else { return nil }
            peers[id]?.summary = LineSummary()
            return (one.id, peer.summary)
        }
    }

    /// Visits that have gathered at least so many seconds of line on somebody.
    func visitsWithLines(of seconds: Int) -> Set<ID<Visit>> {
        Set(peers.values.filter { $0.summary.seconds >= seconds }.compactMap(\.visit))
    }

    /// Waits until nobody else is seating people. Two changes of one visit must reach the media server in the order in
    /// which they were decided, or somebody would sit in a room that they have left.
    func beginSeating() async {
        if isSeating {
            await withCheckedContinuation { waitingToSeat.append($0) }
        } else {
            isSeating = true
        }
    }

    func endSeating() {
        if waitingToSeat.isEmpty { isSeating = false } else { waitingToSeat.removeFirst().resume() }
    }

    /// A seat to give or take.
    struct Move: Sendable, Hashable {
        let peer: ID<Peer>
        let room: ID<Room>?
        let seat: Int
    }

    /// What is to be done so that the media server seats people as the visit now has them. An older state of a visit
    /// than the one already placed changes nothing.
    func moves(after visit: Visit) -> [Move] {
        if let before = placed[visit.id], before > visit.version { return [] }
        // Kept after the end as well: a late telling of the call must not seat people in a room that is over.
        if placed.count > 20_000 {
            let used = Set(peers.values.compactMap(\.visit))
            placed = placed.filter { used.contains($0.key) }
        }
        placed[visit.id] = visit.version
        let seated = Dictionary(visit.inRoom.map { ($0.id, $0.seat ?? 0) }, uniquingKeysWith: { first, _ in first })
        var moves: [Move] = []
        for one in visit.participants {
            guard let id = peerOf[one.id], let peer = peers[id], peer.joined else { continue }
            if let seat = seated[one.id] {
                guard peer.seat != seat || peer.visit != visit.id else { continue }
                peers[id]?.visit = visit.id
                peers[id]?.seat = seat
                moves.append(Move(peer: id, room: ID(visit.id.text), seat: seat))
            } else if peer.seat != nil, peer.visit == visit.id {
                peers[id]?.seat = nil
                peers[id]?.sends?.screen = false
                moves.append(Move(peer: id, room: nil, seat: peer.seat ?? 0))
            }
        }
        return moves
    }

    func opened(_ one: ID<Participant>) -> Bool {
        pages[one, default: 0] += 1
        return pages[one] == 1
    }

    func closed(_ one: ID<Participant>) -> Bool {
        guard let count = pages[one] else { return false }
        pages[one] = count > 1 ? count - 1 : nil
        return count == 1
    }

    /// True when so long has passed since the round was last due; the first time at once.
    func isDue(_ round: String, every span: Milliseconds, at now: Instant) -> Bool {
        if let last = rounds[round], now >= last, now - last < span { return false }
        rounds[round] = now
        return true
    }

    /// Sixty refusals of strangers a minute are kept.
    func mayRecordRefusal(at now: Instant) -> Bool {
        if isDue("refusals", every: .minutes(1), at: now) { refusals = 0 }
        refusals += 1
        return refusals <= 60
    }

    /// Thirty-two sign-ins are worked on at once: each takes a fifth of a second, one after the other.
    func beginSignIn() -> Bool {
        guard signIns < 32 else { return false }
        signIns += 1
        return true
    }

    func endSignIn() { signIns -= 1 }

    /// Tests without a visit, oldest first.
    func tests() -> [LivePeer] { peers.values.filter { $0.clinic == nil }.sorted { $0.since < $1.since } }
}
