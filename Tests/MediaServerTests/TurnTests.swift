import MediaWire
import Testing

@testable import MediaEngine
@testable import MediaServer

/// Peers are looked after one after the other: packets wait for as few of them as can be, and none is forgotten.
@Suite struct TurnTests {
    private static let people = 40

    private func board() throws -> Switchboard {
        let crypto = try OpenSslCryptography()
        let board = Switchboard(
            crypto, candidates: [IceCandidate(host: CallInMemory.server, transport: .udp, preference: 1)],
            outbox: Outbox())
        let offer = ClientPeer(crypto, outbox: Outbox(), lines: [(.audio, .sendrecv)]).offer
        for number in 0..<Self.people { _ = try board.join("p\(number)", offer: offer, nowUs: 0) }
        return board
    }

    @Test(arguments: [300, 700, 2_000]) func fewAtOnceAndEachInTime(_ everyUs: Int64) throws {
        let board = try board()
        var latestUs = [Int64](repeating: 0, count: Self.people)
        var most = 0
        for step in 1...200 {
            let nowUs = Int64(step) * everyUs
            let before = board.turnsUs
            board.turn(nowUs: nowUs)
            let turned = latestUs.indices.filter { board.turnsUs[$0] != before[$0] }
            for place in turned {
                #expect(nowUs - latestUs[place] <= 15_000 + everyUs)
                latestUs[place] = nowUs
            }
            if step > 20 { most = max(most, turned.count) }
        }
        #expect(latestUs.allSatisfy { 200 * everyUs - $0 <= 15_000 + everyUs })
        #expect(most <= Int(everyUs) * Self.people / Int(Switchboard.turnUs) + 1)
    }

    /// Nothing has come for long, and nobody was looked after: everybody has one turn.
    @Test func afterAPauseEveryoneAtOnce() throws {
        let board = try board()
        board.turn(nowUs: 1_000_000)
        #expect(board.turnsUs.allSatisfy { $0 > 1_000_000 })
        board.turn(nowUs: 31_000_000)
        #expect(board.count == 0)
        board.turn(nowUs: 31_000_100)
    }
}
