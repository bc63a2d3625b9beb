import Kernel
import Testing
import Visits

/// A patient's own request: what may be written, and that it is answered once.
@Suite struct VideoRequestTests {
    static let now = Instant(ms: 1_772_611_200_000)
    static let anna = Author.staff(ID("s-anna"), name: "Dr. Anna Holm")

    static func wish(
        name: String = "Karen Jensen", telephone: String = "20 11 22 33", reasons: Set<VideoWish.Reason> = [.distance],
        text: String = ""
    ) -> VideoWish { VideoWish(name: name, telephone: telephone, reasons: reasons, text: text) }

    static func request() throws -> VideoRequest {
        let event = try VideoRequest.ask(wish(), at: now)
        return try #require(VideoRequest(ID("r-1"), at: ID("c-1"), first: event))
    }

    static let unfit: [(VideoWish, String, String)] = [
        (wish(name: ""), "name-missing", "name"),
        (wish(name: String(repeating: "a", count: 121)), "name-too-long", "name"),
        (wish(name: "K" + String(repeating: "\u{301}", count: 1_000)), "name-too-long", "name"),
        (wish(name: "Karen\u{0}"), "text-not-understood", "name"),
        (wish(name: "Karen 010190-1234"), "personal-number-not-here", "name"),
        (wish(telephone: ""), "telephone-missing", "telephone"),
        (wish(telephone: "ring bare"), "telephone-not-understood", "telephone"),
        (wish(telephone: "12"), "telephone-not-understood", "telephone"),
        (wish(telephone: "010190-1234"), "personal-number-not-here", "telephone"),
        (wish(text: String(repeating: "æ", count: 301)), "text-too-long", "text"),
        (wish(text: "e" + String(repeating: "\u{301}", count: 2_000)), "text-too-long", "text"),
        (wish(text: "Mit nummer er 311299-4321."), "personal-number-not-here", "text"),
        (wish(text: "\u{1B}[31m"), "text-not-understood", "text"),
        (wish(reasons: []), "wish-reason-missing", "reasons"),
    ]

    @Test(arguments: unfit)
    func aWishThatCannotBeAnsweredIsRefusedAtItsField(wish: VideoWish, word: String, field: String) {
        let expected = Refusal(.invalid, word, field: field)
        do {
            _ = try VideoRequest.ask(wish, at: Self.now)
            Issue.record("\(word) was not refused")
        } catch {
            #expect(error.kind == expected.kind && error.word == word && error.field == field)
        }
    }

    @Test(arguments: [
        wish(reasons: [], text: "Jeg bor på Anholt.\nFærgen går kun én gang om dagen."),
        wish(name: String(repeating: "å", count: 120)), wish(telephone: "+45 (20) 11-22-33"),
        // Ten digits in a row are a telephone number with its country as often as not.
        wish(telephone: "4520112233"), wish(text: "Sagsnummer 990000-1234 og 0101901234"),
        wish(reasons: Set(VideoWish.Reason.allCases), text: String(repeating: "æ", count: 300)),
    ])
    func whateverAPatientMayReasonablyWriteIsTaken(wish: VideoWish) throws {
        #expect(try VideoRequest.ask(wish, at: Self.now).word == "asked")
    }

    @Test func itIsAnsweredOnce() throws {
        var request = try Self.request()
        #expect(request.isWaiting)
        #expect(throws: Refusal(.invalid, "reason-missing", field: "reason")) {
            try request.decline("", by: Self.anna, at: Self.now)
        }
        let event = try request.accept(as: ID("v-1"), by: Self.anna, at: Self.now)
        request.apply(event)
        #expect(request.state == .accepted(visit: ID("v-1"), by: Self.anna))
        #expect(request.version == 2)
        let answered = Refusal(.conflict, "request-answered-by", details: ["name": "Dr. Anna Holm"])
        #expect(throws: answered) { try request.decline("nej", by: Self.anna, at: Self.now) }
        #expect(throws: answered) { try request.accept(as: ID("v-2"), by: Self.anna, at: Self.now) }
        // An event that came all the same changes nothing of the answer.
        request.apply(VideoRequestEvent(at: Self.now, by: Self.anna, what: .declined(reason: "nej")))
        #expect(request.state == .accepted(visit: ID("v-1"), by: Self.anna))
    }

    @Test func aClockThatWasSetBackDoesNotTurnTheOrder() throws {
        let request = try Self.request()
        let event = try request.decline("Der skal undersøges", by: Self.anna, at: Self.now - .minutes(5))
        #expect(event.at == Self.now)
    }
}
