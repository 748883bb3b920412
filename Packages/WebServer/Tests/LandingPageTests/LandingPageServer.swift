import Foundation

/// The built `webserver`, started without a folder on a free port of the loopback interface.
struct LandingPageServer: Sendable {
    /// Where it listens, with a slash at the end.
    let address: String

    /// Runs `body` while the server runs.
    static func withRunning<Value>(_ body: (LandingPageServer) async throws -> Value) async throws -> Value {
        try await withTemporaryFolder { scratch in
            let (output, errors) = (scratch.appending(path: "out"), scratch.appending(path: "err"))
            try Data().write(to: output)
            try Data().write(to: errors)
            let process = try BuiltTool("webserver").process(["--port", "0"])
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
            defer { end(process) }
            for _ in 0..<1500 where process.isRunning {
                if let address = address(in: try Data(contentsOf: output)) {
                    return try await body(LandingPageServer(address: address))
                }
                try await Task.sleep(for: .milliseconds(20))
            }
            let said = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
            throw Missing(message: "webserver did not say where it listens; it said: \(said)")
        }
    }

    /// Asks the server to end, and makes it when it takes longer than five seconds.
    private static func end(_ process: Process) {
        process.terminate()
        let deadline = ContinuousClock.now + .seconds(5)
        while process.isRunning, ContinuousClock.now < deadline { usleep(10_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// The bytes that the server sends for a path of the page's folder.
    func get(_ path: String) async throws -> Data {
        let curl = try RequiredTool.path(of: "curl", package: "curl")
        return try await withTemporaryFolder { scratch in
            let target = scratch.appending(path: "body")
            let process = Process()
            process.executableURL = URL(filePath: curl)
            process.arguments = ["--silent", "--show-error", "--fail", "--output", target.path, address + path]
            try await process.runToEnd()
            guard process.terminationStatus == 0 else {
                throw Missing(message: "curl could not get \(address + path): exit status \(process.terminationStatus)")
            }
            return try Data(contentsOf: target)
        }
    }

    /// The address in the line `listening on http://HOST:PORT`, once it is complete.
    private static func address(in output: Data) -> String? {
        let text = String(decoding: output, as: UTF8.self)
        guard let end = text.firstIndex(of: "\n"), let start = text.range(of: "listening on ") else { return nil }
        guard start.upperBound < end else { return nil }
        let address = text[start.upperBound..<end].trimmingCharacters(in: .whitespaces)
        return address.hasSuffix("/") ? address : address + "/"
    }
}
