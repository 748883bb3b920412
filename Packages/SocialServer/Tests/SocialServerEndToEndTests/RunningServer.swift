import Foundation
import TestKit

let socialserver = BuiltTool("socialserver")

/// The engines that the suite runs on.
enum Engine: String, CaseIterable, Sendable {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"
}

/// A server of its own, on a free port and with an empty store, until `body` is done.
struct RunningServer: Sendable {
    let url: URL
    let folder: URL
    let database: String
    let process: RunningProgram

    var base: String { url.absoluteString }

    /// The variables with which every other run of the tool uses the same store.
    var environment: [String: String] {
        ["SOCIALSERVER_DATABASE": database, "SOCIALSERVER_DATA": folder.appending(path: "data").path]
    }

    /// Adds a member; the password is `password of NAME`.
    func add(_ name: String) async throws {
        let result = try await socialserver.run(
            ["user", "add", name, "--email", "\(name)@example.org", "--password-stdin"],
            input: Data("password of \(name)\n".utf8), environment: environment)
        guard result.status == 0 else { throw Missing("user add: \(result.errors)") }
    }

    /// The address of an empty database.
    static func database(_ engine: Engine, in folder: URL) async throws -> String {
        switch engine {
        case .sqlite: return "sqlite:\(folder.appending(path: "social.db").path)"
        case .postgreSQL: return try await PrivatePostgreSQL.shared.emptyDatabase()
        }
    }

    /// Starts a server over a store.
    static func start(_ database: String, in folder: URL, arguments: [String] = []) async throws -> RunningServer {
        let process = try await socialserver.start(
            ["serve", "--port", "0", "--rate-limit", "0"] + arguments,
            environment: [
                "SOCIALSERVER_DATABASE": database, "SOCIALSERVER_DATA": folder.appending(path: "data").path,
            ])
        let url = try await process.address()
        return RunningServer(url: url, folder: folder, database: database, process: process)
    }

    /// Ends the server.
    func stop() async {
        await process.stop()
    }
}

/// Gives `body` a server with the members `ada` and `ben`.
func withServer<Value>(
    _ engine: Engine = .sqlite, arguments: [String] = [], members: [String] = ["ada", "ben"],
    _ body: (RunningServer) async throws -> Value
) async throws -> Value {
    try await withTemporaryFolder { folder in
        let database = try await RunningServer.database(engine, in: folder)
        let server = try await RunningServer.start(database, in: folder, arguments: arguments)
        do {
            for name in members { try await server.add(name) }
            let value = try await body(server)
            await server.stop()
            return value
        } catch {
            await server.stop()
            throw error
        }
    }
}

/// Runs a script of the fixtures with the peers' Python and expects it to end well.
func python(_ script: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> (
    Int32, String
) {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(script)").path
    return try await run(try RequiredTool.python(), [path] + arguments, environment: environment)
}

/// Runs a program and returns its exit status and all that it wrote.
func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> (Int32, String)
{
    let shell = ["-c", "exec 2>&1; exec \"$@\"", "-", program] + arguments
    let result = try await Program("/bin/sh", shell, environment: environment).run()
    return (result.status, result.output)
}
