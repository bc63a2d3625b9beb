import Foundation
import Hummingbird
import HummingbirdTesting
import Kernel
import Testing
import Web

/// The interface for practice systems, the static files, and what is logged.
@Suite struct InterfaceTests {
    @Test func aVisitIsBookedChangedAndCancelledWithAKey() async throws {
        try await TestClinic.run { clinic in
            let key = ["authorization": "Bearer \(clinic.demonstration.key)"]
            let start = TestClinic.morning.ms + 3_600_000
            let booked = try await clinic.post(
                "/api/visits", json: "{\"patient\":\"Ole Lund\",\"start\":\(start),\"reference\":\"A-17\"}", key)
            #expect(booked.status == .created)
            let visit = try #require(booked.header("location"))
            let read = try await clinic.get(visit, key)
            #expect(try read.value("reference") == "A-17")
            let changed = try await clinic.send(.patch, visit, key, "{\"minutes\":30}")
            #expect(try changed.value("minutes") == "30")
            let list = try await clinic.get("/api/visits?day=2026-03-04", key)
            #expect(list.text.contains("A-17"))
            let cancelled = try await clinic.send(.delete, visit, key)
            #expect(try cancelled.value("outcome") == "cancelled")
            let facts = try await clinic.get(visit + "/facts", key)
            #expect(try facts.value("outcome") == "cancelled")
            let again = try await clinic.send(.delete, visit, key)
            #expect(again.status == .conflict)
            #expect(again.header("content-type") == "application/problem+json")
        }
    }

    @Test func aNullTakesBackWhatWasSaidOfABooking() async throws {
        try await TestClinic.run { clinic in
            let key = ["authorization": "Bearer \(clinic.demonstration.key)"]
            let start = TestClinic.morning.ms + 3_600_000
            let said = "{\"patient\":\"Ole Lund\",\"start\":\(start),\"reference\":\"A-17\",\"triaged\":true}"
            let booked = try await clinic.post("/api/visits", json: said, key)
            let visit = try #require(booked.header("location"))
            #expect(try await clinic.get(visit, key).value("triagedAt") != "null")
            // What is not named stays.
            let longer = try await clinic.send(.patch, visit, key, "{\"minutes\":30}")
            #expect(try longer.value("reference") == "A-17")
            #expect(try longer.value("triagedAt") != "null")
            let changed = try await clinic.send(.patch, visit, key, "{\"triaged\":null,\"reference\":null}")
            #expect(changed.status == .ok)
            #expect(changed.text.contains("\"reference\":null"))
            #expect(changed.text.contains("\"triagedAt\":null"))
        }
    }

    @Test func aWrongKeyIsRefusedInTheReadersLanguage() async throws {
        try await TestClinic.run { clinic in
            let headers = ["authorization": "Bearer 0123456789abcdefghjkmnpq", "accept-language": "en"]
            let answer = try await clinic.get("/api/visits", headers)
            #expect(answer.status == .unauthorized)
            #expect(answer.header("www-authenticate") == "Bearer")
            #expect(try answer.value("word") == "unknown-key")
            let none = try await clinic.get("/api/visits")
            #expect(none.status == .unauthorized)
        }
    }

    @Test func anotherClinicsVisitIsNotThereForAKey() async throws {
        try await TestClinic.run { clinic in
            let neighbour = try #require(clinic.demonstration.neighbours.first)
            let answer = try await clinic.get(
                "/api/visits/\(clinic.visit)", ["authorization": "Bearer \(neighbour.key)"])
            #expect(answer.status == .notFound)
        }
    }

    @Test func theDocumentIsServedAndNamesEveryRoute() async throws {
        try await TestClinic.run { clinic in
            let document = try await clinic.get("/api/openapi.json")
            #expect(document.status == .ok)
            let object = try JSONSerialization.jsonObject(with: Data(document.body.readableBytesView)) as? [String: Any]
            let paths = try #require(object?["paths"] as? [String: Any])
            #expect(Set(paths.keys) == [
                "/api/visits", "/api/visits/{id}", "/api/visits/{id}/facts", "/api/visits/{id}/link",
                "/api/settlement/proposals",
            ])
        }
    }

    @Test func staticFilesHaveTheirTypeAndAreKept() async throws {
        try await TestClinic.run { clinic in
            let page = try await clinic.get("/test")
            let script = try #require(page.text.firstMatch(of: /src="(\/static\/[^"]+\.js)"/)?.1)
            let file = try await clinic.get(String(script))
            #expect(file.header("content-type")?.hasPrefix("text/javascript") == true)
            #expect(file.header("cache-control")?.contains("immutable") == true)
            let plain = try await clinic.get("/static/base.css")
            let tag = try #require(plain.header("etag"))
            let again = try await clinic.get("/static/base.css", ["if-none-match": tag])
            #expect(again.status == .notModified)
            for path in ["/static/../Templates/head.mustache", "/static/none.js", "/static/browser.d.ts"] {
                let missing = try await clinic.get(path)
                #expect(missing.status == .notFound)
            }
        }
    }

    @Test func publicPagesStandInBothLanguages() async throws {
        try await TestClinic.run { clinic in
            for path in ["/", "/test", "/support", "/sign-in", "/nowhere"] {
                for language in ["da", "en"] {
                    let page = try await clinic.get("\(path)?lang=\(language)", ["accept": "text/html"])
                    #expect(page.text.contains("<html lang=\"\(language)\">"), "\(path)")
                    #expect(!page.text.contains("{{"))
                    #expect(page.status == (path == "/nowhere" ? .notFound : .ok))
                }
            }
        }
    }

    /// A whole day of requests, good and bad, logged at the finest level: no name, no number, no secret.
    @Test func nothingPersonalIsLogged() async throws {
        try await TestClinic.run { clinic in
            let token = clinic.demonstration.links[0].token
            _ = try await clinic.get(clinic.link, ["accept": "text/html"])
            _ = try await clinic.post(clinic.link + "/arrive", json: "{\"device\":\"phone-of-karen\"}")
            _ = try await clinic.post(clinic.link + "/messages", json: "{\"text\":\"Jeg har ondt i maven\"}")
            _ = try await clinic.post(clinic.link + "/messages", json: "{\"text\":")
            _ = try await clinic.get("/v/\(token)x")
            let page = try await clinic.signedIn("anna")
            _ = try await clinic.post("/visits/\(clinic.visit)/admit", page)
            _ = try await clinic.get("/clinic", page)
            let key = ["authorization": "Bearer \(clinic.demonstration.key)"]
            _ = try await clinic.post("/api/visits", json: "{\"patient\":\"Ole Lund\",\"start\":\"soon\"}", key)
            let log = clinic.log.text
            #expect(log.contains("answered"))
            let session = try #require(page["cookie"]?.split(separator: "=").last)
            for secret in [
                token, "Karen", "Jensen", "20 11 22 33", "phone-of-karen", "maven", "Anna", "Holm", "Ole Lund",
                clinic.demonstration.key, TestClinic.password, String(session),
            ] { #expect(!log.contains(secret), "\(secret.prefix(4))…") }
        }
    }
}
