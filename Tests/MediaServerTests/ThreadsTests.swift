import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Several media threads, each with ports of its own: every verb finds the thread on which its peer lives.
@Suite(.serialized) struct ThreadsTests {
    /// Who lives on a thread, and who is in which room there.
    private struct Household: Sendable, Equatable {
        var peers: Set<String> = []
        var rooms: [String: Set<String>] = [:]
    }

    private func serve() throws -> MediaServer {
        try MediaServer(MediaConfiguration(bindAddress: "127.0.0.1", port: 0, tcp: .from(0), threads: 2))
    }

    /// A home for each of the two threads.
    private func homes() throws -> [String] {
        let names = (0..<8).map { "clinic-\($0)" }
        return try (0..<2).map { thread in
            let home = names.first { Homes(2).settle("anybody", home: $0).thread == thread }
            return try #require(home)
        }
    }

    private func household(_ server: MediaServer, _ thread: Int) async throws -> Household {
        let found = await withCheckedContinuation { (continuation: CheckedContinuation<Household?, Never>) in
            let isPosted = server.threads[thread].post { board, _ in
                let rooms = board.rooms.mapValues { room in Set(room.members.map(\.name)) }
                continuation.resume(returning: Household(peers: Set(board.places.keys), rooms: rooms))
            }
            if !isPosted { continuation.resume(returning: nil) }
        }
        return try #require(found)
    }

    /// Joins without ever sending anything; answers the port to which the answer points.
    private func join(
        _ server: MediaServer, _ name: String, _ crypto: OpenSslCryptography, home: String
    ) async throws -> UInt16? {
        let client = ClientPeer(crypto, outbox: Outbox(), lines: [(.audio, .sendrecv), (.video, .sendrecv)])
        let answer = try await server.join(name, offer: client.offer, home: home)
        try client.accept(answer, nowUs: nowUs())
        return client.server?.port
    }

    @Test func aHomeIsAlwaysOnTheSameThread() {
        let homes = Homes(3)
        let first = homes.settle("p", home: "clinic")
        #expect(first.former == nil && homes.thread(of: "p") == first.thread)
        let again = homes.settle("p", home: "clinic")
        #expect(again.thread == first.thread && again.former == nil)
        #expect(homes.settle("q", home: "clinic").thread == first.thread)
        // Another home, and another thread: the former one is told.
        let others = (0..<16).map { "clinic-\($0)" }.filter { Homes(3).settle("p", home: $0).thread != first.thread }
        #expect(!others.isEmpty)
        if let other = others.first { #expect(homes.settle("p", home: other).former == first.thread) }
        homes.forget("p")
        #expect(homes.thread(of: "p") == nil && homes.thread(of: "q") == first.thread)
    }

    @Test func eachPeerLivesOnTheThreadOfItsHome() async throws {
        let server = try serve()
        #expect(Set(server.ports).count == 2 && Set(server.tcpPorts).count == 2)
        let crypto = try OpenSslCryptography()
        for (thread, home) in try homes().enumerated() {
            for name in ["a", "b"] {
                let port = try await join(server, "\(name)\(thread)", crypto, home: home)
                #expect(port == server.ports[thread])
            }
        }
        // A room is a room of one thread: the same name on both is two rooms.
        for (seat, name) in ["a", "b"].enumerated() {
            for thread in 0..<2 { await server.place("\(name)\(thread)", in: "room", seat: seat) }
        }
        let first = try await household(server, 0)
        let second = try await household(server, 1)
        #expect(first == Household(peers: ["a0", "b0"], rooms: ["room": ["a0", "b0"]]))
        #expect(second == Household(peers: ["a1", "b1"], rooms: ["room": ["a1", "b1"]]))
        let counters = await server.counters().threads.map(\.board)
        #expect(counters.map(\.connecting) == [2, 2] && counters.map(\.rooms) == [1, 1])

        await server.place("a0", in: nil, seat: 0)
        await server.leave("b1")
        await server.leave("nobody")
        let after = [try await household(server, 0), try await household(server, 1)]
        #expect(after[0] == Household(peers: ["a0", "b0"], rooms: ["room": ["b0"]]))
        #expect(after[1] == Household(peers: ["a1"], rooms: ["room": ["a1"]]))
        await server.shutdown()
        let ended = await server.counters().threads.count
        #expect(ended == 0)
    }

    @Test func refusedOffersAreCountedByReason() async throws {
        let server = try serve()
        await #expect(throws: MediaRefusal.offer(word: "offer-malformed")) {
            try await server.join("p", offer: "no description of a session")
        }
        server.noteTooLarge()
        server.noteTooLarge()
        let counts = await server.counters().offersRefused.filter { $0.value > 0 }
        #expect(counts == ["offer-malformed": 1, "offer-too-large": 2])
        await server.shutdown()
    }

