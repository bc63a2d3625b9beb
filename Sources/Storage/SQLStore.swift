import Database
import Kernel
import UseCases

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Everything that is kept, in one SQL database.
public struct SQLStore: Store {
    let database: any SQLDatabase

    /// Brings the schema up to date first.
    public init(_ database: any SQLDatabase, at now: Instant) async throws {
        self.database = database
        try await database.migrate(Self.migrations, at: now.ms)
    }
}

/// Values kept as JSON text.
enum JSONText {
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func read<Value: Decodable>(_ type: Value.Type, _ text: String, _ what: String) throws -> Value {
        do { return try JSONDecoder().decode(type, from: Data(text.utf8)) } catch {
            // Not the decoder's error: it may quote what it read.
            throw SQLFailure.unreadable(what)
        }
    }
}
