import GRDB

/// SQLite through GRDB: one writer, several readers, write-ahead log, and every commit on the disk before it is
/// answered (`synchronous=FULL`), because people are told only of what has been kept.
public struct SQLiteDatabase: SQLDatabase {
    private let access: any DatabaseWriter

    /// Opens or makes the file at the path. Its folder must exist.
    public init(path: String) throws {
        var configuration = Self.configuration
        configuration.maximumReaderCount = 4
        let pool = try DatabasePool(path: path, configuration: configuration)
        // GRDB sets NORMAL when it turns the write-ahead log on, which may lose the last commits in a power cut.
        try pool.writeWithoutTransaction { try $0.execute(sql: "pragma synchronous = full") }
        access = pool
    }

    /// A database in memory, for tests; gone with the last reference to it.
    public init() throws { access = try DatabaseQueue(configuration: Self.configuration) }

    private static var configuration: Configuration {
        var configuration = Configuration()
        // Another process (a backup) may hold the file for a moment.
        configuration.busyMode = .timeout(5)
        configuration.label = "venterum"
        // Errors must not carry the bound values, which may be personal.
        configuration.publicStatementArguments = false
        return configuration
    }

    public func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Answer
    ) async throws -> Answer {
        try await access.read { try body(SQLiteSession(connection: $0)) }
    }

    @discardableResult
    public func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Answer
    ) async throws -> Answer {
        try await access.write { try body(SQLiteSession(connection: $0)) }
    }
}

private struct SQLiteSession: SQLSession {
    let connection: GRDB.Database

    func rows(_ sql: String, _ values: [any SQLBindable]) throws -> [SQLRow] {
        try failing {
            let statement = try connection.cachedStatement(sql: sql)
            let names = statement.columnNames.map { $0.lowercased() }
            return try Row.fetchAll(statement, arguments: Self.arguments(values)).map { row in
                var columns: [String: SQLValue] = [:]
                for (index, name) in names.enumerated() {
                    let value: DatabaseValue = row[index]
                    columns[name] =
                        switch value.storage {
                        case .null, .blob: .null
                        case .int64(let number): .integer(number)
                        case .double(let number): .real(number)
                        case .string(let text): .text(text)
                        }
                }
                return SQLRow(columns)
            }
        }
    }

    func run(_ sql: String, _ values: [any SQLBindable]) throws -> Int {
        try failing {
            try connection.cachedStatement(sql: sql).execute(arguments: Self.arguments(values))
            return connection.changesCount
        }
    }

    /// `$2` is a *name* in SQLite, numbered by its first appearance; so values are bound by name.
    private static func arguments(_ values: [any SQLBindable]) -> StatementArguments {
        var named: [String: (any DatabaseValueConvertible)?] = [:]
        for (index, value) in values.enumerated() {
            let bound: DatabaseValue =
                switch value.sql {
                case .null: .null
                case .integer(let number): number.databaseValue
                case .real(let number): number.databaseValue
                case .text(let text): text.databaseValue
                }
            named["\(index + 1)"] = bound
        }
        return StatementArguments(named)
    }

    private func failing<Answer>(_ body: () throws -> Answer) throws -> Answer {
        do { return try body() } catch let error as DatabaseError {
            let message = error.message ?? "no message"
            if error.resultCode == .SQLITE_CONSTRAINT { throw SQLFailure.constraint(message: message) }
            throw SQLFailure.statement(code: "\(error.extendedResultCode.rawValue)", message: message)
        }
    }
}
