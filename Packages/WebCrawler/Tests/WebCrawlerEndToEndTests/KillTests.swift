import Foundation
import LooseJSON
import Synchronization
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")
private let kills = ProcessInfo.processInfo.environment["TEST_FULL"] == "1" ? 50 : 4

@Suite("Killed crawls", .watchesClock)
struct KillTests {
    private static let pageCount = 240
    private static let concurrency = 4

    /// A tree of pages, each of which takes a few milliseconds.
    private func treeServer() throws -> RawServer {
        try RawServer { request, send in
            guard let number = Int(request.path.dropFirst(2).prefix { $0 != "." }) ?? (request.path == "/" ? 0 : nil),
                number < Self.pageCount
            else {
                _ = send(RawServer.response("404 Not Found"))
                return
            }
            Thread.sleep(forTimeInterval: 0.004)
            let links = (number * 3 + 1...number * 3 + 3).filter { $0 < Self.pageCount }
            let body = "<title>\(number)</title>" + links.map { "<a href=/p\($0).html>x</a>" }.joined()
            _ = send(RawServer.response("200 OK", body: body))
        }
    }

    @Test("a crawl killed at random moments loses nothing, and fetches twice only what was in flight")
    func killed() async throws {
        var random = SystemRandomNumberGenerator()
        var done = 0
        while done < kills {
            let server = try treeServer()
            defer { server.stop() }
            try await withTemporaryFolder { folder in
                let arguments = [
                    "crawl", "http://127.0.0.1:\(server.port)/", "--concurrency", "\(Self.concurrency)", "--quiet",
                    "--database", "k.crawl",
                ]
                var killsHere = 0
                while killsHere < 3, done < kills {
                    let process = try await webcrawler.start(arguments, in: folder)
                    try await Task.sleep(for: .milliseconds(Int.random(in: 5...400, using: &random)))
                    process.send(SIGKILL)
                    _ = await process.waitUntilExit()
                    killsHere += 1
                    done += 1
                }
                let last = try await webcrawler.run(arguments, in: folder)
                #expect(last.status == 0, "\(last.errors)")
                let report = try await webcrawler.run(["report", "k.crawl", "--format", "json"], in: folder)
                let pages = try #require(JSONReader.read(report.outputData)["pages"]?.members)
                #expect(pages.count == Self.pageCount)
                let visits = server.visits.filter { $0.key == "/" || $0.key.hasPrefix("/p") }
                #expect(visits.count == Self.pageCount)
                let extra = visits.values.reduce(0) { $0 + $1 - 1 }
                #expect(
                    extra <= killsHere * Self.concurrency, "\(extra) pages were fetched again after \(killsHere) kills")
            }
        }
    }

    @Test("SIGINT ends a crawl cleanly, and the same command goes on", arguments: [SIGINT, SIGTERM])
    func interrupted(_ signal: Int32) async throws {
        let server = try treeServer()
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            let arguments = ["crawl", "http://127.0.0.1:\(server.port)/", "--delay", "0.02", "--database", "k.crawl"]
            let process = try await webcrawler.start(arguments, in: folder)
            for _ in 0..<3000 where server.visits.count < 10 { try await Task.sleep(for: .milliseconds(20)) }
            process.send(signal)
            // Only its own exit gives 130 for SIGTERM, too: a death by that signal would be 143.
            #expect(await process.waitUntilExit() == 130)
            let before = server.visits.count
            #expect(before < Self.pageCount)
            let rest = try await webcrawler.run(Array(arguments.prefix(2)) + ["--database", "k.crawl"], in: folder)
            #expect(rest.status == 0)
            #expect(server.visits.filter { $0.key.hasPrefix("/p") }.count == Self.pageCount - 1)
        }
    }
}
