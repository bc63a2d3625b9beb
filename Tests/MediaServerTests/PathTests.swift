import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Never alone in silence: a path that is lost is told, one that moves is followed, one that returns carries at once.
@Suite struct PathTests {
    /// Where the network puts a browser next.
    enum Move: CaseIterable {
        case port, address, tcp

        func applied(to address: TransportAddress) -> TransportAddress {
            switch self {
            case .port: TransportAddress(v4: UInt32(address.low), port: address.port + 7_000)
            case .address: TransportAddress(v4: 0xC633_6409, port: address.port)
            case .tcp: address.overTcp
            }
        }
    }

    /// Wi-Fi to mobile, a new port of a NAT, UDP to TCP and back: no new offer, and within a second all is heard.
    @Test(arguments: Move.allCases) func aNewPathIsTakenWithinASecond(_ move: Move) throws {
        let call = try CallInMemory(seed: 31)
        let mover = call.parties[1]
        let former = mover.address
        call.run(seconds: 2)
        for address in [move.applied(to: former), former] {
            mover.address = address
            mover.client.checkPath(nowUs: call.nowUs)
            let moved = call.spoken
            call.run(seconds: 3)
            for party in call.parties {
                #expect(call.missing(party, from: moved + 50, to: call.spoken - 10).share == 0)
            }
        }
        #expect(!call.news.contains(.pathLost(peer: "p1")))
    }

    /// The same over a line of 150 ms each way: some round trips, and still within a second.
    @Test func aNewPathOverALongLine() throws {
        let call = try CallInMemory(seed: 32)
        let mover = call.parties[1]
        mover.up.line.delayUs = 75_000
        mover.down.line.delayUs = 75_000
        call.run(seconds: 2)
        mover.address = Move.address.applied(to: mover.address)
        mover.client.checkPath(nowUs: call.nowUs)
        let moved = call.spoken
        call.run(seconds: 3)
        for party in call.parties {
            #expect(call.missing(party, from: moved + 50, to: call.spoken - 20).share == 0)
        }
    }

    /// A path that is longer by 150 ms each way is no full line: the pictures go on.
    @Test func aLongerPathIsNoQueue() throws {
        let call = try CallInMemory(seed: 38)
        (call.pictureRate, call.heedsBounds) = (400_000, true)
        let mover = call.parties[1]
        call.run(seconds: 6)
        let before = call.parties.map(\.pictures)
        call.run(seconds: 4)
        let usual = zip(call.parties, before).map { $0.pictures - $1 }
        for way in [\CallInMemory.Party.up, \CallInMemory.Party.down] { mover[keyPath: way].line.delayUs += 150_000 }
        mover.address = Move.address.applied(to: mover.address)
        mover.client.checkPath(nowUs: call.nowUs)
        call.run(seconds: 2)
        let settled = call.parties.map(\.pictures)
        call.run(seconds: 4)
        for (place, party) in call.parties.enumerated() {
            #expect(Double(party.pictures - settled[place]) > 0.9 * Double(usual[place]), "party \(place)")
        }
        #expect(!call.news.contains(.picturePaused(peer: "p1")))
    }

    /// A way up that was narrow is not known to be so on another path: the page is told to try its picture.
    @Test func anotherPathIsTriedByThePictureAtOnce() throws {
        let call = try CallInMemory(seed: 41)
        (call.pictureRate, call.heedsBounds) = (500_000, true)
        let mover = call.parties[1]
        call.run(seconds: 5)
        mover.up.line = LossyLink.Line(rate: 60_000, queueUs: 500_000)
        call.run(seconds: 1)
        call.pictureRate = nil
        call.run(seconds: 1)
        #expect(!call.news.contains(.upWidened(peer: "p1")))
        mover.up.line = LossyLink.Line()
        mover.address = Move.address.applied(to: mover.address)
        mover.client.checkPath(nowUs: call.nowUs)
        call.run(seconds: 0.5)
        #expect(call.news.contains(.upWidened(peer: "p1")))
    }

