import Database
import Foundation
import Hummingbird
import HummingbirdTesting
import Kernel
import Storage
import UseCases
import Visits
import Web

/// A clinic on a whole application, without a socket: everything real but time, chance and media.
struct TestClinic {
    /// 2026-03-04 09:00 in Copenhagen.
    static let morning = Instant(ms: 1_772_611_200_000)
    static let password = "correct horse battery"

    let clock: TestClock
    let log: LogBook
    let media: TestMedia
    let demonstration: Demonstration
    let acts: Acts
    let client: any TestClientProtocol

    /// Runs a test against the demonstration clinic.
    static func run(
        _ settings: WebSettings = WebSettings(), _ test: @escaping @Sendable (TestClinic) async throws -> Void
    ) async throws {
        let clock = TestClock(morning)
        let log = LogBook()
        let media = TestMedia()
        let random = TestRandomness()
        let outside = Outside(
            clock: clock, random: random,
            secrets: CryptoSecrets(random: random, cost: CryptoSecrets.Cost(rounds: 16, parallelism: 1)),
            store: try await SQLStore(try SQLiteDatabase(), at: morning), media: media)
        let (acts, application) = try await buildApplication(outside, settings: settings, logger: log.logger)
        let demonstration = try await acts.seedDemonstration(password: password)
        try await application.test(.router) { client in
            try await test(
                TestClinic(
                    clock: clock, log: log, media: media, demonstration: demonstration, acts: acts, client: client))
        }
    }

    /// The patient's link, as a path.
    var link: String { "/v/\(demonstration.links[0].token)" }
    var visit: String { demonstration.links[0].visit.text }

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> TestResponse {
        try await send(.get, path, headers)
    }

    func post(_ path: String, json: String = "{}", _ headers: [String: String] = [:]) async throws -> TestResponse {
        try await send(.post, path, headers.merging(["content-type": "application/json"]) { a, _ in a }, json)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: [String: String] = [:], _ body: String? = nil
    ) async throws -> TestResponse {
        var fields: HTTPFields = [:]
        for (name, value) in headers { fields[field(name)] = value }
        return try await client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) })
    }

    /// Signs in; gives the headers that a page of that session sends with its acts.
    func signedIn(_ name: String) async throws -> [String: String] {
        let (token, signedIn) = try await acts.signIn(name: name, password: Self.password, address: "test")
        return ["cookie": "session=\(token)", "x-form-token": signedIn.formToken]
    }
}

/// The name of a header field.
func field(_ name: String) -> HTTPFields.Element.Name {
    guard let known = HTTPFields.Element.Name(name) else { preconditionFailure("tests use well-formed names") }
    return known
}

extension TestResponse {
    var text: String { String(buffer: body) }

    func header(_ name: String) -> String? { headers[field(name)] }

    /// A value of the answer's JSON object, as text.
    func value(_ name: String) throws -> String? {
        let object = try JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any]
        return object?[name].map { "\($0)" }
    }
}
