import AsyncHTTPClient
import Foundation
import NIOHTTP1

/// A signed-in member of staff: session and form token, as the page carries them.
struct StaffDoor: Sendable {
    let door: Door
    private let headers: [String: String]

    /// Signs in through the form.
    init(_ door: Door, account: String, password: String) async throws {
        self.door = door
        let (form, page) = try await door.send("/sign-in", method: "GET")
        let token = try Self.between(#"name="_form-token" value=""#, page)
        let body = Self.form(["_form-token": token, "account": account, "password": password, "next": "/clinic"])
        let (answer, text) = try await door.send(
            "/sign-in", body, type: "application/x-www-form-urlencoded", headers: ["cookie": Self.cookies(form)])
        guard answer.status.code / 100 == 3 else {
            throw LoadFailure("sign-in: \(answer.status.code) \(text.prefix(200))")
        }
        let cookie = Self.cookies(answer)
        let (_, clinic) = try await door.send("/clinic", method: "GET", headers: ["cookie": cookie])
        let formToken = try Self.between(#"name="form-token" content=""#, clinic)
        headers = ["cookie": cookie, "x-form-token": formToken]
    }

    /// Carries out an act; throws with what the server said when it did not.
    @discardableResult func act(_ path: String, _ body: String = "{}") async throws -> [String: Any] {
        try await door.act(path, body, headers: headers)
    }

    /// A form of the manager's pages.
    func submit(_ path: String, _ fields: [String: String]) async throws {
        let (answer, text) = try await door.send(
            path, Self.form(fields), type: "application/x-www-form-urlencoded", headers: headers)
        guard answer.status.code / 100 == 3 else {
            throw LoadFailure("POST \(path): \(answer.status.code) \(text.prefix(200))")
        }
    }

    /// The clinician's own path.
    func join() async throws -> Int { try await door.join(at: "/clinic/media", headers: headers).number }

    /// The clinic's event stream, until cancelled.
    func listen() async throws { try await door.listen("/clinic/events", headers: headers) }

    private static func between(_ mark: String, _ page: String) throws -> String {
        guard let start = page.range(of: mark)?.upperBound, let end = page[start...].firstIndex(of: "\"") else {
            throw LoadFailure("a page without \(mark)")
        }
        return String(page[start..<end])
    }

    private static func cookies(_ response: HTTPClientResponse) -> String {
        response.headers["set-cookie"].compactMap { $0.split(separator: ";").first.map(String.init) }
            .joined(separator: "; ")
    }

    private static func form(_ fields: [String: String]) -> String {
        let plain = CharacterSet.alphanumerics
        return fields.map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")" }
            .joined(separator: "&")
    }
}

extension Door {
    /// Posts JSON and reads an object; throws with what the server said when it refused.
    func act(_ path: String, _ body: String = "{}", headers: [String: String] = [:]) async throws -> [String: Any] {
        let (answer, text) = try await send(path, body, headers: headers)
        guard answer.status.code / 100 == 2 else {
            throw LoadFailure("POST \(path): \(answer.status.code) \(text.prefix(300))")
        }
        return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }
}
