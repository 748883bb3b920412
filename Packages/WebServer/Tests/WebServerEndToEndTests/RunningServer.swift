import Foundation

/// A started `webserver` on a free port of this machine.
final class RunningServer: @unchecked Sendable {
    // Sendable: the process is only touched through its own thread-safe calls, the rest never changes.
    let process: Process
    let port: Int
    let errorFile: URL

    /// Where it listens, as `http://127.0.0.1:49152`.
    var address: String { "http://127.0.0.1:\(port)" }

    /// What it has written to standard error so far.
    var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

    private init(process: Process, port: Int, errorFile: URL) {
        (self.process, self.port, self.errorFile) = (process, port, errorFile)
    }

    /// Starts the built tool, waits until it says where it listens, runs `body`, and ends it.
    ///
    /// - Parameters:
    ///   - descriptors: how many file descriptors the process may have.
    ///   - fault: a fault that the kernel is made to have while the server runs.
    static func with<Value>(
        _ arguments: [String], environment: [String: String] = [:], descriptors: Int? = nil, fault: Fault? = nil,
        _ body: (RunningServer) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryFolder { scratch in
            let server = try await start(arguments, environment, descriptors, fault, scratch)
            defer {
                if server.process.isRunning { kill(server.process.processIdentifier, SIGKILL) }
                server.process.waitUntilExit()
            }
            return try await body(server)
        }
    }

    private static func start(
        _ arguments: [String], _ environment: [String: String], _ descriptors: Int?, _ fault: Fault?, _ scratch: URL
    ) async throws -> RunningServer {
        let process = try BuiltTool("webserver").process(
            arguments + ["--port", "0"], environment: environment)
        if let descriptors, let tool = process.executableURL {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments =
                ["-c", "ulimit -n \(descriptors); exec \"$@\"", "sh", tool.path] + (process.arguments ?? [])
        }
        if let fault, let tool = process.executableURL {
            process.executableURL = URL(filePath: try RequiredTool.path(of: "strace", package: "strace"))
            process.arguments = fault.arguments + [tool.path] + (process.arguments ?? [])
        }
        let (output, errors) = (scratch.appending(path: "out"), scratch.appending(path: "err"))
        try Data().write(to: output)
        try Data().write(to: errors)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        for _ in 0..<2_000 {
            let text = try String(contentsOf: output, encoding: .utf8)
            if let end = text.firstIndex(of: "\n"), let colon = text[..<end].lastIndex(of: ":"),
                let port = Int(text[text.index(after: colon)..<end])
            {
                return RunningServer(process: process, port: port, errorFile: errors)
            }
            if !process.isRunning { break }
            try await Task.sleep(for: .milliseconds(5))
        }
        if process.isRunning { process.terminate() }
        throw Missing(message: "the server did not start: \(try String(contentsOf: errors, encoding: .utf8))")
    }
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
