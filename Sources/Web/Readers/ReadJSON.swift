import Foundation
import Kernel

/// JSON from outside (RFC 8259).
enum ReadJSON {
    /// Decodes; nothing at all counts as an empty object. Throws a refusal that names the field.
    static func value<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: data.isEmpty ? Data("{}".utf8) : data)
        } catch let error as DecodingError {
            throw Refusal(.invalid, "json-not-understood", field: error.field)
        }
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
