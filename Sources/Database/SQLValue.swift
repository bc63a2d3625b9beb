/// A value that goes into a statement or comes out of a row: what SQLite and PostgreSQL both have.
///
/// Times are whole milliseconds, money is whole øre, truth is 0 or 1, ids and JSON are text.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
}

/// Something that can be bound to a placeholder.
public protocol SQLBindable: Sendable {
    var sql: SQLValue { get }
}

extension SQLValue: SQLBindable {
    public var sql: SQLValue { self }
}

extension Int64: SQLBindable {
    public var sql: SQLValue { .integer(self) }
}

extension Int: SQLBindable {
    public var sql: SQLValue { .integer(Int64(self)) }
}

extension Bool: SQLBindable {
    public var sql: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: SQLBindable {
    public var sql: SQLValue { .real(self) }
}

extension String: SQLBindable {
    public var sql: SQLValue { .text(self) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    public var sql: SQLValue { self?.sql ?? .null }
}
