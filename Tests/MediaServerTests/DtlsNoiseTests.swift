import Glibc
import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// What others throw in between the flights of a handshake: RFC 6347 section 4.1.2.7 has invalid records discarded.
@Suite struct DtlsNoiseTests {
    private typealias Content = DtlsForger.Content
    private typealias Message = DtlsForger.Message

    private static func give(_ datagram: [UInt8], to session: any DtlsSession) {
        datagram.withUnsafeBytes { session.receive($0) }
    }

    /// Takes all that one side wants to say to the other; gives the content types of it.
    private static func carry(_ from: any DtlsSession, to: any DtlsSession, twice: Bool = false) -> [UInt8] {
        var types: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 2_000)
        while let length = bytes.withUnsafeMutableBytes({ from.nextDatagram(into: $0) }) {
            let datagram = Array(bytes[..<length])
            types += DtlsForger.types(in: datagram)
            for _ in 0..<(twice ? 2 : 1) { give(datagram, to: to) }
        }
        return types
    }

    /// Waits for the moment at which a flight is repeated, and has it repeated. OpenSSL's clock is the system's: where it runs
    /// out on a busy machine while a datagram is given, that datagram is lost, as any may be.
    private static func repeatFlight(_ session: any DtlsSession) {
        while let left = session.timeoutUs, left > 0 { sched_yield() }
        session.handleTimeout()
    }

    /// Carries flights until both sides are through; gives the content types of all.
    private static func finish(
        _ client: any DtlsSession, _ server: any DtlsSession, twice: Bool = false, beforeEach: () -> Void = {}
    ) -> [UInt8] {
        var said: [UInt8] = []
        for _ in 0..<50 where client.state != .established || server.state != .established {
            let before = said.count
            for (from, to) in [(client, server), (server, client)] {
                beforeEach()
                said += carry(from, to: to, twice: twice)
            }
            if said.count == before { [client, server].forEach(repeatFlight) }
        }
        return said
    }

    private static func pair(_ crypto: OpenSslCryptography) throws -> (client: any DtlsSession, server: any DtlsSession) {
        (try #require(crypto.makeDtls(.client)), try #require(crypto.makeDtls(.server)))
    }

    /// Records that are taken for genuine as long as there are no keys: each ends a handshake under way, as the server's
    /// state tells.
    private static let deadly: [(what: String, record: [UInt8], state: DtlsState)] = [
        ("a fatal alert", DtlsForger.record(Content.alert, number: 20, [2, 40]), .failed),
        ("a goodbye", DtlsForger.record(Content.alert, number: 21, [1, 0]), .closed),
        ("half an alert", DtlsForger.record(Content.alert, number: 22, [1]), .failed),
        ("data", DtlsForger.record(Content.data, number: 23, [1, 2, 3, 4]), .failed),
        ("a type that nobody knows", DtlsForger.record(Content.nobodys, number: 24, [1, 2, 3, 4]), .failed),
        ("a part of a message's header", DtlsForger.record(Content.handshake, number: 25, [0, 0, 0, 0]), .failed),
        (
            "the next message with other contents",
            DtlsForger.record(
                Content.handshake, number: 26,
                DtlsForger.message(Message.certificate, place: 1, [UInt8](repeating: 0x5A, count: 100))), .failed
        ),
        (
            "a hello that is no hello",
            DtlsForger.record(
                Content.handshake, number: 27,
                DtlsForger.message(Message.clientHello, place: 1, [UInt8](repeating: 0x5A, count: 60))), .failed
        ),
        // All genuine ones are too old then, however often they are repeated.
        (
            "a number far ahead",
            DtlsForger.record(
                Content.handshake, number: 1 << 40,
                DtlsForger.message(Message.certificate, place: 70, [UInt8](repeating: 0x5A, count: 20))), .handshaking
        ),
    ]

    /// A hundred forged datagrams and more, before each flight and behind it, to both sides; every other time each genuine
    /// one comes twice as well.
    @Test func noiseNeitherTrapsNorEndsAHandshake() async throws {
        try await Seeds.hold(100) { seed in
            let (client, server) = try Self.pair(OpenSslCryptography())
            var forgers = [DtlsForger(seed: 2 * seed), DtlsForger(seed: 2 * seed + 1)]
            let noise = { (forgers: inout [DtlsForger]) in
                for _ in 0..<15 {
                    Self.give(forgers[0].noise(), to: client)
                    Self.give(forgers[1].noise(), to: server)
                }
            }
            client.start()
            var flights = 0
            var said = Self.finish(client, server, twice: seed % 2 == 0) {
                flights += 1
                if flights <= 8 { noise(&forgers) }
            }
            guard client.state == .established, server.state == .established else {
                return "the client is \(client.state), the server \(server.state)"
            }
            guard let keys = server.keys(), keys == client.keys() else { return "no keys, or two" }
            // With keys nothing is taken that does not have them, and the goodbye is heard behind it all.
            noise(&forgers)
            for forged in Self.deadly {
                Self.give(forged.record, to: client)
                Self.give(forged.record, to: server)
            }
            guard client.state == .established, server.state == .established else { return "ended afterwards" }
            said += Self.carry(client, to: server) + Self.carry(server, to: client)
            if said.contains(Content.alert) { return "an alert was sent" }
            client.close()
            _ = Self.carry(client, to: server)
            return server.state == .closed ? nil : "the goodbye was not heard"
        }
    }

    /// Before there are keys a record is as good as its form. A forged message that fits shows only in the last of a
    /// handshake, which is over all of them (RFC 5246 section 7.4.9), so that nothing can be done about it. Alerts, data
    /// and numbers far ahead could be ignored: OpenSSL does not, and ends. What saves the others' handshakes is that DTLS
    /// is taken from an address alone that has passed a check: the next test.
    @Test func whatLooksGenuineEndsAHandshake() throws {
        let crypto = try OpenSslCryptography()
        for forged in Self.deadly {
            let (client, server) = try Self.pair(crypto)
            client.start()
            _ = Self.carry(client, to: server)
            _ = Self.carry(server, to: client)
            #expect(server.state == .handshaking, "\(forged.what)")
            Self.give(forged.record, to: server)
            for _ in 0..<4 {
                _ = Self.carry(client, to: server)
                _ = Self.carry(server, to: client)
            }
            #expect(server.state == forged.state, "\(forged.what)")
        }
    }

    /// What is shorter than what its cipher adds was encrypted by nobody, and is dropped like all that comes without the
    /// keys. OpenSSL 3.0 left alone does not drop it: it answers with a fatal alert of its own, under the true keys, which
    /// ends the call in the browser, and it hears no goodbye afterwards.
    @Test(arguments: [false, true], [Wrapping?.none, .anotherVersion, .firstVersion, .tooLong])
    func whatIsTooShortToBeEncryptedIsNotAnswered(_ isEstablished: Bool, _ wrapping: Wrapping?) throws {
        let crypto = try OpenSslCryptography()
        for length in 1..<DtlsForger.sealing {
            let (client, server) = try Self.pair(crypto)
            let short = DtlsForger.record(Content.alert, epoch: 1, number: 40, [UInt8](repeating: 0, count: length))
            let forged = wrapping?.wrap(short) ?? short
            client.start()
            _ = Self.carry(client, to: server)
            var said = Self.carry(server, to: client)
            if !isEstablished { Self.give(forged, to: server) }
            said += Self.finish(client, server)
            #expect(client.state == .established && server.state == .established, "\(length) bytes")
            if isEstablished { Self.give(forged, to: server) }
            said += Self.carry(server, to: client)
            #expect(!said.contains(Content.alert), "\(length) bytes")
            client.close()
            _ = Self.carry(client, to: server)
            #expect(server.state == .closed, "\(length) bytes")
        }
    }

    /// Records of which OpenSSL drops the header alone, and reads what they hold as the next one.
    enum Wrapping {
        case anotherVersion, firstVersion, tooLong

        func wrap(_ record: [UInt8]) -> [UInt8] {
            let version: UInt64 = self == .anotherVersion ? 0x0101 : self == .firstVersion ? 0xFEFF : 0xFEFD
            var wrapped = DtlsForger.record(Content.handshake, version: version, number: 41, record)
            if self == .tooLong { (wrapped[11], wrapped[12]) = (0xFF, 0xFF) }
            return wrapped
        }
    }

    /// Whoever has not passed a check is not heard, whatever it is that he throws in.
    @Test func aStrangersRecordsEndNothing() throws {
        let crypto = try OpenSslCryptography()
        let candidate = IceCandidate(host: CallInMemory.server, transport: .udp, preference: 1)
        let (outbox, toClient) = (Outbox(), Outbox())
        let board = Switchboard(crypto, candidates: [candidate], outbox: toClient)
        let client = ClientPeer(crypto, outbox: outbox, lines: [(.audio, .sendrecv)])
        let address = TransportAddress(v4: 0x0A00_0001, port: 9)
        // The same host through the same NAT, for all that can be seen of it.
        let stranger = TransportAddress(v4: 0x0A00_0001, port: 10)
        var nowUs: Int64 = 1_000_000
        let answer = try #require(try board.join("p", offer: client.offer, nowUs: nowUs))
        try client.accept(answer, nowUs: nowUs)
        var thrown: UInt64 = 0
        for _ in 0..<400 where client.state != .connected {
            nowUs += 5_000
            client.turn(nowUs: nowUs)
            for place in 0..<outbox.count {
                for forged in Self.deadly {
                    var record = forged.record
                    record.withUnsafeMutableBytes { board.receive($0, from: stranger, nowUs: nowUs) }
                    thrown += 1
                }
                board.receive(outbox.datagram(place), from: address, nowUs: nowUs)
            }
            outbox.clear()
            board.turn(nowUs: nowUs)
            for place in 0..<toClient.count { client.receive(toClient.datagram(place), nowUs: nowUs) { _ in } }
            toClient.clear()
        }
        #expect(client.state == .connected && board.takeNews().contains(.connected(peer: "p")))
        #expect(board.strays == thrown && thrown > 0)
        #expect(board.counters().handshakesFailed == 0)
    }
}
