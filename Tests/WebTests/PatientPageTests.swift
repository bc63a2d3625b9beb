import Hummingbird
import HummingbirdTesting
import Kernel
import Testing
import Web

/// The page behind a link, and what it answers to those who have none.
@Suite struct PatientPageTests {
    @Test func aLinkShowsThePageInDanish() async throws {
        try await TestClinic.run { clinic in
            let page = try await clinic.get(clinic.link)
            #expect(page.status == .ok)
            #expect(page.text.contains("data-state=\"booked\""))
            #expect(page.text.contains("<html lang=\"da\">"))
            #expect(page.text.contains("Dr. Anna Holm"))
            #expect(!page.text.contains("{{"))
            #expect(page.header("content-security-policy")?.contains("default-src 'self'") == true)
            #expect(page.header("referrer-policy") == "no-referrer")
        }
    }

    @Test func theChoiceOfLanguageIsRemembered() async throws {
        try await TestClinic.run { clinic in
            let page = try await clinic.get(clinic.link + "?lang=en")
            #expect(page.text.contains("<html lang=\"en\">"))
            let cookie = try #require(page.header("set-cookie"))
            #expect(cookie.hasPrefix("language=en"))
            let later = try await clinic.get(clinic.link, ["cookie": "language=en", "accept-language": "da"])
            #expect(later.text.contains("<html lang=\"en\">"))
            let other = try await clinic.get(clinic.link, ["accept-language": "de, en;q=0.8, da;q=0.2"])
            #expect(other.text.contains("<html lang=\"en\">"))
        }
    }

    @Test func anUnknownLinkIsAFriendlyPageThatTellsNothing() async throws {
        try await TestClinic.run { clinic in
            let unknown = "/v/0123456789abcdefghjkmnpqrstvwxyz"
            for path in [unknown, "/v/x", "/v/%00%ff"] {
                let page = try await clinic.get(path, ["accept": "text/html"])
                #expect(page.status == .notFound)
                #expect(page.text.contains("data-state=\"unknown\""))
                #expect(page.text.contains("70 10 20 30"))
            }
            let problem = try await clinic.post(unknown + "/arrive", json: "{\"device\":\"d\"}")
            #expect(problem.status == .notFound)
            #expect(problem.header("content-type") == "application/problem+json")
            #expect(try problem.value("word") == "unknown-link")
        }
    }

    /// Each act leaves something in the visit for good: a program with a link must not fill the disk.
    @Test func anActAgainAndAgainIsPutOff() async throws {
        var settings = WebSettings()
        settings.actsPerLink = 3
        try await TestClinic.run(settings) { clinic in
            for minutes in [5, 10, 5] {
                let answer = try await clinic.post(clinic.link + "/be-late", json: "{\"minutes\":\(minutes)}")
                #expect(answer.status == .ok)
            }
            let more = try await clinic.post(clinic.link + "/be-late", json: "{\"minutes\":10}")
            #expect(more.status == .tooManyRequests)
            #expect(try more.value("word") == "too-many-attempts")
            let page = try await clinic.get(clinic.link)
            #expect(page.status == .ok)
            clinic.clock.pass(.minutes(11))
            let later = try await clinic.post(clinic.link + "/be-late", json: "{\"minutes\":10}")
            #expect(later.status == .ok)
        }
    }

    @Test func guessingIsPutOffAndAGoodLinkStillWorks() async throws {
        var settings = WebSettings()
        settings.guessesPerAddress = 3
        try await TestClinic.run(settings) { clinic in
            for _ in 0..<3 {
                let answer1 = try await clinic.get("/v/0123456789abcdefghjkmnpqrstvwxy")
                #expect(answer1.status == .notFound)
            }
            let answer2 = try await clinic.get("/v/0123456789abcdefghjkmnpqrstvwxy")
            #expect(answer2.status == .tooManyRequests)
            let answer3 = try await clinic.get(clinic.link)
            #expect(answer3.status == .ok)
        }
    }

