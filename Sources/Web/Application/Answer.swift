import Foundation
import Hummingbird

/// The answers that routes give.
enum Answer {
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return encoder
    }

    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json",
        headers more: HTTPFields = [:]
    ) throws -> Response {
        var headers = more
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }

    /// - Parameter request: Of a reader to whom the page may be sent compressed (`Gzip.answer`).
    static func html(
        _ text: String, status: HTTPResponse.Status = .ok, compressedFor request: Request? = nil
    ) -> Response {
        Self.text(text, type: "text/html; charset=utf-8", status: status, compressedFor: request)
    }

    static func text(
        _ text: String, type: String, status: HTTPResponse.Status = .ok, headers more: HTTPFields = [:],
        compressedFor request: Request? = nil
    ) -> Response {
        var headers = more
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        var body = ByteBuffer(string: text)
        if let request { body = Gzip.answer(body, to: request, &headers) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    static var nothing: Response { Response(status: .noContent, headers: [.cacheControl: "no-store"]) }

    /// To another page, by GET (RFC 9110, section 15.4.4).
    static func goTo(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
