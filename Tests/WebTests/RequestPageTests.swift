import Hummingbird
import HummingbirdTesting
import Kernel
import Testing
import Visits
import Web

/// The clinic's public page over HTTP: hostile and mistaken input keeps what was typed, and floods end.
@Suite struct RequestPageTests {
    private struct Form {
        let path: String
        let headers: [String: String]
        let token: String
    }

    private func opened(_ clinic: TestClinic) async throws -> Form {
        let path = "/clinics/\(clinic.demonstration.clinic.id)"
        let page = try await clinic.get(path)
        #expect(page.status == .ok)
        let cookie = try #require(page.header("set-cookie")?.split(separator: ";").first.map(String.init))
        let token = try #require(page.text.firstMatch(of: /name="_form-token" value="([0-9a-f]+)"/)?.1)
        return Form(
            path: path + "/requests",
            headers: ["content-type": "application/x-www-form-urlencoded", "cookie": cookie], token: String(token))
    }

    @Test func aWishIsKeptAndThanked() async throws {
        try await TestClinic.run { clinic in
            let form = try await opened(clinic)
            let answer = try await clinic.send(
                .post, form.path, form.headers,
                "_form-token=\(form.token)&name=Ole+Lund&telephone=20304050&reasons=distance&reasons=work&text=")
            #expect(answer.status == .seeOther)
            let thanks = try await clinic.get(try #require(answer.header("location")))
            #expect(thanks.text.contains("data-state=\"asked\""))
            let waiting = try await clinic.acts.ports.store.requests(waitingAt: clinic.demonstration.clinic.id)
            #expect(waiting.map(\.wish) == [
                VideoWish(name: "Ole Lund", telephone: "20304050", reasons: [.distance, .work])
            ])
        }
    }

    @Test func whatIsRefusedComesBackAsItWasTyped() async throws {
        try await TestClinic.run { clinic in
            let form = try await opened(clinic)
            let answer = try await clinic.send(
                .post, form.path, form.headers,
                "_form-token=\(form.token)&name=%3Cb%3EOle%3C%2Fb%3E&telephone=ring&reasons=work&reasons=nonsense&text=F%C3%A6rgen")
            #expect(answer.status.code == 422)
            #expect(answer.text.contains("value=\"&lt;b&gt;Ole&lt;/b&gt;\""))
            #expect(answer.text.contains("value=\"ring\""))
            #expect(answer.text.contains("aria-describedby=\"telephone-problem\""))
            #expect(answer.text.contains("value=\"work\" checked"))
            #expect(answer.text.contains(">Færgen</textarea>"))
            let waiting = try await clinic.acts.ports.store.requests(waitingAt: clinic.demonstration.clinic.id)
            #expect(waiting.isEmpty)
        }
    }

    @Test func hostileInputIsRefused() async throws {
        try await TestClinic.run { clinic in
            let form = try await opened(clinic)
            let forged = try await clinic.send(
                .post, form.path, ["content-type": "application/x-www-form-urlencoded"],
                "_form-token=\(form.token)&name=Ole&telephone=20304050&reasons=work")
            #expect(forged.status == .forbidden)
            #expect(forged.text.contains("value=\"Ole\""))
            let large = try await clinic.send(
                .post, form.path, form.headers, "name=" + String(repeating: "a", count: 40_000))
            #expect(large.status.code == 413)
            for body in ["", "%", "name=%ff&telephone=%00", "=&&&=", "{\"name\":1}"] {
                let answer = try await clinic.send(
                    .post, form.path, form.headers, "_form-token=\(form.token)&" + body)
                #expect(answer.status.code == 422, "\(body)")
            }
            #expect(try await clinic.get("/clinics/c-none").status == .notFound)
            #expect(try await clinic.get("/clinics/..%2f..").status == .notFound)
            let unasked = try await clinic.post("/requests/r-1/accept", json: "{}")
            #expect(unasked.status == .unauthorized)
        }
    }

    @Test func oneAddressIsPutOffButKeepsWhatItTyped() async throws {
        try await TestClinic.run(WebSettings(requestsPerAddress: 3)) { clinic in
            let form = try await opened(clinic)
            var codes: [Int] = []
            for number in 1...6 {
                let answer = try await clinic.send(
                    .post, form.path, form.headers,
                    "_form-token=\(form.token)&name=Nummer+\(number)&telephone=20304050&reasons=work")
                codes.append(answer.status.code)
                if answer.status == .tooManyRequests { #expect(answer.text.contains("value=\"Nummer \(number)\"")) }
            }
            #expect(codes == [303, 303, 303, 429, 429, 429])
            clinic.clock.pass(.minutes(11))
            let later = try await clinic.send(
                .post, form.path, form.headers,
                "_form-token=\(form.token)&name=Senere&telephone=20304050&reasons=work")
            #expect(later.status == .seeOther)
        }
    }

    @Test func staffAcceptAndDecline() async throws {
        try await TestClinic.run { clinic in
            let home = clinic.demonstration.clinic.id
            let first = try await clinic.acts.askForVideo(
                VideoWish(name: "Ole Lund", telephone: "20304050", reasons: [.work]), at: home)
            let second = try await clinic.acts.askForVideo(
                VideoWish(name: "Ida Lund", telephone: "20304050", reasons: [.work]), at: home)
            let page = try await clinic.signedIn("lone")
            let start = TestClinic.morning.ms + 3_600_000
            let booked = try await clinic.post(
                "/requests/\(first)/accept", json: "{\"start\":\(start),\"minutes\":15,\"kind\":\"gpVideo\"}", page)
            #expect(booked.status == .created)
            #expect(try booked.value("link")?.contains("/v/") == true)
            let again = try await clinic.post("/requests/\(first)/accept", json: "{\"start\":\(start)}", page)
            #expect(again.status == .conflict)
            #expect(try again.value("title")?.contains("Lone Kjær") == true)
            let bare = try await clinic.post("/requests/\(second)/decline", json: "{}", page)
            #expect(try bare.value("field") == "reason")
            let declined = try await clinic.post(
                "/requests/\(second)/decline", json: "{\"reason\":\"Kom ind i klinikken\"}", page)
            #expect(declined.status == .ok)
            #expect(!clinic.log.text.contains("Ole") && !clinic.log.text.contains("Ida"))
        }
    }
}
