import Foundation

/// A PostgreSQL server for the tests of one process, which ends with the process, however that ends.
///
/// The script `private-postgresql.sh` beside this package's sources starts it in a temporary folder, on a free port of
/// 127.0.0.1, and ends it when its input ends.
public final class PrivatePostgreSQL: Sendable {
    /// The server's address, with the database `postgres` and a user who may do everything.
    public let url: String
    private let script: RunningProgram
    private let answered: Counter

    /// How many of the script's answers were read: commands come one after the other.
    private actor Counter {
        private var lines = 1

        /// Sends a command and waits for the line that answers it.
        func command(_ word: String, to script: RunningProgram) async throws {
            let expected = lines + 1
            try script.write("\(word)\n")
            try await script.wait(for: "answer to '\(word)'") { [script] in
                script.outputData.count { $0 == 0x0A } >= expected
            }
            lines = expected
        }
    }

    /// The server that all tests share; started by the first that asks.
    public static var shared: PrivatePostgreSQL {
        get async throws { try await sharedStart.value }
    }

    private static let sharedStart = Task { try await start() }

    /// Starts a server of its own, which ends with the object.
    ///
    /// - Throws: ``Missing`` with the script's words if it does not start.
    public static func start() async throws -> PrivatePostgreSQL {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Scripts/private-postgresql.sh")
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw Missing("\(file.path) is missing: take TestKit along whole")
        }
        let bash = try RequiredTool.path(of: "bash", package: "bash")
        let script = try await RunningProgram.start(Program(bash, [file.path]), reading: .open)
        let line: String
        do {
            line = try await script.firstLine()
        } catch {
            throw Missing(
                "there is no PostgreSQL server for the tests: run Scripts/setup.sh, or apt-get install "
                    + "postgresql. \(error)")
        }
        return PrivatePostgreSQL(url: line, script: script)
    }

    private init(url: String, script: RunningProgram) {
        self.url = url
        self.script = script
        answered = Counter()
    }

    /// The address of a new, empty database of this server.
    ///
    /// - Throws: ``Missing`` if psql cannot make one.
    public func emptyDatabase() async throws -> String {
        let name = "t\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        let psql = try RequiredTool.path(of: "psql", package: "postgresql-client")
        _ = try await Program(psql, [url, "--quiet", "-c", "CREATE DATABASE \(name)"]).output()
        return url.replacing("/postgres", with: "/\(name)")
    }

    /// Cuts all connections and starts the server anew, at the same address.
    public func restart() async throws { try await answered.command("restart", to: script) }

    /// Cuts all connections and leaves the server down until ``resume()``.
    public func stop() async throws { try await answered.command("stop", to: script) }

    /// Starts the server after ``stop()``.
    public func resume() async throws { try await answered.command("start", to: script) }

    deinit {
        // The script ends the server at the end of its input; it must not be killed before it has.
        script.closeInput()
        Task { [script] in await script.waitUntilExit() }
    }
}
