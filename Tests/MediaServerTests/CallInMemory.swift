import MediaWire

@testable import MediaEngine
@testable import MediaServer

/// A whole call without a socket or a clock: a switchboard, its clients, and a line of each to it. Time goes from one
/// arrival to the next, so that each is dealt with at its own moment.
final class CallInMemory {
    let board: Switchboard
    let outbox = Outbox()
    let parties: [Party]
    var nowUs: Int64 = 1_000_000
    var news: [MediaNews] = []
    /// What pictures are sent with, in bits per second; nil for none.
    var pictureRate: Double?
    /// Whether nobody has a microphone, or all are on hold.
    var isSilent = false
    /// Whether pictures keep to what the server allows, as browsers do.
    var heedsBounds = false
    /// How much larger than others key frames are.
    var keyFrameScale = 1
    /// The names of the layers in which pictures are sent; with them the smaller takes at most `smallRate`.
    let layers: [String]
    static let smallRate = 120_000.0
    /// A shared screen's place among the layers of its sharer.
    static let screenMark = 9
    private var soundDueUs: Int64 = 0
    private var pictureDueUs: Int64 = 0
    private var soundCount: UInt32 = 0

    static let server = TransportAddress(v4: 0x7F00_0001, port: 3478)
    static let frameUs: Int64 = 20_000
    private static let soundLength = 80

    /// - Parameters:
    ///   - crypto: OpenSSL where none is given; the cheap one of a seed makes calls quick and the same to the last byte.
    ///   - repairs: Whether the clients ask for lost packets again, and send again what they are asked for.
    ///   - offering: What the first makes of its offer, where it is another browser than the others.
    ///   - screens: Whether there is a line for a shared screen; not together with layers.
    init(
        seed: UInt64, crypto given: (any Cryptography)? = nil, repairs: Bool = false, people: Int = 2,
        layers: [String] = [], screens: Bool = false, offering: (String) -> String = { $0 }
    ) throws {
        self.layers = layers
        let crypto = try given ?? OpenSslCryptography()
        let candidate = IceCandidate(host: Self.server, transport: .udp, preference: 65_535)
        board = Switchboard(crypto, candidates: [candidate], outbox: outbox)
        parties = (0..<people).map {
            Party(
                crypto, $0, people: people, layers: layers, seed: seed &* 1_000 &+ 100 * UInt64($0), repairs: repairs,
                screens: screens)
        }
        for (place, party) in parties.enumerated() {
            let offer = place == 0 ? offering(party.client.offer) : party.client.offer
            guard let answer = try board.join("p\(place)", offer: offer, nowUs: nowUs) else { continue }
            try party.client.accept(answer, nowUs: nowUs)
        }
        // The handshake's own clock is the system's: the line is clean until both have their keys.
        for _ in 0..<400 where parties.contains(where: { $0.client.state != .connected }) { step() }
        for place in parties.indices { board.place("p\(place)", in: "room", seat: place, nowUs: nowUs) }
    }

    /// Slots and streams hold each other until their peer has left: thousands of calls would keep gigabytes.
    deinit { board.leaveAll(nowUs: nowUs) }

    /// Five milliseconds of the call.
    func step() {
        let endUs = nowUs + 5_000
        while arrive(before: endUs) {}
        nowUs = endUs
        speak()
        for party in parties {
            party.client.turn(nowUs: nowUs)
            if let ssrc = party.decoder.ssrc, party.decoder.show(nowUs: nowUs) { party.client.askKeyFrame(ssrc) }
            sendUp(party)
        }
        board.turn(nowUs: nowUs)
        news += board.takeNews()
        sendDown()
    }

    /// Lets the next datagram arrive; false when there is none before `endUs`.
    private func arrive(before endUs: Int64) -> Bool {
        var (earliest, isUp) = (endUs, true)
        var next: Party?
        for party in parties {
            if party.up.nextUs < earliest { (earliest, isUp, next) = (party.up.nextUs, true, party) }
            if party.down.nextUs < earliest { (earliest, isUp, next) = (party.down.nextUs, false, party) }
        }
        guard let party = next, let flight = isUp ? party.up.takeNext() : party.down.takeNext() else { return false }
        nowUs = max(nowUs, flight.atUs)
        var bytes = flight.bytes
        bytes.withUnsafeMutableBytes { buffer in
            if isUp {
                board.receive(buffer, from: flight.from, nowUs: nowUs)
            } else {
                party.client.receive(buffer, nowUs: nowUs) { hear(party, $0.header, $0.payload) }
            }
        }
        if isUp { sendDown() } else { sendUp(party) }
        return true
    }

    private func sendUp(_ party: Party) {
        for place in 0..<party.outbox.count {
            party.up.send(Array(party.outbox.datagram(place)), from: party.address, nowUs: nowUs)
        }
        party.outbox.clear()
    }

    private func sendDown() {
        for place in 0..<outbox.count {
            let destination = outbox.destination(place)
            for party in parties where party.address == destination {
                let datagram = Array(outbox.datagram(place))
                party.noteTold(datagram, nowUs: nowUs)
                party.down.send(datagram, from: Self.server, nowUs: nowUs)
            }
        }
        outbox.clear()
    }

