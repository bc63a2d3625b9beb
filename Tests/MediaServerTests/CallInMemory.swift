import MediaWire

@testable import MediaEngine
@testable import MediaServer

/// A whole call without a socket or a clock: a switchboard, two clients, and a line of each to it.
final class CallInMemory {
    /// One client and what it has heard.
    final class Party {
        let client: ClientPeer
        let outbox = Outbox()
        var address: TransportAddress
        var up: LossyLink
        var down: LossyLink
        /// Frames of sound by their time in units of 20 ms, and when they were heard first.
        var heard: [Int64: Int64] = [:]
        var pictures = 0
        var keyFrames = 0
        var soundTime: UInt32 = 0

        init(_ crypto: OpenSslCryptography, port: UInt16, seed: UInt64) {
            client = ClientPeer(crypto, outbox: outbox, lines: [(.audio, .sendrecv), (.video, .sendrecv)])
            address = TransportAddress(v4: 0x0A00_0001, port: port)
            up = LossyLink(LossyLink.Line(), seed: seed)
            down = LossyLink(LossyLink.Line(), seed: seed &+ 1)
        }
    }

    let board: Switchboard
    let outbox = Outbox()
    let parties: [Party]
    var nowUs: Int64 = 1_000_000
    var news: [MediaNews] = []
    /// What pictures are sent with, in bits per second; nil for none.
    var pictureRate: Double?
    private var soundDueUs: Int64 = 0
    private var pictureDueUs: Int64 = 0
    private var soundCount: UInt32 = 0
    private var pictureCount: UInt32 = 0

    static let server = TransportAddress(v4: 0x7F00_0001, port: 3478)

    init(seed: UInt64) throws {
        let crypto = try OpenSslCryptography()
        let candidate = IceCandidate(host: Self.server, transport: .udp, preference: 65_535)
        board = Switchboard(crypto, candidates: [candidate], outbox: outbox)
        parties = [Party(crypto, port: 1_000, seed: seed), Party(crypto, port: 1_001, seed: seed &+ 100)]
        for (place, party) in parties.enumerated() {
            guard let answer = try board.join("p\(place)", offer: party.client.offer, nowUs: nowUs) else { continue }
            try party.client.accept(answer, nowUs: nowUs)
        }
        // The handshake's own clock is the system's: the line is clean until both have their keys.
        for _ in 0..<400 where parties.contains(where: { $0.client.state != .connected }) { step() }
        for place in parties.indices { board.place("p\(place)", in: "room", seat: place, nowUs: nowUs) }
    }

    /// Five milliseconds of the call.
    func step() {
        nowUs += 5_000
        speak()
        for party in parties {
            party.client.turn(nowUs: nowUs)
            drain(party.outbox) { party.up.send($0, from: party.address, nowUs: nowUs) }
            for (bytes, from) in party.up.arrivals(nowUs: nowUs) {
                var bytes = bytes
                bytes.withUnsafeMutableBytes { board.receive($0, from: from, nowUs: nowUs) }
            }
        }
        board.turn(nowUs: nowUs)
        news += board.takeNews()
        deliver()
    }

    private func deliver() {
        for place in 0..<outbox.count {
            let destination = outbox.destination(place)
            for party in parties where party.address == destination {
                party.down.send(Array(outbox.datagram(place)), from: Self.server, nowUs: nowUs)
            }
        }
        outbox.clear()
        for party in parties {
            for (bytes, _) in party.down.arrivals(nowUs: nowUs) {
                var bytes = bytes
                bytes.withUnsafeMutableBytes { buffer in
                    party.client.receive(buffer, nowUs: nowUs) { hear(party, $0.header, $0.payload) }
                }
            }
        }
    }

    private func drain(_ outbox: Outbox, _ take: ([UInt8]) -> Void) {
        for place in 0..<outbox.count { take(Array(outbox.datagram(place))) }
        outbox.clear()
    }

    private func speak() {
        if nowUs >= soundDueUs {
            soundDueUs = nowUs + 20_000
            soundCount &+= 1
            for party in parties {
                // Eight bytes of the frame's own number, so that the hearer knows which one it was.
                party.client.send(line: 0, marker: false, timestamp: soundCount &* 960) { buffer in
                    for place in 0..<80 {
                        buffer[place] = UInt8(truncatingIfNeeded: soundCount >> UInt32(8 * (place & 3)))
                    }
                    return 80
                }
            }
        }
        guard let pictureRate, nowUs >= pictureDueUs else { return }
        pictureDueUs = nowUs + 33_000
        pictureCount &+= 3_000
        for party in parties { showPicture(party, bytes: Int(pictureRate * 0.033 / 8)) }
    }

    private func showPicture(_ party: Party, bytes: Int) {
        let isKey = party.client.keyFrameIsWanted
        party.client.keyFrameIsWanted = false
        if isKey { party.keyFrames += 1 }
        let pieces = max(1, (bytes + 1_099) / 1_100)
        for piece in 0..<pieces {
            let length = min(1_100, max(20, bytes - piece * 1_100))
            party.client.send(line: 1, marker: piece == pieces - 1, timestamp: pictureCount) { buffer in
                for place in 0..<length { buffer[place] = 0 }
                buffer[0] = piece == 0 ? 0x10 : 0
                // The last bit of the frame's tag: 0 for a key frame (RFC 6386 section 9.1).
                buffer[1] = piece == 0 && isKey ? 0 : 1
                return length
            }
        }
    }

    private func hear(_ party: Party, _ header: RtpHeader, _ payload: UnsafeRawBufferPointer) {
        switch header.payloadType {
        case OfferDraft.Types.opus:
            note(party, payload)
        case OfferDraft.Types.redundancy:
            guard let blocks = RedPayload(payload) else { return }
            for block in blocks { note(party, UnsafeRawBufferPointer(rebasing: payload[block.range])) }
        case OfferDraft.Types.vp8:
            party.pictures += 1
        default:
            return
        }
    }

    private func note(_ party: Party, _ frame: UnsafeRawBufferPointer) {
        guard frame.count >= 4 else { return }
        let number = (0..<4).reduce(Int64(0)) { $0 | Int64(frame[$1]) << Int64(8 * $1) }
        if party.heard[number] == nil { party.heard[number] = nowUs }
    }

    func run(seconds: Double) {
        for _ in 0..<Int(seconds * 200) { step() }
    }

    /// Frames from `first` to `last` that a party never heard, and the longest run of them.
    func missing(_ party: Party, from first: Int64, to last: Int64) -> (share: Double, longest: Int) {
        var (lost, run, longest) = (0, 0, 0)
        for number in first...max(first, last) {
            if party.heard[number] == nil {
                lost += 1
                run += 1
                longest = max(longest, run)
            } else {
                run = 0
            }
        }
        return (Double(lost) / Double(max(1, last - first + 1)), longest)
    }

    /// The number of the last frame spoken.
    var spoken: Int64 { Int64(soundCount) }
}
