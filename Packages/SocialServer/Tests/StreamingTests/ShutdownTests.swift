import Foundation
import TestKit
import Testing

@Test(
    "when the server ends, WebSockets are closed with 1001 and streams of events end, and it does not wait for more",
    .watchesClock,
    .timeLimit(.minutes(15)))
func theServerEnds() async throws {
    try await withTemporaryFolder { folder in
        let server = try await BuiltTool("socialserver").start([
            "serve", "--port", "0", "--database", "sqlite:\(folder.path)/social.db", "--data",
            folder.appending(path: "media").path,
        ])
        let host = String(try await server.address().absoluteString.dropFirst("http://".count))
        let socket = try await Script.start("watch.py", ["socket", host, "/api/v1/streaming?stream=public"])
        let lines = try await Script.start("watch.py", ["lines", "http://\(host)/api/v1/streaming/public", ""])
        #expect(await socket.line() == "ready")
        #expect(await lines.line() == "ready")
        let start = ContinuousClock.now
        server.send(SIGTERM)
        #expect(await socket.line() == "closed 1001")
        #expect(await lines.line() == nil)
        #expect(await server.waitUntilExit() == 0)
        #expect(ContinuousClock.now - start < .seconds(15))
    }
}
