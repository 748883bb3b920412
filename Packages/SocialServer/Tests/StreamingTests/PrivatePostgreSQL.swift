import Foundation

/// A PostgreSQL server for the tests of one process, which ends with the process, however that ends.
///
/// To use it in another package's tests, copy this file: it finds `private-postgresql.sh` in the package
/// `SQLDatabase`, beside yours or vendored under `Libraries/`.
final class PrivatePostgreSQL: Sendable {
    /// The server's address, with the database `postgres` and a user who may do everything.
    let url: String
    // The script stops the server when this pipe closes.
    private let commands: FileHandle
    private let answers: FileHandle

    /// The server that all tests share; started by the first that asks.
    static var shared: PrivatePostgreSQL {
        get async throws { try await sharedStart.value }
    }

    private static let sharedStart = Task { try await start() }

    /// Starts a server of its own, which ends with the object.
    static func start() async throws -> PrivatePostgreSQL {
        let (commands, answers) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", try script.path]
        process.standardInput = commands
        process.standardOutput = answers
        try process.run()
        let server = commands.fileHandleForWriting
        let line = try await nextLine(of: answers.fileHandleForReading)
        return PrivatePostgreSQL(url: line, commands: server, answers: answers.fileHandleForReading)
    }

    private init(url: String, commands: FileHandle, answers: FileHandle) {
        self.url = url
        self.commands = commands
        self.answers = answers
    }

    deinit {
        try? commands.close()
    }

    /// Cuts all connections and starts the server anew, at the same address.
    func restart() async throws { try await command("restart") }

    /// Cuts all connections and leaves the server down until ``resume()``.
    func stop() async throws { try await command("stop") }

    /// Starts the server after ``stop()``.
    func resume() async throws { try await command("start") }

    private func command(_ word: String) async throws {
        try commands.write(contentsOf: Data("\(word)\n".utf8))
        _ = try await Self.nextLine(of: answers)
    }

    /// Reads up to the end of a line on a thread that may block.
    private static func nextLine(of handle: FileHandle) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                var line = Data()
                while let byte = try? handle.read(upToCount: 1), !byte.isEmpty, byte != Data([0x0a]) { line += byte }
                continuation.resume(
                    with: line.isEmpty
                        ? .failure(NoServer()) : .success(String(decoding: line, as: UTF8.self)))
            }
        }
    }

    private static var script: URL {
        get throws {
            var folder = URL(filePath: #filePath).deletingLastPathComponent()
            while folder.path != "/" {
                for place in ["", "SQLDatabase", "Libraries/SQLDatabase", "Packages/SQLDatabase"] {
                    let script = folder.appending(path: place).appending(path: "Scripts/private-postgresql.sh")
                    if FileManager.default.fileExists(atPath: script.path) { return script }
                }
                folder.deleteLastPathComponent()
            }
            throw NoServer()
        }
    }

    /// The server did not start; its own words are on standard error.
    struct NoServer: Error, CustomStringConvertible {
        var description: String {
            "there is no PostgreSQL server for the tests: run Scripts/setup.sh, or apt-get install postgresql"
        }
    }
}
