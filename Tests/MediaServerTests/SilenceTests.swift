import Testing

@testable import MediaEngine
@testable import MediaServer

/// Who is silent, and who is away.
@Suite struct SilenceTests {
    /// Whoever is sent nothing, because nobody speaks, hears of the server all the same: browsers count no checks, and the
    /// page is to notice the loss of such a path within two seconds too.
    @Test func thereAreSignsOfLifeWhereNobodySpeaks() throws {
        let call = try CallInMemory(seed: 43)
        call.isSilent = true
        call.run(seconds: 1)
        for party in call.parties { (party.longestPauseUs, party.checksSent) = (0, 0) }
        call.run(seconds: 5)
        for party in call.parties {
            #expect((1...260_000).contains(party.longestPauseUs))
            #expect((14...17).contains(party.checksSent))
        }
        // And of a path without any the loss is told in time.
        call.parties[1].down.line.loss = 0.999_999
        call.parties[1].up.line.loss = 0.999_999
        call.run(seconds: 1.8)
        #expect(call.news.contains(.pathLost(peer: "p1")))
        #expect(!call.news.contains(.pathLost(peer: "p0")))
    }

    /// Where the way up alone is gone the page must notice it too, so nothing is sent to it that says the contrary.
    @Test func whoeverIsNotHeardGetsNoSigns() throws {
        let call = try CallInMemory(seed: 45)
        call.pictureRate = 300_000
        let unheard = call.parties[1]
        // A line of which more is to be found out is filled now and then.
        unheard.down.line.rate = 400_000
        call.run(seconds: 6)
        unheard.up.line.loss = 0.999_999
        call.run(seconds: 1.6)
        #expect(call.news.contains(.pathLost(peer: "p1")))
        unheard.longestPauseUs = 0
        // Nor are the key frames passed on that browsers ask for again and again where a picture has stopped.
        let watched = try #require(call.parties[0].decoder.ssrc)
        for _ in 0..<6 {
            call.parties[0].client.askKeyFrame(watched)
            call.run(seconds: 0.5)
        }
        unheard.up.line.loss = 0
        call.run(seconds: 1)
        #expect(unheard.longestPauseUs > 3_000_000)
        #expect(call.news.contains(.pathBack(peer: "p1")))
    }

    /// An outage of a minute is survived; a tab that was closed is not kept, nor one that never came.
    @Test func whoeverStaysAwayIsGivenUp() throws {
        let call = try CallInMemory(seed: 44)
        call.run(seconds: 1)
        let away = call.parties[1]
        for loss in [0.999_999, 0, 0.999_999] {
            away.up.line.loss = loss
            call.run(seconds: loss > 0 ? 85 : 1)
        }
        #expect(!call.news.contains(.gone(peer: "p1")))
        call.run(seconds: 6)
        #expect(call.news.contains(.gone(peer: "p1")))
        #expect(!call.news.contains(.gone(peer: "p0")))
        let neverCame = ClientPeer(try OpenSslCryptography(), outbox: Outbox(), lines: [(.audio, .sendrecv)])
        _ = try call.board.join("nobody", offer: neverCame.offer, nowUs: call.nowUs)
        call.run(seconds: 29)
        #expect(!call.news.contains(.gone(peer: "nobody")))
        call.run(seconds: 2)
        #expect(call.news.contains(.gone(peer: "nobody")))
    }
}
