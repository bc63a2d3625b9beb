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
        let data = bytes.readableBytes == 0 ? Data("{}".utf8) : Data(bytes.readableBytesView)
        do {
            return try JSONDecoder().decode(Value.self, from: data)
        } catch let error as DecodingError {
            throw Refusal(.invalid, "json-not-understood", field: error.field)
        }
    }

    /// The fields of a form (WHATWG URL, section 5.1), each with all its values.
    var form: [String: [String]] {
        guard isForm else { return [:] }
        var fields: [String: [String]] = [:]
        for pair in text.split(separator: "&").prefix(500) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first.flatMap(Self.decoded) else { continue }
            fields[name, default: []].append(parts.count > 1 ? Self.decoded(parts[1]) ?? "" : "")
        }
        return fields
    }

    func field(_ name: String) -> String? { form[name]?.first }

    private static func decoded(_ text: Substring) -> String? {
        text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }
}

extension DecodingError {
    /// The innermost field that was wrong or missing.
    fileprivate var field: String? {
        let path: [any CodingKey] =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        return path.last { $0.intValue == nil }?.stringValue
    }
}
