import Access
import Foundation
import Hummingbird
import HummingbirdTesting
import Kernel
import Testing
import UseCases
import Web

/// Signing in, and what is refused to those who have not or who forge.
@Suite struct StaffTests {
    /// The manager's log has a sentence for each act there is.
    @Test(arguments: ["da", "en"])
    func everyActHasItsWordsInTheLog(language: String) throws {
        struct Texts: Decodable {
            struct Audit: Decodable { let act: [String: String] }
            let audit: Audit
        }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/Web/Languages/\(language).json").standardizedFileURL
        let texts = try JSONDecoder().decode(Texts.self, from: Data(contentsOf: file))
        #expect(Set(texts.audit.act.keys) == Set(Act.allCases.map(\.rawValue)))
    }

    @Test func signingInLeadsToTheQueue() async throws {
        try await TestClinic.run { clinic in
            let form = try await clinic.get("/sign-in")
            let cookie = try #require(form.header("set-cookie")?.split(separator: ";").first.map(String.init))
            let token = try #require(form.text.firstMatch(of: /name="_form-token" value="([0-9a-f]+)"/)?.1)
            let answer = try await clinic.send(
                .post, "/sign-in", ["content-type": "application/x-www-form-urlencoded", "cookie": cookie],
                "account=Anna&password=correct+horse+battery&next=%2Fclinic&_form-token=\(token)")
            #expect(answer.status == .seeOther)
            #expect(answer.header("location") == "/clinic")
            let session = try #require(answer.header("set-cookie"))
            #expect(session.hasPrefix("session="))
            #expect(session.contains("HttpOnly") && session.contains("SameSite=Lax"))
            let value = try #require(session.split(separator: ";").first.map(String.init))
            let page = try await clinic.get("/clinic", ["cookie": value])
            #expect(page.status == .ok)
            #expect(page.text.contains("Karen Jensen"))
            #expect(!page.text.contains("{{"))
        }
    }

    @Test func aWrongPasswordKeepsWhatWasTypedAndSaysNoMore() async throws {
        try await TestClinic.run { clinic in
            let form = try await clinic.get("/sign-in")
            let cookie = try #require(form.header("set-cookie")?.split(separator: ";").first.map(String.init))
            let token = try #require(form.text.firstMatch(of: /name="_form-token" value="([0-9a-f]+)"/)?.1)
            for (account, status) in [("anna", 401), ("nobody", 401)] {
                let answer = try await clinic.send(
                    .post, "/sign-in", ["content-type": "application/x-www-form-urlencoded", "cookie": cookie],
                    "account=\(account)&password=wrong&_form-token=\(token)")
                #expect(answer.status.code == status)
                #expect(answer.text.contains("value=\"\(account)\""))
                #expect(!answer.text.contains("wrong\""))
            }
            let forged = try await clinic.send(
                .post, "/sign-in", ["content-type": "application/x-www-form-urlencoded"],
                "account=anna&password=correct+horse+battery&_form-token=\(token)")
            #expect(forged.status == .forbidden)
        }
    }

    @Test func underTLSCookiesAreForThisHostAndHTTPSAlone() async throws {
        var settings = WebSettings()
        settings.isSecure = true
        try await TestClinic.run(settings) { clinic in
            let form = try await clinic.get("/sign-in")
            let cookie = try #require(form.header("set-cookie"))
            #expect(cookie.hasPrefix("__Host-form=") && cookie.contains("Secure"))
            #expect(form.header("strict-transport-security") != nil)
        }
    }

    @Test func withoutASessionPagesLeadToSignInAndActsAreRefused() async throws {
        try await TestClinic.run { clinic in
            let page = try await clinic.get("/manage/people")
            #expect(page.status == .seeOther)
            #expect(page.header("location") == "/sign-in?next=/manage/people")
            for path in ["/visits/\(clinic.visit)/admit", "/clinic/notify", "/visits"] {
                let answer = try await clinic.post(path)
                #expect(answer.status == .unauthorized)
                #expect(try answer.value("word") == "not-signed-in")
            }
            let events = try await clinic.get("/clinic/events")
            #expect(events.status == .unauthorized)
        }
    }

