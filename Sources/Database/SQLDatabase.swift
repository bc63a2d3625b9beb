/// A database: statements within transactions. The SQL is written once for SQLite and PostgreSQL: placeholders
/// `$1…$n`, no `now()`, no arrays.
public protocol SQLDatabase: Sendable {
    /// Runs statements that only read, on one consistent state.
    func read<Answer: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Answer) async throws -> Answer
    /// Runs statements as one transaction: all are kept, durably, when `body` returns; none when it throws.
    @discardableResult
    func write<Answer: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Answer) async throws -> Answer
}

/// A connection within a transaction. Not to be kept beyond it.
public protocol SQLSession {
    /// The rows of a query, `values` being bound to `$1…$n` in their order.
    func rows(_ sql: String, _ values: [any SQLBindable]) throws -> [SQLRow]
    /// Runs a statement; the number of rows that it changed.
    @discardableResult
    func run(_ sql: String, _ values: [any SQLBindable]) throws -> Int
}

extension SQLSession {
    public func rows(_ sql: String) throws -> [SQLRow] { try rows(sql, []) }

    /// The first row; nil when there is none.
    public func row(_ sql: String, _ values: [any SQLBindable]) throws -> SQLRow? { try rows(sql, values).first }

    @discardableResult
    public func run(_ sql: String) throws -> Int { try run(sql, []) }
}
