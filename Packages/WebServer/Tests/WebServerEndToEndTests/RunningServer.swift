import Foundation
import TestKit

/// A started `webserver` on a free port of this machine.
struct RunningServer: Sendable {
    let program: RunningProgram
    let port: Int

    /// The number of its process.
    var process: Int32 { program.processIdentifier }

    /// Where it listens, as `http://127.0.0.1:49152`.
    var address: String { "http://127.0.0.1:\(port)" }

    /// What it has written to standard error so far.
    var errors: String { program.errors }

    /// Starts the built tool, waits until it says where it listens, runs `body`, and kills it. Who reads its log afterwards
    /// calls ``end()`` first.
    ///
    /// - Parameters:
    ///   - port: the port to ask for; nil leaves `--port` out.
    ///   - descriptors: how many file descriptors the process may have.
    ///   - fault: a fault that the kernel is made to have while the server runs.
    static func with<Value>(
        _ arguments: [String], environment: [String: String] = [:], port: Int? = 0, in folder: URL? = nil,
        descriptors: Int? = nil, fault: Fault? = nil, _ body: (RunningServer) async throws -> Value
    ) async throws -> Value {
        var program = try BuiltTool("webserver").program(
            arguments + (port.map { ["--port", "\($0)"] } ?? []), environment: environment, in: folder)
        if let descriptors {
            program.arguments =
                ["-c", "ulimit -n \(descriptors); exec \"$@\"", "sh", program.executable] + program.arguments
            program.executable = "/bin/sh"
        }
        if let fault {
            program.arguments = fault.arguments + [program.executable] + program.arguments
            program.executable = try RequiredTool.path(of: "strace", package: "strace")
        }
        let running = try await RunningProgram.start(program)
        defer { running.send(SIGKILL) }
        let line = try await running.firstLine()
        let server = RunningServer(program: running, port: Int(line.split(separator: ":").last ?? "") ?? 0)
        let value = try await body(server)
        running.send(SIGKILL)
        await running.waitUntilExit()
        return value
    }

    /// Asks the server to end and waits until it has: only then is every line of its log sure to be there.
    func end() async throws {
        program.send(SIGTERM)
        let status = await program.waitUntilExit()
        guard status == 0 else { throw Missing("the server ended with \(status): \(errors)") }
    }

    /// Waits until the server has said something on standard error.
    func waitFor(_ text: String) async throws {
        try await program.wait(for: text, limit: .seconds(20)) { program.errors.contains(text) }
    }
}

/// Waits until `condition` holds, looking every 20 ms, at most twenty seconds.
func eventually(_ condition: () throws -> Bool) async throws -> Bool {
    let start = ContinuousClock.now
    while try !condition() {
        if ContinuousClock.now - start > .seconds(20) { return false }
        try await Task.sleep(for: .milliseconds(20))
    }
    return true
}

/// A system call that fails while the server runs, as strace(1) makes it.
struct Fault: Sendable {
    /// The call, and how it fails: `pread64:error=EIO`.
    let rule: String
    /// The only file that it fails for; nil for all of them.
    var path: String?

    /// What stands before the command.
    fileprivate var arguments: [String] {
        // With -D the server itself is the child, and whatever ends it ends strace too.
        let call = rule.split(separator: ":").first.map(String.init) ?? rule
        let options = ["-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(rule)"]
        return options + (path.map { ["-P", $0] } ?? [])
    }
}