    /// New credentials on both sides and a new address; the old ones are worth nothing afterwards.
    @Test func anIceRestartTakesANewPath() throws {
        let call = try CallInMemory(seed: 33)
        let mover = call.parties[1]
        call.run(seconds: 2)
        let former = mover.client.remote
        let answer = try #require(
            try call.board.restart("p1", Offer(mover.client.restart()), nowUs: call.nowUs))
        mover.address = Move.address.applied(to: mover.address)
        try mover.client.acceptRestart(answer, nowUs: call.nowUs)
        #expect(mover.client.remote != former)
        let moved = call.spoken
        call.run(seconds: 3)
        for party in call.parties {
            #expect(call.missing(party, from: moved + 50, to: call.spoken - 10).share == 0)
        }
        // Another certificate is another transport: no restart brings it in.
        let stranger = try ClientPeer(OpenSslCryptography(), outbox: Outbox(), lines: [(.audio, .sendrecv)])
        #expect(throws: OfferRefusal.noFingerprint) {
            try call.board.restart("p1", Offer(stranger.offer), nowUs: call.nowUs)
        }
    }

    /// Chromium checks from its new ports with our former description until the answer is there, and keeps what it has
    /// found that way: of the new description on its side, of the former one on ours. The voice must not end when the
    /// consent given before the restart does.
    @Test(arguments: [0.05, 3.0]) func aRestartWhoseAnswerIsLate(_ seconds: Double) throws {
        let call = try CallInMemory(seed: 37)
        let mover = call.parties[1]
        call.run(seconds: 2)
        let offer = mover.client.restart()
        mover.address = Move.port.applied(to: mover.address)
        mover.client.checkPath(nowUs: call.nowUs)
        call.run(seconds: seconds)
        _ = try #require(try call.board.restart("p1", Offer(offer), nowUs: call.nowUs))
        call.run(seconds: 1.5)
        let settled = call.spoken
        call.run(seconds: 15)
        for party in call.parties {
            #expect(call.missing(party, from: settled, to: call.spoken - 10).share == 0)
        }
        #expect(!call.news.contains(.pathLost(peer: "p1")))
    }

    /// A connection over TCP that ends: the other address is asked at once, and nothing waits for the browser.
    @Test func aConnectionThatEndsGivesWayToAnotherAddress() throws {
        let call = try CallInMemory(seed: 34)
        let mover = call.parties[1]
        let udp = mover.address
        call.run(seconds: 2)
        mover.address = udp.overTcp
        mover.client.checkPath(nowUs: call.nowUs)
        call.run(seconds: 2)
        mover.address = udp
        // The other path may be longer by far, and is no full line for it.
        for way in [\CallInMemory.Party.up, \CallInMemory.Party.down] { mover[keyPath: way].line.delayUs += 150_000 }
        call.board.lose(udp.overTcp, nowUs: call.nowUs)
        #expect(!call.board.knows(udp.overTcp) && call.board.knows(udp))
        let moved = call.spoken
        call.run(seconds: 2)
        for party in call.parties {
            #expect(call.missing(party, from: moved + 25, to: call.spoken - 10).share == 0)
        }
        let voice = try #require(call.board.peers[1]?.stream(.microphone))
        #expect(voice.reception.transit.waitUs < 100_000)
        // The only address of somebody gone as well: nothing is sent anywhere, and it is no fault.
        call.board.lose(udp, nowUs: call.nowUs)
        call.parties[1].up.line.loss = 0.999_999
        call.run(seconds: 2)
        #expect(call.news.contains(.pathLost(peer: "p1")))
    }

    /// Where voice came a moment ago, silence is told after 1.4 s, so that it is shown within two.
    @Test func theLossOfACallsPathIsToldInTime() throws {
        let call = try CallInMemory(seed: 35)
        call.run(seconds: 2)
        for way in [\CallInMemory.Party.up, \CallInMemory.Party.down] {
            call.parties[1][keyPath: way].line.loss = 0.999_999
        }
        call.run(seconds: 1.3)
        #expect(!call.news.contains(.pathLost(peer: "p1")))
        call.run(seconds: 0.3)
        #expect(call.news.contains(.pathLost(peer: "p1")))
        #expect(!call.news.contains(.pathLost(peer: "p0")))
    }

    /// Consent runs out in ten seconds without a line (RFC 7675). It is asked for anew as soon as the browser is heard,
    /// whenever that is, and the browser hears the others a tenth of a second after the line's return.
    @Test(arguments: [10.0, 10.1, 10.2, 10.3, 10.4]) func theVoiceIsBackAtOnce(_ seconds: Double) throws {
        let call = try CallInMemory(seed: 39)
        let away = call.parties[1]
        call.run(seconds: 3)
        for loss in [0.999_999, 0] {
            away.up.line.loss = loss
            away.down.line.loss = loss
            if loss > 0 { call.run(seconds: seconds) }
        }
        let back = call.spoken
        call.run(seconds: 1)
        #expect(call.missing(away, from: back + 5, to: call.spoken - 5).share == 0)
    }

    /// Half a minute without a line, and a new address behind it: the voice is back within two seconds of the line.
    @Test(arguments: [false, true]) func theVoiceIsBackAfterAnOutage(_ moves: Bool) throws {
        let call = try CallInMemory(seed: 36)
        call.pictureRate = 300_000
        let mover = call.parties[1]
        call.run(seconds: 3)
        mover.up.line.loss = 0.999_999
        mover.down.line.loss = 0.999_999
        call.run(seconds: 30)
        mover.up.line.loss = 0
        mover.down.line.loss = 0
        if moves {
            mover.address = Move.address.applied(to: mover.address)
            mover.client.checkPath(nowUs: call.nowUs)
        }
        let back = call.spoken
        let pictures = call.parties.map(\.pictures)
        call.run(seconds: 4)
        #expect(call.news.contains(.pathBack(peer: "p1")))
        for (party, before) in zip(call.parties, pictures) {
            #expect(call.missing(party, from: back + 100, to: call.spoken - 10).share == 0)
            #expect(party.pictures > before + 30)
        }
    }
}

