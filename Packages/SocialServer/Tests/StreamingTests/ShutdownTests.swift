import Foundation
import Testing

@Test(
    "when the server ends, WebSockets are closed with 1001 and streams of events end, and it does not wait for more",
    .timeLimit(.minutes(15)))
func theServerEnds() async throws {
    try await withTemporaryFolder { folder in
        let process = try BuiltTool("socialserver").process([
            "serve", "--port", "0", "--database", "sqlite:\(folder.path)/social.db", "--data",
            folder.appending(path: "media").path,
        ])
        let output = Pipe()
        process.standardOutput = output
        let (ends, ended) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { ended.yield($0.terminationStatus) }
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        let line = await output.firstLine()
        try #require(line.hasPrefix("listening on http://"))
        let host = String(line.dropFirst("listening on http://".count))
        let socket = try Script("watch.py", ["socket", host, "/api/v1/streaming?stream=public"])
        let lines = try Script("watch.py", ["lines", "http://\(host)/api/v1/streaming/public", ""])
        #expect(await socket.line() == "ready")
        #expect(await lines.line() == "ready")
        let start = ContinuousClock.now
        process.terminate()
        #expect(await socket.line() == "closed 1001")
        #expect(await lines.line() == nil)
        var iterator = ends.makeAsyncIterator()
        #expect(await iterator.next() == 0)
        #expect(ContinuousClock.now - start < .seconds(15))
    }
}
