import Foundation
import SQLDatabase
import TestKit
import Testing

@Suite("Faults of connections and addresses", .watchesClock)
struct FaultTests {
    private func failureToOpen(_ url: String, _ options: SQLOptions = SQLOptions()) async -> SQLError? {
        await #expect(throws: SQLError.self) { try await withOpened(url, options) { _ in } }
    }

    @Test(
        "an address that is none is refused, and what would be right is said",
        arguments: [
            "", "mysql://host/name", "sqlite:", "sqlite://host/file", "sqlite:x.db?mode=wild",
            "sqlite:x.db?cache=shared", "postgres://host:port:port/x", "postgres://host/x?nonsense=1",
            "postgres://%zz/x", "http://example.org",
        ])
    func badURL(url: String) async throws {
        let error = await failureToOpen(url)
        guard case .badURL = error else {
            Issue.record("\(String(describing: error)) does not say that the address is bad")
            return
        }
        #expect(error?.description.contains("should") == true)
    }

    @Test(
        "no error shows the password of an address",
        arguments: [
            "postgres://ada:hunter2@host:port:port/x", "postgres://ada:hunter2@127.0.0.1:1/x",
            "postgres://ada@127.0.0.1:1/x?password=hunter2&connect_timeout=2",
            "mysql://ada:hunter2@127.0.0.1/x", "postgres://ada:hun%zzter2@127.0.0.1/x",
        ])
    func passwordInURL(url: String) async throws {
        let error = try #require(await failureToOpen(url))
        let shown = "\(error) \(String(reflecting: error))"
        #expect(!shown.contains("hunter2") && !shown.contains("ter2"), "\(shown)")
    }

    @Test("a refused connection says where to")
    func refused() async throws {
        let error = await failureToOpen("postgres://ada@127.0.0.1:1/books")
        guard case .cannotConnect(_, let target) = error else {
            Issue.record("\(String(describing: error)) does not say that no connection was made")
            return
        }
        #expect(target == "the PostgreSQL database 'books' at 127.0.0.1:1")
    }

    @Test("a wrong password, an unknown user and an unknown database are told apart")
    func wrongPassword() async throws {
        let server = try await PrivatePostgreSQL.start()
        try await withOpened(server.url) { database async throws in
            try await database.execute(script: "CREATE ROLE locked LOGIN PASSWORD 'right'")
        }
        let at = server.url.dropFirst("postgres://tester".count)
        try await withOpened("postgres://locked:right\(at)") { _ in }
        for address in ["postgres://locked:wrong\(at)", "postgres://nobody_here\(at)"] {
            let error = await failureToOpen(address)
            guard case .accessDenied = error else {
                Issue.record("\(String(describing: error)) does not say that access was denied")
                continue
            }
            #expect(error?.description.contains("wrong") == false)
        }
        let error = await failureToOpen("\(server.url)_that_is_not_there")
        guard case .cannotConnect(let failure, _) = error else {
            Issue.record("\(String(describing: error)) does not say that no connection was made")
            return
        }
        #expect(failure.message.contains("does not exist"))
    }

    @Test("a connection that dies in a transaction is reported, rolled back and replaced")
    func diesInTransaction() async throws {
        var options = SQLOptions()
        options.poolSize = 2
        try await Engine.postgreSQL.withDatabase(options) { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT)")
            let error = await #expect(throws: SQLError.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO n VALUES (1)")
                    // The server ends the session, as it would when an administrator says so.
                    try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            guard case .connectionLost = error else {
                Issue.record("\(String(describing: error)) does not say that the connection was lost")
                return
            }
            #expect(try await database.value("SELECT count(*) FROM n", as: Int.self) == 0)
            #expect(try await database.execute("INSERT INTO n VALUES (2)") == 1)
        }
    }

    @Test("a connection that died while it was idle is replaced unnoticed")
    func diesIdle() async throws {
        var options = SQLOptions()
        options.poolSize = 1
        try await Engine.postgreSQL.withURL { url in
            try await withOpened(url, options) { database async throws in
                let backend = try await database.value("SELECT pg_backend_pid()", as: Int.self)
                try await withOpened(url) { other async throws in
                    _ = try await other.query("SELECT pg_terminate_backend(CAST(\(backend) AS integer), 5000)")
                }
                #expect(try await database.value("SELECT pg_backend_pid()", as: Int.self) != backend)
            }
        }
    }

    @Test("when PostgreSQL restarts under load, errors are reported, nothing committed is lost, and the pool heals")
    func restart() async throws {
        let server = try await PrivatePostgreSQL.start()
        try await withOpened(server.url) { database async throws in
            try await database.execute(script: "CREATE TABLE n (i BIGINT PRIMARY KEY)")
            let (committed, failed) = (Counter(), Counter())
            let load = Task {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<16 {
                        group.addTask {
                            var i = task
                            while !Task.isCancelled {
                                do {
                                    try await database.execute("INSERT INTO n VALUES (\(i))")
                                    committed.count()
                                } catch let error as SQLError {
                                    switch error {
                                    case .connectionLost, .cannotConnect: failed.count()
                                    default: throw error
                                    }
                                } catch is CancellationError {
                                    return
                                }
                                i += 16
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            func wait(until isReached: () -> Bool) async throws {
                let deadline = ContinuousClock.now + .seconds(60)
                while !isReached(), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
            }
            // The load must be there before the server goes.
            try await wait { committed.value > 100 }
            try await server.restart()
            let before = committed.value
            try await wait { committed.value > before + 100 }
            load.cancel()
            try await load.value
            #expect(committed.value > before + 100)
            #expect(failed.value > 0)
            // Without fsync a server that is stopped the hard way still keeps what it wrote. A commit whose answer
            // was cut off may be there as well: at most one for each connection.
            let rows = try await database.value("SELECT count(*) FROM n", as: Int.self)
            #expect(rows >= committed.value && rows <= committed.value + 16)
        }
    }

    @Test("while PostgreSQL is down, accesses fail soon, and they work when it is back")
    func downAndUp() async throws {
        let server = try await PrivatePostgreSQL.start()
        try await withOpened(server.url) { database async throws in
            try await server.stop()
            let start = ContinuousClock.now
            for _ in 0..<3 { await #expect(throws: SQLError.self) { try await database.query("SELECT 1") } }
            #expect(.now - start < .seconds(60))
            try await server.resume()
            #expect(try await database.value("SELECT \(1)", as: Int.self) == 1)
        }
    }
}