/// Whoever does not have the certificate that was named in the description is nobody (RFC 8122).
@Suite struct FingerprintTests {
    private func handshake(
        changing offer: (String) -> String, _ answer: (String) -> String
    ) throws -> (client: ClientPeer, news: [MediaNews], packets: Int, board: Switchboard) {
        let crypto = try OpenSslCryptography()
        let board = Switchboard(
            crypto, candidates: [IceCandidate(host: CallInMemory.server, transport: .udp, preference: 1)],
            outbox: Outbox())
        let outbox = Outbox()
        let client = ClientPeer(crypto, outbox: outbox, lines: [(.audio, .sendrecv)])
        let address = TransportAddress(v4: 0x0A00_0001, port: 9)
        var nowUs: Int64 = 1_000_000
        var packets = 0
        let answered = try #require(try board.join("p", offer: offer(client.offer), nowUs: nowUs))
        try client.accept(answer(answered), nowUs: nowUs)
        for _ in 0..<400 {
            nowUs += 5_000
            client.turn(nowUs: nowUs)
            client.send(line: 0, marker: false, timestamp: 1) { _ in 40 }
            for place in 0..<outbox.count { board.receive(outbox.datagram(place), from: address, nowUs: nowUs) }
            outbox.clear()
            board.turn(nowUs: nowUs)
            for place in 0..<board.outbox.count {
                client.receive(board.outbox.datagram(place), nowUs: nowUs) { _ in packets += 1 }
            }
            board.outbox.clear()
        }
        return (client, board.takeNews(), packets, board)
    }

    /// A fingerprint of nobody's certificate.
    private func forged(_ text: String) -> String {
        text.replacing(/sha-256 [0-9A-F:]+/, with: "sha-256 " + Array(repeating: "5A", count: 32).joined(separator: ":"))
    }

    @Test func theRightOneIsTaken() throws {
        let (client, news, _, board) = try handshake(changing: { $0 }, { $0 })
        #expect(client.state == .connected && news.contains(.connected(peer: "p")))
        #expect(board.counters().handshakes == 1 && board.counters().fingerprintsWrong == 0)
    }

    @Test func aBrowserWithAnotherCertificateIsRefused() throws {
        let (client, news, packets, board) = try handshake(changing: forged, { $0 })
        #expect(!news.contains(.connected(peer: "p")) && news.contains(.gone(peer: "p")))
        #expect(client.state != .connected || packets == 0)
        // Counted as what it was, and nothing of it is kept.
        let counters = board.counters()
        #expect(counters.fingerprintsWrong == 1 && counters.handshakesFailed == 0 && counters.handshakes == 0)
        #expect(counters.connected == 0 && counters.connecting == 0 && counters.packetsUp == 0)
        #expect(board.count == 0 && board.addresses.isEmpty && board.fragments.isEmpty)
    }

    @Test func aServerWithAnotherCertificateIsRefused() throws {
        let (client, _, packets, _) = try handshake(changing: { $0 }, forged)
        #expect(client.state == .gone && packets == 0)
    }
}