    /// One host has as many IPv6 addresses as it likes, and no more guesses for it.
    @Test func guessesFromOneNetworkAreCountedTogether() async throws {
        var settings = WebSettings()
        (settings.guessesPerAddress, settings.behindProxy) = (2, true)
        try await TestClinic.run(settings) { clinic in
            for (address, status) in [
                ("2001:db8::1", 404), ("2001:db8::2", 404), ("2001:db8::3", 429), ("2001:db8:0:1::3", 404),
            ] {
                let answer = try await clinic.get(
                    "/v/0123456789abcdefghjkmnpqrstvwxy", ["x-forwarded-for": address])
                #expect(answer.status.code == status, "\(address)")
            }
        }
    }

    @Test func arrivingGivesATicketAtOnce() async throws {
        try await TestClinic.run { clinic in
            let view = try await clinic.post(clinic.link + "/arrive", json: "{\"device\":\"phone\"}")
            #expect(view.status == .ok)
            #expect(try view.value("state") == "arrived")
            #expect(view.text.contains("\"place\":1"))
            let ready = try await clinic.post(
                clinic.link + "/ready", json: "{\"verdict\":\"good\",\"camera\":\"ok\",\"microphone\":\"ok\"}")
            #expect(try ready.value("state") == "waiting")
        }
    }

    @Test func anotherDeviceTakesOver() async throws {
        try await TestClinic.run { clinic in
            _ = try await clinic.post(clinic.link + "/arrive", json: "{\"device\":\"phone\"}")
            _ = try await clinic.post(clinic.link + "/arrive", json: "{\"device\":\"computer\"}")
            let old = try await clinic.get(clinic.link + "?device=phone")
            #expect(old.text.contains("data-state=\"moved\""))
        }
    }

    @Test func badInputNamesTheField() async throws {
        try await TestClinic.run { clinic in
            let missing = try await clinic.post(clinic.link + "/arrive", json: "{}")
            #expect(missing.status.code == 422)
            #expect(try missing.value("field") == "device")
            let nonsense = try await clinic.post(clinic.link + "/be-late", json: "{\"minutes\":\"ten\"")
            #expect(nonsense.status.code == 422)
            let long = try await clinic.post(clinic.link + "/messages", json: String(repeating: "x", count: 60_000))
            #expect(long.status == .contentTooLarge)
            #expect(try long.value("word") == "body-too-large")
        }
    }

    @Test func mediaIsAnsweredOnceArrived() async throws {
        try await TestClinic.run { clinic in
            let early = try await clinic.send(
                .post, clinic.link + "/media", ["content-type": "application/sdp"], "v=0")
            #expect(early.status == .conflict)
            _ = try await clinic.post(clinic.link + "/arrive", json: "{\"device\":\"phone\"}")
            let answer = try await clinic.send(
                .post, clinic.link + "/media", ["content-type": "application/sdp"], "v=0")
            #expect(answer.status == .created)
            #expect(answer.header("content-type") == "application/sdp")
            let location = try #require(answer.header("location"))
            #expect(location.hasPrefix(clinic.link + "/media/"))
            let answer4 = try await clinic.post(location + "/echo", json: "{\"seconds\":8}")
            #expect(answer4.status == .noContent)
            let answer5 = try await clinic.get(location + "/line")
            #expect(answer5.text.contains("\"roundTripMs\":20"))
            let another = "/v/\(clinic.demonstration.links[1].token)"
            let stolen = location.replacing(clinic.link, with: another)
            let answer6 = try await clinic.get(stolen + "/line")
            #expect(answer6.status == .notFound)
            let answer7 = try await clinic.send(.delete, location)
            #expect(answer7.status == .noContent)
        }
    }

    /// Whoever sends it, whether to begin with or to restart ICE; another body that is too long is no offer.
    @Test func anOfferOfAMegabyteIsRefusedAndCounted() async throws {
        try await TestClinic.run { clinic in
            let long = String(repeating: "a=x\r\n", count: 200_000)
            let requests: [(HTTPRequest.Method, String, counted: Int)] = [
                (.post, "/test/media", 1), (.post, clinic.link + "/media", 2), (.patch, "/test/media/t-1", 3),
                (.post, "/test/media/t-1/echo", 3),
            ]
            for (method, path, counted) in requests {
                let answer = try await clinic.send(method, path, ["content-type": "application/sdp"], long)
                #expect(answer.status == .contentTooLarge)
                #expect(try answer.value("word") == "body-too-large")
                #expect(clinic.media.tooLarge.withLock { $0 } == counted, "\(path)")
            }
        }
    }
}
