import Foundation

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
    let process: Process

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
        guard result.status == 0 else { throw Missing(message: "user add: \(result.errors)") }
    }

    /// The address of an empty database.
    static func database(_ engine: Engine, in folder: URL) async throws -> String {
        switch engine {
        case .sqlite: return "sqlite:\(folder.appending(path: "social.db").path)"
        case .postgreSQL:
            let url = try await PrivatePostgreSQL.shared.url
            let name = "e\(UUID().uuidString.lowercased().replacing("-", with: ""))"
            let psql = try RequiredTool.path(of: "psql", package: "postgresql-client")
            let process = Process()
            process.executableURL = URL(filePath: psql)
            process.arguments = [url, "--quiet", "-c", "CREATE DATABASE \(name)"]
            try await process.runToEnd()
            guard process.terminationStatus == 0 else { throw Missing(message: "psql cannot make a database") }
            return url.replacing("/postgres", with: "/\(name)")
        }
    }

    /// Starts a server over a store.
    static func start(_ database: String, in folder: URL, arguments: [String] = []) async throws -> RunningServer {
        let process = try socialserver.process(
            ["serve", "--port", "0", "--rate-limit", "0"] + arguments,
            environment: [
                "SOCIALSERVER_DATABASE": database, "SOCIALSERVER_DATA": folder.appending(path: "data").path,
            ])
        let output = Pipe()
        process.standardOutput = output
        let errors = folder.appending(path: "errors")
        try Data().write(to: errors)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let line = await output.firstLine()
        guard line.hasPrefix("listening on "), let url = URL(string: String(line.dropFirst(13))) else {
            let words = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
            throw Missing(message: "the server's first line is '\(line)': \(words.suffix(400))")
        }
        return RunningServer(url: url, folder: folder, database: database, process: process)
    }

    /// Ends the server.
    func stop() async {
        process.terminate()
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                process.waitUntilExit()
                continuation.resume()
            }
        }
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
    try await withTemporaryFolder { folder in
        let output = folder.appending(path: "out")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try await process.runToEnd()
        return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
    }
}
