import Foundation
import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine
import TestKit
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Opening a file that is somebody else's", .watchesClock)
struct OpeningTests {
    /// Makes a file as other programs do: with this journal mode, a table and a row.
    private func withFile(
        _ mode: SQLJournalMode, _ body: (_ path: String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "theirs.db").path
            var options = SQLOptions()
            options.journalMode = mode
            try await withOpened("sqlite:\(path)", options) { database async throws in
                try await database.execute(script: "CREATE TABLE n (i BIGINT); INSERT INTO n VALUES (1)")
            }
            try await body(path)
        }
    }

    @Test("one that may only be read leaves no files beside it either, and refuses every write")
    func readOnly() async throws {
        try await withFile(.writeAheadLog) { path async throws in
            let before = try Data(contentsOf: URL(filePath: path))
            #expect(try await look(at: "sqlite:\(path)?mode=ro") == 1)
            try await withOpened("sqlite:\(path)?mode=ro") { database async throws in
                for sql in [
                    "DELETE FROM n", "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 7", "VACUUM",
                    "CREATE TABLE m (a)",
                ] {
                    await #expect(throws: SQLError.self, "\(sql)") {
                        try await database.withConnection { connection in
                            _ = try? connection.execute("PRAGMA query_only = OFF")
                            try connection.execute(SQLStatement(trusted: sql))
                        }
                    }
                }
                #expect(try await database.value("PRAGMA journal_mode", as: String.self) == "wal")
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            let folder = URL(filePath: path).deletingLastPathComponent().path
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["theirs.db"])
        }
    }

    @Test("an immutable file whose log holds changes is refused, since they would be left out in silence")
    func immutableWithLog() async throws {
        try await withFile(.writeAheadLog) { path async throws in
            try await withOpened("sqlite:\(path)") { database async throws in
                try await database.execute("INSERT INTO n VALUES (2)")
                let error = await #expect(throws: SQLError.self) {
                    try await withOpened("sqlite:\(path)?immutable=1") { _ in }
                }
                #expect("\(String(describing: error))".contains("which immutable=1 would leave out"))
            }
            #expect(try await look(at: "sqlite:\(path)?immutable=1") == 1 + 1)
        }
    }

    private func look(at url: String) async throws -> Int {
        try await withOpened(url) { database async throws in
            _ = try await database.write { try $0.value("SELECT count(*) FROM n", as: Int.self) }
            return try await database.value("SELECT count(*) FROM n", as: Int.self)
        }
    }

    @Test(
        "looking changes no byte of it and leaves no file beside it",
        arguments: [SQLJournalMode.rollbackJournal, .writeAheadLog])
    func looking(mode: SQLJournalMode) async throws {
        try await withFile(mode) { path async throws in
            let before = try Data(contentsOf: URL(filePath: path))
            #expect(try await look(at: "sqlite:\(path)") == 1)
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            let folder = URL(filePath: path).deletingLastPathComponent().path
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["theirs.db"])
        }
    }

    @Test("a log that another program left is read, and stays as it is")
    func leftLog() async throws {
        try await withFile(.writeAheadLog) { path async throws in
            let copy = path + ".copy"
            try await withOpened("sqlite:\(path)") { database async throws in
                try await database.execute("INSERT INTO n VALUES (2)")
                // As after a crash: the file and its log, in the middle of their life.
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                try FileManager.default.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
            }
            let files = try [copy, copy + "-wal"].map { try Data(contentsOf: URL(filePath: $0)) }
            #expect(try await look(at: "sqlite:\(copy)") == 2)
            #expect(try [copy, copy + "-wal"].map { try Data(contentsOf: URL(filePath: $0)) } == files)
            // One that writes also tidies up.
            try await withOpened("sqlite:\(copy)") { _ = try await $0.execute("INSERT INTO n VALUES (3)") }
            #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
            #expect(try await look(at: "sqlite:\(copy)") == 3)
        }
    }

    @Test("a write keeps the journal mode that the file has, and a program may ask for another")
    func journalMode() async throws {
        try await withFile(.rollbackJournal) { path async throws in
            try await withOpened("sqlite:\(path)") { database async throws in
                try await database.execute("INSERT INTO n VALUES (2)")
                #expect(try await database.value("PRAGMA journal_mode", as: String.self) == "delete")
            }
            var options = SQLOptions()
            options.journalMode = .writeAheadLog
            try await withOpened("sqlite:\(path)", options) { database async throws in
                #expect(try await database.value("PRAGMA journal_mode", as: String.self) == "wal")
            }
        }
    }

    @Test("an immutable file is read without a lock or a log, whatever its name")
    func immutable() async throws {
        try await withFile(.writeAheadLog) { path async throws in
            let strange = URL(filePath: path).deletingLastPathComponent().appending(path: "50% ä#b&c.db").path
            try FileManager.default.moveItem(atPath: path, toPath: strange)
            try await withOpened("sqlite:\(strange)?mode=ro&immutable=1") { database async throws in
                #expect(try await database.value("SELECT i FROM n", as: Int.self) == 1)
                await #expect(throws: SQLError.self) { try await database.execute("DELETE FROM n") }
                let folder = URL(filePath: strange).deletingLastPathComponent().path
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
            }
        }
    }

    @Test("a file that another connection is reading or writing opens at once")
    func inUse() async throws {
        try await withFile(.rollbackJournal) { path async throws in
            try await withOpened("sqlite:\(path)") { other async throws in
                let (started, starting) = AsyncStream<Void>.makeStream()
                let holder = Task {
                    try await other.write { connection in
                        try connection.execute("INSERT INTO n VALUES (2)")
                        starting.finish()
                        try holdUntilStopped(connection)
                    }
                }
                for await _ in started {}
                var options = SQLOptions()
                options.busyTimeout = .seconds(600)
                let start = ContinuousClock.now
                try await withOpened("sqlite:\(path)", options) { database async throws in
                    #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 1)
                }
                #expect(.now - start < .seconds(500))
                holder.cancel()
                _ = try? await holder.value
            }
        }
    }

    @Test("a bare file name, SQLite's own form and libpq's form are addresses")
    func addresses() async throws {
        try await withFile(.rollbackJournal) { path async throws in
            for address in [path, "file:\(path)?mode=ro", "file://localhost\(path)", "SQLITE:\(path)"] {
                #expect(try await look(at: address) == 1, "\(address)")
            }
            let strange = URL(filePath: path).deletingLastPathComponent().appending(path: "a b.db").path
            try FileManager.default.moveItem(atPath: path, toPath: strange)
            #expect(try await look(at: "file:\(strange.replacing(" ", with: "%20"))") == 1)
        }
        let memory = try await withOpened(":memory:") { try await $0.value("SELECT 1", as: Int.self) }
        #expect(memory == 1)
        let server = try #require(URLComponents(string: try await PrivatePostgreSQL.shared.url))
        let pairs = try libpqPairs(server)
        try await withOpened(pairs) { database async throws in
            #expect(database.dialect == .postgreSQL)
            #expect(try await database.value("SELECT 1", as: Int.self) == 1)
        }
        for address in ["mysql://x", "", "file:%zz", "sqlite:a.db?immutable=2", "sqlite:a.db?cache=shared"] {
            let error = await #expect(throws: SQLError.self, "\(address)") { try await withOpened(address) { _ in } }
            guard case .badURL = error else {
                Issue.record("\(address): \(String(describing: error)) does not say that it is no address")
                continue
            }
        }
    }

    private func libpqPairs(_ server: URLComponents) throws -> String {
        var pairs = ["dbname=\(server.path.dropFirst())"]
        if let user = server.user { pairs.append("user=\(user)") }
        if let host = server.host, !host.isEmpty { pairs.append("host=\(host)") }
        if let port = server.port { pairs.append("port=\(port)") }
        for item in server.queryItems ?? [] { pairs.append("\(item.name)=\(item.value ?? "")") }
        return pairs.joined(separator: " ")
    }

    @Test("triggers that feed a full-text index work where the schema is trusted, and nowhere else")
    func trustedSchema() async throws {
        try await withTemporaryFolder { folder in
            let url = "sqlite:\(folder.appending(path: "text.db").path)"
            var trusting = SQLOptions()
            trusting.trustsSchema = true
            try await withOpened(url, trusting) { database async throws in
                try await database.execute(
                    script: """
                        CREATE TABLE page (id INTEGER PRIMARY KEY, body TEXT);
                        CREATE VIRTUAL TABLE found USING fts5 (body, content = page, content_rowid = id);
                        CREATE TRIGGER feed AFTER INSERT ON page BEGIN
                            INSERT INTO found (rowid, body) VALUES (new.id, new.body);
                        END
                        """)
                try await database.execute("INSERT INTO page (body) VALUES ('a green parrot')")
                #expect(
                    try await database.value("SELECT count(*) FROM found WHERE found MATCH 'parrot'", as: Int.self) == 1
                )
            }
            try await withOpened(url) { database async throws in
                let error = await #expect(throws: SQLError.self) {
                    try await database.execute("INSERT INTO page (body) VALUES ('a red parrot')")
                }
                #expect("\(String(describing: error))".contains("unsafe use of virtual table"))
            }
        }
    }
}