    /// Two calls at once, of two homes, over real sockets.
    @Test func callsGoOnOnBothThreads() async throws {
        let server = try serve()
        let crypto = try OpenSslCryptography()
        var parties: [TcpParty] = []
        for (thread, home) in try homes().enumerated() {
            for name in ["a", "b"] {
                parties.append(try await TcpParty.join(server, "\(name)\(thread)", crypto, home: home))
            }
        }
        #expect(try TcpParty.step(parties) { parties.allSatisfy { $0.client.state == .connected } })
        for (seat, name) in ["a", "b"].enumerated() {
            for thread in 0..<2 { await server.place("\(name)\(thread)", in: "room", seat: seat) }
        }
        #expect(try TcpParty.step(parties) { parties.allSatisfy { $0.heard.count >= 20 } })
        for name in ["a0", "b0", "a1", "b1"] {
            let line = await server.line(of: name)
            #expect(line?.pathIsAlive == true, "\(name)")
        }
        let counters = await server.counters().threads.map(\.board)
        #expect(counters.map(\.connected) == [2, 2] && counters.map(\.handshakes) == [2, 2])
        #expect(counters.allSatisfy { $0.packetsUp >= 20 && $0.packetsDown >= 20 })
        await server.shutdown()
    }

    /// Whoever joins again with another home moves to its thread: the former one forgets it, and every verb finds it
    /// where it lives now.
    @Test func aPeerMovesToTheThreadOfItsNewHome() async throws {
        let server = try serve()
        let crypto = try OpenSslCryptography()
        let homes = try homes()
        let former = try await TcpParty.join(server, "mover", crypto, home: homes[0])
        #expect(try TcpParty.step([former]) { former.client.state == .connected })
        await server.place("mover", in: "room", seat: 0)
        let before = try await household(server, 0)
        #expect(before == Household(peers: ["mover"], rooms: ["room": ["mover"]]))

        let mover = try await TcpParty.join(server, "mover", crypto, home: homes[1])
        // The second question is answered in a later turn of the thread, when the news of the first have been told.
        for _ in 0..<2 {
            let left = try await household(server, 0)
            #expect(left == Household())
        }
        #expect(try TcpParty.step([mover]) { mover.client.state == .connected })
        let counters = await server.counters().threads.map(\.board)
        #expect(counters.map(\.connected) == [0, 1] && counters.map(\.connecting) == [0, 0])
        // What it did where it was before stays counted there.
        #expect(counters.map(\.handshakes) == [1, 1])

        let line = await server.line(of: "mover")
        #expect(line != nil, "the server has lost sight of it")
        await server.place("mover", in: "room", seat: 1)
        let after = try await household(server, 1)
        #expect(after == Household(peers: ["mover"], rooms: ["room": ["mover"]]))
        await server.leave("mover")
        let gone = try await household(server, 1)
        #expect(gone == Household())
        await server.shutdown()
        // It was replaced without a word, and has left once.
        var told: [MediaNews] = []
        for await news in server.news { told.append(news) }
        #expect(told.count { $0 == .gone(peer: "mover") } == 1)
    }
}
