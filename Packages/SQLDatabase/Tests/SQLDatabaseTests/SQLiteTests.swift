import Foundation
import SQLDatabase
import SQLiteEngine
import TestKit
import Testing

@Suite("SQLite alone", .watchesClock)
struct SQLiteTests {
    private func withFile(
        _ options: SQLOptions = SQLOptions(), _ body: (Database, _ path: String) async throws -> Void
    ) async throws {
        var options = options
        options.journalMode = .writeAheadLog
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "test.db").path
            try await withOpened("sqlite:\(path)", options) { try await body($0, path) }
        }
    }

    @Test("a program's own file keeps a write-ahead log, foreign keys and full synchronization")
    func settings() async throws {
        try await withFile { database, _ async throws in
            #expect(try await database.value("PRAGMA journal_mode", as: String.self) == "wal")
            for role in [SQLRole.reader, .writer] {
                let found = try await database.withConnection(role) { connection in
                    try ["foreign_keys", "synchronous"].map { name in
                        try connection.value("PRAGMA \(identifier: name)", as: Int.self)
                    }
                }
                #expect(found == [1, 2])
            }
        }
    }

    @Test("text that is not UTF-8 comes as its bytes, never as another text")
    func notUTF8() async throws {
        try await withFile { database, _ async throws in
            try await database.execute(
                script: "CREATE TABLE n (t TEXT); INSERT INTO n VALUES (CAST(x'636166e9' AS TEXT))")
            let row = try #require(try await database.first("SELECT t, t || 'é' AS u, 'caf\u{e9}' AS v FROM n"))
            #expect(row.values[0] == .blob([0x63, 0x61, 0x66, 0xe9]))
            #expect(row.values[1] == .blob([0x63, 0x61, 0x66, 0xe9, 0xc3, 0xa9]))
            #expect(row.values[2] == .text("café"))
            #expect(throws: SQLError.self) { try row.get("t", as: String.self) }
        }
    }

    @Test("text in double quotes is a name, never a string")
    func doubleQuotes() async throws {
        try await withFile { database, _ async throws in
            await #expect(throws: SQLError.self) { try await database.query("SELECT \"no such column\"") }
            _ = try await database.query("SELECT 1")
        }
    }

    @Test("readers read while a writer writes")
    func readersBesideWriter() async throws {
        try await withFile { database, _ async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT); INSERT INTO n VALUES (1)")
            let (started, starting) = AsyncStream<Void>.makeStream()
            let writer = Task {
                try await database.write { connection in
                    try connection.execute("DELETE FROM n")
                    starting.finish()
                    try holdUntilStopped(connection)
                }
            }
            for await _ in started {}
            #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 1)
            writer.cancel()
            _ = try? await writer.value
        }
    }

    @Test("a file that another holds locked is waited for within the limit; then the holder is named")
    func locked() async throws {
        var options = SQLOptions()
        options.busyTimeout = .milliseconds(300)
        try await withFile(options) { database, path async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT)")
            try await withOpened("sqlite:\(path)") { other async throws in
                let (started, starting) = AsyncStream<Void>.makeStream()
                let holder = Task {
                    try await other.write { connection in
                        try connection.execute("INSERT INTO n VALUES (1)")
                        starting.finish()
                        try holdUntilStopped(connection)
                    }
                }
                for await _ in started {}
                let start = ContinuousClock.now
                let error = await #expect(throws: SQLError.self) {
                    try await database.execute("INSERT INTO n VALUES (2)")
                }
                #expect(.now - start >= .milliseconds(300))
                guard case .busy(_, let waited, let name) = error else {
                    Issue.record("\(String(describing: error)) does not say that the file is locked")
                    return
                }
                #expect(waited >= .milliseconds(300))
                #if os(Linux)
                    #expect(name == "another connection of this process")
                #endif
                holder.cancel()
                _ = try? await holder.value
            }
        }
    }

    @Test("a wait for a lock can be cancelled, and one that ends in time succeeds")
    func cancelledWait() async throws {
        var options = SQLOptions()
        options.busyTimeout = .seconds(60)
        try await withFile(options) { database, path async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT)")
            try await withOpened("sqlite:\(path)") { other async throws in
                try await other.write { connection in
                    try connection.execute("INSERT INTO n VALUES (1)")
                }
                let (started, starting) = AsyncStream<Void>.makeStream()
                let holder = Task {
                    try await other.write { connection in
                        starting.finish()
                        try holdUntilStopped(connection)
                    }
                }
                for await _ in started {}
                let start = ContinuousClock.now
                let waiter = Task { try await database.execute("INSERT INTO n VALUES (2)") }
                try await Task.sleep(for: .milliseconds(50))
                waiter.cancel()
                await #expect(throws: CancellationError.self) { try await waiter.value }
                #expect(.now - start < .seconds(50))
                let patient = Task { try await database.execute("INSERT INTO n VALUES (3)") }
                try await Task.sleep(for: .milliseconds(50))
                holder.cancel()
                #expect(try await patient.value == 1)
                _ = try? await holder.value
            }
        }
    }

    @Test("a full database says so, and what it holds stays whole")
    func full() async throws {
        try await withFile { database, _ async throws in
            try await database.execute(script: "CREATE TABLE n (b BLOB)")
            try await database.withConnection { _ = try $0.query("PRAGMA max_page_count = 40") }
            let error = await #expect(throws: SQLError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO n VALUES (zeroblob(1000))")
                    try connection.execute("INSERT INTO n VALUES (zeroblob(1000000))")
                }
            }
            guard case .full = error else {
                Issue.record("\(String(describing: error)) does not say that there is no room")
                return
            }
            #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 0)
            #expect(try await database.value("PRAGMA integrity_check", as: String.self) == "ok")
            #expect(try await database.execute("INSERT INTO n VALUES (1)") == 1)
        }
    }

    @Test(
        "a file that is no database is refused", arguments: ["This is a letter, not a database. ", "SQLite format 3\0"])
    func notADatabase(content: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "letter.txt")
            try Data(String(repeating: content, count: 200).utf8).write(to: file)
            let error = await #expect(throws: SQLError.self) { try await withOpened("sqlite:\(file.path)") { _ in } }
            guard case .notADatabase = error else {
                Issue.record("\(String(describing: error)) does not say that the file is no database")
                return
            }
            #expect(try Data(contentsOf: file) == Data(String(repeating: content, count: 200).utf8))
        }
    }

    @Test("a damaged database is reported, not read past")
    func damaged() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "test.db")
            try await withOpened("sqlite:\(file.path)") { database async throws in
                try await database.execute(script: "CREATE TABLE n (i INTEGER PRIMARY KEY, t TEXT)")
                try await database.write { connection in
                    for i in 0..<2000 { try connection.execute("INSERT INTO n VALUES (\(i), \("text number \(i)"))") }
                }
            }
            var bytes = try Data(contentsOf: file)
            for index in 8192..<min(bytes.count, 40_000) { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
            try bytes.write(to: file)
            let error = await #expect(throws: SQLError.self) {
                try await withOpened("sqlite:\(file.path)") { _ = try await $0.query("SELECT * FROM n") }
            }
            guard case .notADatabase = error else {
                Issue.record("\(String(describing: error)) does not say that the file is damaged")
                return
            }
        }
    }

    @Test("a folder, a missing folder and a missing file cannot be opened")
    func cannotOpen() async throws {
        try await withTemporaryFolder { folder async throws in
            for path in [
                folder.path, folder.path + "/no/such.db", folder.path + "/none.db?mode=rw", "/none.db?mode=ro",
            ] {
                let error = await #expect(throws: SQLError.self) { try await withOpened("sqlite:\(path)") { _ in } }
                guard case .cannotConnect = error else {
                    Issue.record("\(path): \(String(describing: error)) does not say that it cannot be opened")
                    continue
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("a file opened for reading is read and not written")
    func readOnlyFile() async throws {
        try await withFile { database, path async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT); INSERT INTO n VALUES (1)")
            try await withOpened("sqlite:\(path)?mode=ro") { reader async throws in
                #expect(try await reader.value("SELECT i FROM n", as: Int.self) == 1)
                let error = await #expect(throws: SQLError.self) { try await reader.execute("DELETE FROM n") }
                guard case .readOnly = error else {
                    Issue.record("\(String(describing: error)) does not say that it only reads")
                    return
                }
            }
        }
    }

    @Test("a backup is the database as it was, while others go on writing")
    func backup() async throws {
        try await withFile { database, path async throws in
            try await database.execute(script: "CREATE TABLE n (i INTEGER PRIMARY KEY, b BLOB)")
            try await database.write { connection in
                for i in 0..<4000 { try connection.execute("INSERT INTO n VALUES (\(i), randomblob(3000))") }
            }
            let writer = Task {
                var i = 10_000
                while !Task.isCancelled {
                    try await database.execute("INSERT INTO n VALUES (\(i), randomblob(3000))")
                    i += 1
                }
            }
            let steps = Counter()
            try await database.backup(to: path + ".copy") { copied, total in
                #expect(copied <= total)
                steps.count()
            }
            writer.cancel()
            _ = try? await writer.value
            #expect(steps.value > 1)
            try await withOpened("sqlite:\(path).copy") { copy async throws in
                #expect(try await copy.value("PRAGMA integrity_check", as: String.self) == "ok")
                #expect(try await copy.value("SELECT count(*) FROM n WHERE i < 4000", as: Int.self) == 4000)
            }
            await #expect(throws: SQLError.self) { try await database.backup(to: "/no/such/folder/copy.db") }
        }
    }
}