    @Test func aForgedFormIsRefusedAndAudited() async throws {
        try await TestClinic.run { clinic in
            var page = try await clinic.signedIn("anna")
            page["x-form-token"] = "0123"
            let answer = try await clinic.post("/visits/\(clinic.visit)/cancel", json: "{}", page)
            #expect(answer.status == .forbidden)
            #expect(try answer.value("word") == "form-forged")
            var elsewhere = try await clinic.signedIn("anna")
            elsewhere["sec-fetch-site"] = "cross-site"
            let second = try await clinic.post("/visits/\(clinic.visit)/cancel", json: "{}", elsewhere)
            #expect(second.status == .forbidden)
            let audit = try await clinic.acts.ports.store.audit(of: clinic.demonstration.clinic.id, limit: 50)
            #expect(audit.filter { $0.word == "form-forged" && $0.act == .cancel }.count == 2)
        }
    }

    @Test func anotherClinicsVisitIsNotThere() async throws {
        try await TestClinic.run { clinic in
            let page = try await clinic.signedIn("frida")
            let answer = try await clinic.post("/visits/\(clinic.visit)/cancel", json: "{}", page)
            #expect(answer.status == .notFound)
            let facts = try await clinic.get("/visits/\(clinic.visit)/facts", page)
            #expect(facts.status == .notFound)
        }
    }

    @Test func ofTwoWhoAdmitOneIsToldOfTheOther() async throws {
        try await TestClinic.run { clinic in
            _ = try await clinic.post(clinic.link + "/arrive", json: "{\"device\":\"phone\"}")
            let anna = try await clinic.post("/visits/\(clinic.visit)/admit", try await clinic.signedIn("anna"))
            #expect(anna.status == .ok)
            var second = try await clinic.signedIn("mikkel")
            second["accept-language"] = "en"
            let mikkel = try await clinic.post("/visits/\(clinic.visit)/admit", second)
            #expect(mikkel.status == .conflict)
            #expect(try mikkel.value("title") == "Dr. Anna Holm has already admitted the patient.")
        }
    }

    @Test func bookingGivesALinkThatWorks() async throws {
        try await TestClinic.run { clinic in
            let page = try await clinic.signedIn("lone")
            let start = TestClinic.morning.ms + 600_000
            let booking = "\"patient\":\"Ole Lund\",\"telephone\":\"20 30 40 50\",\"start\":\(start),\"kind\":\"video\""
            let answer = try await clinic.post("/visits", json: "{\(booking)}", page)
            #expect(answer.status == .created)
            let link = try #require(try answer.value("link"))
            #expect(link.hasPrefix("http://localhost/v/"))
            let shown = try await clinic.get(String(link.dropFirst("http://localhost".count)))
            #expect(shown.status == .ok)
            let wrong = try await clinic.post("/visits", json: "{\"patient\":\"\",\"start\":\(start)}", page)
            #expect(try wrong.value("field") == "patient")
        }
    }

    @Test func theManagersPagesAreForManagers() async throws {
        try await TestClinic.run { clinic in
            let manager = try await clinic.signedIn("birgit")
            for name in ["people", "hours", "queue", "texts", "support", "statistics"] {
                let page = try await clinic.get("/manage/\(name)", manager)
                #expect(page.status == .ok, "\(name)")
                #expect(page.text.contains("data-state=\"manage-\(name)\""))
                let secretary = try await clinic.get("/manage/\(name)", try await clinic.signedIn("lone"))
                #expect(secretary.status == .forbidden)
            }
            var form = manager
            form["content-type"] = "application/x-www-form-urlencoded"
            let saved = try await clinic.send(
                .post, "/manage/queue", form,
                "whoAdmits=bookedClinicians&opensBefore=20&closesAfter=30&usualMinutes=10&factsDays=14&keptYears=5")
            #expect(saved.header("location") == "/manage/queue?saved=1")
            let kept = try await clinic.acts.ports.store.clinic(clinic.demonstration.clinic.id)
            #expect(kept?.settings.opensBefore == .minutes(20))
            let refused = try await clinic.send(
                .post, "/manage/hours", form, "open-1=yes&from-1=16%3A00&to-1=08%3A00")
            #expect(refused.status.code == 422)
            #expect(refused.text.contains("value=\"16:00\""))
        }
    }
}
