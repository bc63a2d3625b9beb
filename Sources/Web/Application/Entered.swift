import Foundation
import Hummingbird
import Kernel

/// A request's body, read once, unpacked where it came compressed, and bounded.
struct Entered: Sendable {
    let type: String
    let bytes: ByteBuffer

    /// The longest body of an act in JSON or a form.
    static let longestAct = 32 * 1024
    /// An offer of 15 media lines is about 45 KB as Chromium writes it.
    static let longestOffer = 128 * 1024

    /// Throws an HTTP error: 413 when there is more than that, unpacked or not, 415 for another coding than gzip, 400 for what
    /// is none.
    init(_ request: Request, upTo most: Int = longestAct) async throws {
        type = request.headers[.contentType] ?? ""
        let body = try await request.body.collect(upTo: most)
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "identity": bytes = body
        case "gzip":
            do {
                bytes = try Gzip.read(body, upTo: most)
            } catch {
                throw HTTPError(error == .tooLong ? .contentTooLarge : .badRequest)
            }
        default: throw HTTPError(.unsupportedMediaType)
        }
    }

    var isForm: Bool { type.hasPrefix("application/x-www-form-urlencoded") }

    var text: String { String(buffer: bytes) }

    /// Decodes JSON; an empty body counts as an empty object. Throws a refusal that names the field.
    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try ReadJSON.value(type, from: Data(bytes.readableBytesView))
    }

    /// The fields of a form, each with all its values; none when it is no form.
    var form: [String: [String]] { isForm ? FormFields(text).values : [:] }

    func field(_ name: String) -> String? { form[name]?.first }
}
