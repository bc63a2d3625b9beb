import Database
import Foundation
import Testing

/// The small SQL protocol, as its SQLite driver keeps it.
@Suite struct SQLiteTests {
    @Test func placeholdersAreBoundByNumberInAnyOrder() async throws {
        let database = try SQLiteDatabase()
        let row = try await database.read { try $0.row("select $2 as b, $1 as a, $2 as c", ["first", 7]) }
        #expect(try row?.text("a") == "first")
        #expect(try row?.integer("b") == 7)
        #expect(try row?.integer("c") == 7)
    }

    @Test func aFailedTransactionKeepsNothing() async throws {
        let database = try SQLiteDatabase()
        try await database.write { try $0.run("create table t (id bigint primary key)") }
        await #expect(throws: SQLFailure.self) {
            try await database.write { session in
                try session.run("insert into t (id) values ($1)", [1])
                try session.run("insert into t (id) values ($1)", [1])
            }
        }
        let count = try await database.read { try $0.row("select count(*) as n from t", [])?.integer("n") }
        #expect(count == 0)
    }

    @Test func errorsSayNothingOfTheValues() async throws {
        let database = try SQLiteDatabase()
        try await database.write { try $0.run("create table t (name text primary key)") }
        do {
            try await database.write { session in
                for _ in 0..<2 { try session.run("insert into t (name) values ($1)", ["Karen Jensen"]) }
            }
            Issue.record("a second Karen was let in")
        } catch {
            #expect(!"\(error)".contains("Karen"))
        }
    }

    @Test func missingColumnsAreFailures() async throws {
        let row = try await SQLiteDatabase().read { try $0.row("select 1 as a, null as b", []) }
        #expect(throws: SQLFailure.self) { try row?.text("a") }
        #expect(throws: SQLFailure.self) { try row?.integer("c") }
        #expect(try row?.optionalText("b") == nil)
    }

    @Test func migrationsRunOnceAndInOrder() async throws {
        let database = try SQLiteDatabase()
        let first = Migration(1, "one", ["create table t (id bigint)"])
        let second = Migration(2, "two", ["alter table t add column name text"])
        try await database.migrate([first], at: 1)
        try await database.migrate([second, first], at: 2)
        try await database.migrate([first, second], at: 3)
        let rows = try await database.read { try $0.rows("select number, applied_at from migrations order by number") }
        #expect(try rows.map { try $0.integer("applied_at") } == [1, 2])
        await #expect(throws: SQLFailure.self) { try await database.migrate([first], at: 4) }
    }

    @Test func aFileIsKeptDurably() async throws {
        let path = "/tmp/venterum-test-\(UInt64.random(in: 0 ... .max)).sqlite"
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let database = try SQLiteDatabase(path: path)
        let (journal, synchronous) = try await database.write { session in
            (
                try session.row("pragma journal_mode", [])?.text("journal_mode"),
                try session.row("pragma synchronous", [])?.integer("synchronous")
            )
        }
        #expect(journal == "wal")
        #expect(synchronous == 2)
    }
}
