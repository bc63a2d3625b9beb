import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Calls over TCP through the real server and its sockets, and what strangers can do to its port.
@Suite(.serialized) struct TcpCallTests {
    private func serve(_ limits: StreamLimits = StreamLimits()) throws -> MediaServer {
        try MediaServer(
            MediaConfiguration(bindAddress: "127.0.0.1", port: 0, tcp: .from(0)), limits: limits)
    }

    private func call(_ server: MediaServer) async throws -> [TcpParty] {
        let crypto = try OpenSslCryptography()
        let parties = [
            try await TcpParty.join(server, "a", crypto), try await TcpParty.join(server, "b", crypto),
        ]
        #expect(try TcpParty.step(parties) { parties.allSatisfy { $0.client.state == .connected } })
        await server.place("a", in: "room", seat: 0)
        await server.place("b", in: "room", seat: 1)
        return parties
    }

    @Test func aCallOverTcpAlone() async throws {
        let server = try serve()
        let parties = try await call(server)
        #expect(try TcpParty.step(parties) { parties.allSatisfy { $0.heard.count >= 100 } })
        // Nothing is lost on a stream that keeps up.
        for party in parties {
            let numbers = try #require(party.heard.min())...(try #require(party.heard.max()))
            #expect(Set(numbers).subtracting(party.heard).isEmpty)
        }
        await server.shutdown()
    }

    /// What is too much for one who does not read is dropped; nobody waits, and the frames stay whole.
    @Test func aSlowReaderKeepsNobodyWaiting() async throws {
        let server = try serve()
        let parties = try await call(server)
        let (slow, quick) = (parties[0], parties[1])
        for party in parties { party.frameLength = 1_000 }
        #expect(try TcpParty.step(parties) { slow.heard.count > 10 && quick.heard.count > 10 })
        slow.readsNothing = true
        let (before, highest) = (quick.heard.count, quick.spoken)
        // 6 MB, far beyond all buffers on the way.
        for _ in 0..<6_000 {
            quick.speak()
            try quick.flush()
        }
        #expect(try TcpParty.step(parties) { quick.heard.count > before + 50 })
        slow.readsNothing = false
        let last = quick.spoken
        #expect(try TcpParty.step(parties) { slow.heard.contains { $0 > last } })
        let missed = (highest...last).count { !slow.heard.contains($0) }
        #expect(missed > 1_000, "only \(missed) were dropped")
        await server.shutdown()
    }

    /// Its connection ends: the path is lost, and that is told.
    @Test func aConnectionThatEndsTakesThePathWithIt() async throws {
        let server = try serve()
        let crypto = try OpenSslCryptography()
        do {
            let party = try await TcpParty.join(server, "a", crypto)
            #expect(try TcpParty.step([party]) { party.client.state == .connected })
        }
        var told: [MediaNews] = []
        for await news in server.news {
            told.append(news)
            if case .pathLost = news { break }
        }
        #expect(told.contains(.connected(peer: "a")) && told.last == .pathLost(peer: "a"))
        await server.shutdown()
    }

    @Test func strangersAreSentAway() async throws {
        var limits = StreamLimits()
        (limits.strangerUs, limits.sweepUs, limits.strangerBytes) = (150_000, 20_000, 300)
        let server = try serve(limits)
        let port = try #require(server.tcpPorts.first)
        let silent = try TcpSocket(port)
        #expect(silent.ends(within: 30))
        let long = try TcpSocket(port)
        #expect(long.write([0xFF, 0xFF]) && long.ends(within: 30))
        let page = try TcpSocket(port)
        #expect(page.write(Array("GET / HTTP/1.1\r\n\r\n".utf8)) && page.ends(within: 30))
        await server.shutdown()
    }

    @Test func strangersMaySayLittle() async throws {
        var limits = StreamLimits()
        // Time alone would never send them away here.
        (limits.strangerUs, limits.strangerBytes) = (3_600_000_000, 300)
        let server = try serve(limits)
        let talker = try TcpSocket(try #require(server.tcpPorts.first))
        // Empty frames, and frames of nothing anybody knows.
        #expect(talker.write([UInt8](repeating: 0, count: 400)) && talker.ends(within: 30))
        let other = try TcpSocket(try #require(server.tcpPorts.first))
        let frame: [UInt8] = [0, 100] + [UInt8](repeating: 0x80, count: 100)
        #expect(other.write(frame + frame + frame + frame) && other.ends(within: 30))
        await server.shutdown()
    }

    /// Half a hundred strangers of one host, and a call is made beside them as if they were not there.
    @Test func manyStrangersDoNotKeepACallOut() async throws {
        var limits = StreamLimits()
        (limits.strangerUs, limits.mostStrangers, limits.mostStrangersOfHost) = (3_600_000_000, 8, 1_000)
        let server = try serve(limits)
        let port = try #require(server.tcpPorts.first)
        let strangers = try (0..<50).map { _ in try TcpSocket(port) }
        // The oldest make room.
        #expect(strangers[0].ends(within: 30) && strangers[40].ends(within: 30))
        let parties = try await call(server)
        #expect(try TcpParty.step(parties) { parties.allSatisfy { $0.heard.count >= 20 } })
        await server.shutdown()
    }
}
