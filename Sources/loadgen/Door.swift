import AsyncHTTPClient
import CNetwork
import NIOCore
import Synchronization

/// How headless peers come in: the server's own HTTP.
struct Door: Sendable {
    let url: String
    let thread: LoadThread

    /// Follows nobody, since an answer that leads elsewhere carries cookies; and opens as many connections as there
    /// are
    /// people with an event stream.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 8_192
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Longest answer that is read.
    private static let mostBytes = 1 << 20

    /// Joins a room of the setting for measuring; answers the peer's number when its keys are there.
    func join(room: String, seat: Int) async throws -> Int {
        try await join(at: "/test/media?room=\(room)&seat=\(seat)").number
    }

    /// Offers at a path and connects with the answer; gives the peer's number here and its address there.
    func join(at path: String, headers: [String: String] = [:]) async throws -> (number: Int, address: String) {
        let (number, offer) = try await thread.ask { try $0.add() }
        let (response, answer) = try await send(path, offer, type: "application/sdp", headers: headers)
        guard response.status == .created else {
            throw LoadFailure("POST \(path): \(response.status.code) \(answer.prefix(300))")
        }
        let isConnected = await withCheckedContinuation { continuation in
            thread.post { $0.accept(number, answer) { continuation.resume(returning: $0) } }
        }
        guard isConnected else { throw LoadFailure("a peer did not connect") }
        return (number, response.headers.first(name: "location") ?? path)
    }

    /// Sends a request and gives the whole answer.
    func send(
        _ path: String, method: String = "POST", _ body: String? = nil, type: String = "application/json",
        headers: [String: String] = [:]
    ) async throws -> (HTTPClientResponse, String) {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        if let body {
            request.headers.add(name: "content-type", value: type)
            request.body = .bytes(ByteBuffer(string: body))
        }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await Self.client.execute(request, timeout: .seconds(30))
        let answer = try await response.body.collect(upTo: Self.mostBytes)
        return (response, String(buffer: answer))
    }

    /// Reads an event stream until the task is cancelled.
    func listen(_ path: String, headers: [String: String] = [:]) async throws {
        var request = HTTPClientRequest(url: url + path)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await Self.client.execute(request, timeout: .hours(1))
        for try await _ in response.body {}
    }
}
