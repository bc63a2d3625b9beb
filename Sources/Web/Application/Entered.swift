import Foundation
import Hummingbird
import Kernel

/// A request's body, read once and bounded.
struct Entered: Sendable {
    let type: String
    let bytes: ByteBuffer

    /// The longest body of an act in JSON or a form.
    static let longestAct = 32 * 1024
    /// An offer of 15 media lines is about 45 KB as Chromium writes it.
    static let longestOffer = 128 * 1024

    /// Throws an HTTP error, 413, when there is more than that.
    init(_ request: Request, upTo most: Int = longestAct) async throws {
        type = request.headers[.contentType] ?? ""
        bytes = try await request.body.collect(upTo: most)
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