    private func speak() {
        if nowUs >= soundDueUs {
            soundDueUs = nowUs + Self.frameUs
            soundCount &+= 1
            if !isSilent { parties.forEach(sendSound) }
        }
        guard let pictureRate, nowUs >= pictureDueUs else { return }
        pictureDueUs = nowUs + 33_000
        for party in parties {
            var rate = pictureRate
            // The bound is for all that a browser sends; its voice takes some of it.
            if heedsBounds, let bound = party.client.boundBps { rate = min(rate, max(30_000, Double(bound) - 60_000)) }
            let isKey = party.client.keyFrameIsWanted
            party.client.keyFrameIsWanted = false
            if isKey { party.keyFrames += 1 }
            for (layer, rate) in rates(of: party, upTo: rate).enumerated() where rate > 0 {
                showPicture(party, layer: layer, isKey: isKey, bytes: Int(rate * 0.033 / 8))
            }
            if let rate = party.shares {
                showPicture(party, line: 2, layer: Self.screenMark, isKey: isKey, bytes: Int(rate * 0.033 / 8))
            }
        }
    }

    private func sendSound(_ party: Party) {
        let older = min(party.redundantFrames, Int(soundCount) - 1)
        party.client.send(
            line: 0, marker: false, timestamp: soundCount &* 960,
            payloadType: older > 0 ? OfferDraft.Types.redundancy : nil
        ) { buffer in
            guard older > 0 else {
                Self.frame(soundCount).copyBytes(to: buffer)
                return Self.soundLength
            }
            var writer = ByteWriter(buffer)
            for age in (1...older).reversed() {
                writer.u8(0x80 | OfferDraft.Types.opus.value)
                writer.u24(UInt32(age * 960) << 10 | UInt32(Self.soundLength))
            }
            writer.u8(OfferDraft.Types.opus.value)
            for age in (0...older).reversed() {
                Self.frame(soundCount &- UInt32(age)).withUnsafeBytes { writer.copy($0) }
            }
            return writer.count
        }
    }

    /// A frame's bytes: what Opus says first of one frame of 20 ms, and then its own number again and again, so that the
    /// hearer knows which one it was, and that it is whole.
    private static func frame(_ number: UInt32) -> [UInt8] {
        var words = [UInt32](repeating: number.littleEndian, count: soundLength / 4)
        words[0] = 0x78
        return words.withUnsafeBytes { Array($0) }
    }

    /// As a browser shares out what it is allowed: the smaller layer first, a larger one from 150 kbit/s on.
    private func rates(of party: Party, upTo most: Double) -> [Double] {
        guard layers.count > 1 else { return [most] }
        let allowed = min(most, party.client.boundBps.map { Double($0) - 60_000 } ?? most)
        let small = min(Self.smallRate, allowed)
        return [small, allowed - small > 150_000 ? allowed - small : 0]
    }

    private func showPicture(_ party: Party, line: Int = 1, layer: Int, isKey: Bool, bytes: Int) {
        let bytes = isKey ? bytes * keyFrameScale : bytes
        let pieces = max(1, (bytes + 1_099) / 1_100)
        for piece in 0..<pieces {
            let length = min(1_100, max(20, bytes - piece * 1_100))
            // Each layer's time has a beginning of its own, as a browser's have.
            let timestamp = UInt32(truncatingIfNeeded: nowUs * 90 / 1_000) &+ UInt32(layer) &* 1_000_000
            party.client.send(line: line, layer: layer, marker: piece == pieces - 1, timestamp: timestamp) { buffer in
                for place in 0..<length { buffer[place] = 0 }
                (buffer[2], buffer[3]) = (UInt8(layer), UInt8(party.number))
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
            for frame in OpusFrames.of(payload) { note(party, frame) }
        case OfferDraft.Types.redundancy:
            guard let blocks = RedPayload(payload) else { return }
            for block in blocks { note(party, Array(payload[block.range])) }
        case OfferDraft.Types.vp8:
            party.pictures += 1
            party.decoder.take(header.sequence, header.ssrc, payload, marker: header.marker)
            party.screen.note(header, payload, nowUs: nowUs)
        case OfferDraft.Types.vp8Repair:
            guard payload.count > 2, let primary = party.client.repaired[header.ssrc] else { return }
            let sequence = SequenceNumber(UInt16(payload[0]) << 8 | UInt16(payload[1]))
            let original = UnsafeRawBufferPointer(rebasing: payload[2...])
            party.decoder.take(sequence, primary, original, marker: header.marker)
        default:
            return
        }
    }

    private func note(_ party: Party, _ frame: [UInt8]) {
        guard frame.count == Self.soundLength else {
            party.spoilt += 1
            return
        }
        let number = frame.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) }
        if !frame.elementsEqual(Self.frame(number)) { party.spoilt += 1 }
        if party.heard[Int64(number)] == nil { party.heard[Int64(number)] = nowUs }
    }

    func run(seconds: Double) {
        for _ in 0..<Int(seconds * 200) { step() }
    }

    /// Frames from `first` to `last` that a party never heard, or not within `latestUs` of the first of them that it
    /// could have heard; and the longest run of them.
    func missing(
        _ party: Party, from first: Int64, to last: Int64, latestUs: Int64 = .max
    ) -> (share: Double, longest: Int) {
        // All frames are spoken at a steady pace: the quickest one tells what the way takes at least.
        let numbers = first...max(first, last)
        let quickest = numbers.compactMap { number in party.heard[number].map { $0 - number * Self.frameUs } }.min() ?? 0
        var (lost, run, longest) = (0, 0, 0)
        for number in numbers {
            if let atUs = party.heard[number], atUs - number * Self.frameUs - quickest <= latestUs {
                run = 0
                continue
            }
            lost += 1
            run += 1
            longest = max(longest, run)
        }
        return (Double(lost) / Double(max(1, last - first + 1)), longest)
    }

    /// The number of the last frame spoken.
    var spoken: Int64 { Int64(soundCount) }
}
