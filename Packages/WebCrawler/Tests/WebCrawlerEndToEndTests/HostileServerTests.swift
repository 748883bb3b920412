import Foundation
import LooseJSON
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")

@Suite("Hostile servers", .watchesClock)
struct HostileServerTests {
    /// Checks the site of a server, whose front page links to the paths, and gives the findings as "kind path".
    private func check(
        _ paths: [String], options: [String] = [],
        _ answer: @escaping @Sendable (RawServer.Request, RawServer.Send) -> Void
    ) async throws -> (status: Int32, findings: Set<String>, server: RawServer) {
        let front = "<p>Front</p>" + paths.map { "<a href='\($0)'>x</a>" }.joined()
        let server = try RawServer { request, send in
            switch request.path {
            case "/": _ = send(RawServer.response("200 OK", body: front))
            case "/robots.txt", "/sitemap.xml": _ = send(RawServer.response("404 Not Found"))
            default: answer(request, send)
            }
        }
        defer { server.stop() }
        let base = "http://127.0.0.1:\(server.port)"
        let result = try await webcrawler.run(
            ["check", base + "/", "--json", "--backoff", "0.05", "--timeout", "4", "--retries", "1"] + options)
        let found = try JSONReader.read(result.outputData)["findings"]?.elements ?? []
        let findings = found.map { "\($0["kind"]?.text ?? "") \($0["target"]?.text?.dropFirst(base.count) ?? "")" }
        return (result.status, Set(findings), server)
    }

    @Test("a throttled address is asked again, and is no finding when the server relents")
    func throttled() async throws {
        let result = try await check(["/t"]) { request, send in
            _ = send(
                request.visits < 3
                    ? RawServer.response("429 Too Many Requests", ["Retry-After: 0.05"])
                    : RawServer.response("200 OK", body: "x"))
        }
        #expect(result.status == 0)
        #expect(result.findings.isEmpty)
        #expect(result.server.visits["/t"] == 4)
    }

    @Test("a server that throttles for ever makes the check incomplete")
    func throttledForEver() async throws {
        let result = try await check(["/t"], options: ["--max-retry-after", "0.05"]) { _, send in
            _ = send(RawServer.response("429 Too Many Requests", ["Retry-After: 0.01"]))
        }
        #expect(result.status == 3)
        #expect(result.findings == ["throttled /t"])
        #expect(result.server.visits["/t"] == 9)
    }

    @Test(
        "a host that asks to stay away beyond the limit is given up at once", arguments: ["429 Too Many", "503 Busy"])
    func closed(_ status: String) async throws {
        let result = try await check(["/t", "/later"], options: ["--max-retry-after", "2", "--concurrency", "1"]) {
            _, send in
            _ = send(RawServer.response(status, ["Retry-After: 3600"]))
        }
        #expect(result.status == 3)
        #expect(result.findings == ["throttled /t"])
        #expect(result.server.visits["/t"] == 1)
        #expect(result.server.visits["/later"] == nil)
    }

    @Test("a server that stalls times out")
    func stalls() async throws {
        let result = try await check(["/stall", "/half"]) { request, send in
            if request.path == "/half" { _ = send(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".utf8)) }
            Thread.sleep(forTimeInterval: 12)
        }
        #expect(result.status == 1)
        #expect(result.findings == ["timeout /stall", "timeout /half"])
    }

    @Test("a body shorter than its length, and an answer that is not HTTP, are broken")
    func lies() async throws {
        let result = try await check(["/short", "/noise", "/hangup"]) { request, send in
            switch request.path {
            case "/short":
                _ = send(Array("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\nshort".utf8))
            case "/noise": _ = send(Array("SSH-2.0-nothing\r\n\r\n".utf8))
            default: return
            }
        }
        #expect(result.status == 1)
        #expect(result.findings == ["broken /short", "broken /noise", "broken /hangup"])
    }

    @Test("redirects in a circle are a loop, chains end where they end, and wild targets are broken")
    func redirects() async throws {
        let result = try await check(["/self", "/a", "/chain", "/wild", "/gone"]) { request, send in
            let targets = [
                "/self": "/self", "/a": "/b", "/b": "/a", "/chain": "/chain2", "/chain2": "/end",
                "/wild": "javascript:alert(1)", "/gone": "/missing",
            ]
            if let target = targets[request.path] {
                _ = send(RawServer.response("302 Found", ["Location: \(target)"]))
            } else {
                _ = send(RawServer.response(request.path == "/end" ? "200 OK" : "404 Not Found", body: "x"))
            }
        }
        #expect(result.status == 1)
        #expect(result.findings == ["loop /self", "loop /a", "redirect /chain", "broken /gone", "broken /wild"])
    }

    @Test("an endless stream is cut at the limit, and an endless head is refused")
    func endless() async throws {
        let result = try await check(["/stream", "/head"], options: ["--max-body", "65536", "--timeout", "5"]) {
            request, send in
            let start = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            _ = send(Array((request.path == "/head" ? start : start + "Connection: close\r\n\r\n").utf8))
            let piece = Array(
                (request.path == "/head" ? "X-Long: \(String(repeating: "x", count: 4000))\r\n" : "<p>more</p>\n").utf8)
            for _ in 0..<1_000_000 where !send(piece) { return }
        }
        #expect(result.status == 1)
        #expect(result.findings == ["broken /head"])
    }

    @Test("a decompression bomb is refused before it fills the memory")
    func bomb() async throws {
        // 40 MiB of zeros in 40 kB: a gzip member that repeats one block of matches of length 258.
        let bomb = try await gzipped(Data(count: 40 << 20))
        let result = try await check(["/bomb"]) { _, send in
            let head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
            _ = send(Array(head.utf8) + bomb)
        }
        #expect(result.status == 1)
        #expect(result.findings == ["unreadable /bomb"])
    }

    @Test("a server error on robots.txt means that nothing is fetched")
    func robotsError() async throws {
        let server = try RawServer { request, send in
            _ = send(RawServer.response(request.path == "/robots.txt" ? "503 Unavailable" : "200 OK", body: "<p>x"))
        }
        defer { server.stop() }
        let result = try await webcrawler.run(
            ["check", "http://127.0.0.1:\(server.port)/", "--retries", "0", "--json"])
        #expect(result.status == 1)
        #expect(result.errors.contains("robots.txt answered with status 503"))
        #expect(server.visits["/"] == nil)
    }

    @Test("crawl-delay and --delay keep requests apart")
    func delays() async throws {
        let server = try RawServer { request, send in
            switch request.path {
            case "/robots.txt":
                _ = send(RawServer.response("200 OK", body: "User-agent: *\nCrawl-delay: 0.2\n", type: "text/plain"))
            case "/": _ = send(RawServer.response("200 OK", body: (0..<5).map { "<a href=/\($0)>x</a>" }.joined()))
            default: _ = send(RawServer.response("200 OK", body: "x"))
            }
        }
        defer { server.stop() }
        let start = ContinuousClock.now
        let result = try await withTemporaryFolder { folder in
            try await webcrawler.run(["crawl", "http://127.0.0.1:\(server.port)/", "--no-sitemap"], in: folder)
        }
        #expect(result.status == 0)
        #expect(ContinuousClock.now - start >= .milliseconds(1000), "six pages, five waits of 0.2 s")
    }
}
