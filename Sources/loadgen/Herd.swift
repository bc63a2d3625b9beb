import CNetwork
import MediaEngine
import MediaServer
import MediaWire

/// All headless peers of one thread, their sockets, and what they have counted.
final class Herd {
    private let crypto: OpenSslCryptography
    private let outbox = Outbox(capacity: 64)
    private let epoll: Int32
    private let receiver: OpaquePointer
    private let sender: OpaquePointer
    private let rates: Rates
    private(set) var participants: [Int: Participant] = [:]
    /// The same, in an order that can be walked without hashing.
    private var walk: [Participant] = []
    private var nextNumber = 1
    private var turnDueUs: Int64 = 0

    /// While true, delays are noted.
    var isMeasuring = false
    /// Packets that are to arrive, each as often as there are others in its room, and those that did.
    private(set) var sent = 0
    private(set) var received = 0
    /// Milliseconds from sending to arrival.
    private(set) var delaysMs: [Double] = []
    /// The same of sound alone, and how many packets of it were sent.
    private(set) var soundDelaysMs: [Double] = []
    private(set) var soundSent = 0

    private static let batch: Int32 = 64
    private static let turnEveryUs: Int64 = 10_000
    /// Under load many are read with one wake-up, or this thread would be full long before the server's. When each
    /// came is the system's word, so reading late adds nothing to the delays.
    private static let restUs: Int64 = 1_000
    /// With fewer datagrams of one turn there is no load, and what comes is answered at once.
    private static let isLoad = 8
    private var taken = 0

    init(watching event: Int32, sending rates: Rates) throws {
        self.rates = rates
        crypto = try OpenSslCryptography()
        epoll = venterum_make_epoll()
        guard epoll >= 0, venterum_watch(epoll, event, EPOLLIN.rawValue, 0, 1) == 0,
            let receiver = venterum_receiver_make(Self.batch, 2_048), let sender = venterum_sender_make(64),
            venterum_receiver_wants_stamps(receiver) == 0
        else { throw LoadFailure("no epoll, or no memory for buffers") }
        self.receiver = receiver
        self.sender = sender
        delaysMs.reserveCapacity(1 << 21)
    }

    deinit {
        venterum_close(epoll)
        venterum_receiver_free(receiver)
        venterum_sender_free(sender)
    }

    /// Makes a peer with a socket; answers its number and its offer.
    func add() throws -> (number: Int, offer: String) {
        var anywhere = venterum_address()
        var port: UInt16 = 0
        let descriptor = venterum_open_udp(&anywhere, &port)
        guard descriptor >= 0, venterum_stamp_arrivals(descriptor) == 0 else {
            throw LoadFailure("no socket: error \(-descriptor); see `ulimit -n`")
        }
        let peer = ClientPeer(crypto, outbox: outbox, lines: Participant.lines)
        let number = nextNumber
        nextNumber += 1
        let participant = Participant(peer: peer, descriptor: descriptor, sending: rates)
        participants[number] = participant
        walk.append(participant)
        guard venterum_watch(epoll, descriptor, EPOLLIN.rawValue, UInt64(number), 1) == 0 else {
            throw LoadFailure("no room in epoll")
        }
        return (number, peer.offer)
    }

    /// Takes the server's answer; `whenConnected` says how it ended.
    func accept(_ number: Int, _ answer: String, _ whenConnected: @escaping @Sendable (Bool) -> Void) {
        guard let participant = participants[number] else { return whenConnected(false) }
        participant.whenConnected = whenConnected
        do { try participant.peer.accept(answer, nowUs: venterum_now_us()) } catch {
            participant.peer.leave()
        }
        settle(participant)
    }

    /// Ends a peer.
    func remove(_ number: Int) {
        guard let participant = participants.removeValue(forKey: number) else { return }
        participant.peer.leave()
        flush(participant)
        walk.removeAll { $0 === participant }
    }

    /// Forgets what has been counted.
    func beginMeasuring() {
        (sent, received, soundSent) = (0, 0, 0)
        soundDelaysMs.removeAll(keepingCapacity: true)
        delaysMs.removeAll(keepingCapacity: true)
        isMeasuring = true
    }

    /// One turn of the thread's loop: waits for datagrams or the next sending, at most a few milliseconds.
    func turn() {
        if taken >= Self.isLoad { venterum_rest(Self.restUs) }
        taken = 0
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 256) { events in
            let ready = venterum_wait(epoll, events.baseAddress, 256, 1_000)
            for place in 0..<max(0, Int(ready)) {
                let number = Int(truncatingIfNeeded: events[place].data.u64)
                if let participant = participants[number] { receive(participant) }
            }
        }
        let nowUs = venterum_now_us()
        let isTurn = nowUs >= turnDueUs
        if isTurn { turnDueUs = nowUs + Self.turnEveryUs }
        for participant in walk {
            if isTurn { participant.peer.turn(nowUs: nowUs) }
            let spoken = participant.soundCount
            let count = participant.sendDue(nowUs: nowUs)
            if isMeasuring {
                sent += count * participant.hearers
                soundSent += Int(participant.soundCount &- spoken) * participant.hearers
            }
            if isTurn || count > 0 { settle(participant) }
        }
    }

    private func receive(_ participant: Participant) {
        let count = venterum_receive(receiver, participant.descriptor)
        guard count > 0 else { return }
        taken += Int(count)
        let nowUs = venterum_now_us()
        for place in 0..<count {
            var length: Int32 = 0
            let stampedUs = venterum_arrived_us(receiver, place)
            let cameUs = stampedUs > 0 ? stampedUs : nowUs
            var from = venterum_address()
            guard let bytes = venterum_received(receiver, place, &length, &from), length > 0 else { continue }
            let datagram = UnsafeMutableRawBufferPointer(start: bytes, count: Int(length))
            participant.peer.receive(datagram, nowUs: nowUs) { arrival in
                let isVoice = arrival.header.payloadType == OfferDraft.Types.opus
                if isVoice { participant.noteVoice(arrival.header.ssrc, cameUs: cameUs) }
                if let heard = participant.whenHeard {
                    participant.whenHeard = nil
                    heard(cameUs)
                }
                // Filling and repairs were not counted as sent.
                guard isMeasuring, arrival.header.payloadType != OfferDraft.Types.vp8Repair else { return }
                received += 1
                guard delaysMs.count < delaysMs.capacity, let stamp = Participant.stamp(in: arrival.payload)
                else { return }
                delaysMs.append(Double(cameUs - stamp) / 1_000)
                guard isVoice else { return }
                soundDelaysMs.append(Double(cameUs - stamp) / 1_000)
            }
        }
        settle(participant)
    }

    /// Sends what a peer has to say, and tells those who wait for it.
    private func settle(_ participant: Participant) {
        flush(participant)
        guard let tell = participant.whenConnected else { return }
        switch participant.peer.state {
        case .connected: tell(true)
        case .gone: tell(false)
        case .offering, .checking, .handshaking: return
        }
        participant.whenConnected = nil
    }

    private func flush(_ participant: Participant) {
        guard outbox.count > 0 else { return }
        venterum_sender_begin(sender)
        for place in 0..<outbox.count {
            let to = outbox.destination(place)
            var plain = venterum_address(high: to.high, low: to.low, port: to.port, is_v6: to.isV6 ? 1 : 0)
            let bytes = outbox.datagram(place)
            venterum_sender_add(
                sender, bytes.baseAddress, Int32(truncatingIfNeeded: bytes.count), &plain, place == 0 ? 0 : 1)
        }
        _ = venterum_sender_flush(sender, participant.descriptor, 0)
        outbox.clear()
    }
}
