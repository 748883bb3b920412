import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `pokedex serve` on a free port, until `body` is done.
func withServer<Value>(
    environment: [String: String]? = nil, _ body: (URL) async throws -> Value
) async throws -> Value {
    let variables: [String: String]
    if let environment { variables = environment } else { variables = try await sharedDatabase.value }
    let process = try pokedex.process(["serve", "--port", "0"], environment: variables)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    defer {
        process.terminate()
        process.waitUntilExit()
    }
    let line = await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            var line = Data()
            let handle = output.fileHandleForReading
            while let byte = try? handle.read(upToCount: 1), !byte.isEmpty, byte != Data([0x0a]) { line += byte }
            continuation.resume(returning: String(decoding: line, as: UTF8.self))
        }
    }
    guard line.hasPrefix("listening on "), let url = URL(string: String(line.dropFirst(13))) else {
        throw Missing(message: "the server's first line is '\(line)'")
    }
    return try await body(url)
}

/// What a server answered.
struct Reply {
    let status: Int
    let body: Data
    let headers: [String: String]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a JSON object.
    var object: [String: Any] {
        get throws { try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:] }
    }
}

/// Asks a server, by POST if there is a body. The path is taken as it stands, with its escapes.
func get(
    _ path: String, of server: URL, headers: [String: String] = [:], posting body: Data? = nil
) async throws -> Reply {
    guard let url = URL(string: "\(server.absoluteString)\(path)") else { throw Missing(message: "\(path) is no path") }
    var request = URLRequest(url: url)
    request.timeoutInterval = 60
    if body != nil { request.httpMethod = "POST" }
    request.httpBody = body
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let session = URLSession(configuration: .ephemeral)
    let (answer, response) = try await session.data(for: request)
    let http = response as? HTTPURLResponse
    var fields: [String: String] = [:]
    for (name, value) in http?.allHeaderFields ?? [:] { fields["\(name)".lowercased()] = "\(value)" }
    return Reply(status: http?.statusCode ?? 0, body: answer, headers: fields)
}

/// Runs a script with the Python of the peers, and returns what it wrote on standard output.
func runPython(_ script: URL, _ arguments: [String]) async throws -> Data {
    let python = try RequiredTool.python()
    return try await withTemporaryFolder { folder in
        let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "err"))
        try Data().write(to: output)
        try Data().write(to: errors)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [script.path] + arguments
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try await process.runToEnd()
        guard process.terminationStatus == 0 else {
            let words = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
            throw Missing(message: "\(script.lastPathComponent) failed: \(words.suffix(800))")
        }
        return try Data(contentsOf: output)
    }
}
