/// One row of an answer, read by column names. Reading what is not there is a failure, never a trap.
public struct SQLRow: Sendable {
    private let values: [String: SQLValue]

    /// Columns by their lower-case names.
    public init(_ values: [String: SQLValue]) { self.values = values }

    public func text(_ column: String) throws -> String {
        guard case .text(let text)? = values[column] else { throw SQLFailure.column(column, "text") }
        return text
    }

    public func integer(_ column: String) throws -> Int64 {
        guard case .integer(let number)? = values[column] else { throw SQLFailure.column(column, "integer") }
        return number
    }

    public func truth(_ column: String) throws -> Bool { try integer(column) != 0 }

    /// nil for `null`.
    public func optionalText(_ column: String) throws -> String? {
        if case .null? = values[column] { return nil }
        return try text(column)
    }

    public func optionalInteger(_ column: String) throws -> Int64? {
        if case .null? = values[column] { return nil }
        return try integer(column)
    }
}

/// The database broke, or is not as the program thinks. The message holds no values, for those may be personal.
public enum SQLFailure: Error, Sendable, CustomStringConvertible {
    /// A statement failed; SQLite's code or PostgreSQL's SQLSTATE, and the driver's message without the values.
    case statement(code: String, message: String)
    /// A unique or foreign key stands against it.
    case constraint(message: String)
    /// A column is missing or of another type.
    case column(String, String)
    /// What was kept cannot be read as what it should be.
    case unreadable(String)
    /// The database was made by a newer version of the program.
    case tooNew(found: Int, known: Int)

    public var description: String {
        switch self {
        case .statement(let code, let message): "SQL failed (\(code)): \(message)"
        case .constraint(let message): "SQL constraint: \(message)"
        case .column(let name, let type): "column \(name) is not \(type)"
        case .unreadable(let what): "cannot read what was kept of \(what)"
        case .tooNew(let found, let known):
            "the database is of version \(found); this program knows versions up to \(known)"
        }
    }
}
