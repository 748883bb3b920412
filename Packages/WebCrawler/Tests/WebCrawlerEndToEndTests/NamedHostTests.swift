import Foundation
import LooseJSON
import Synchronization
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")

/// What the user named, and what was found in it, are two lists.
@Suite("Named and found addresses", .watchesClock)
struct NamedHostTests {
    /// A server that keeps the heads of its requests.
    private func listener() throws -> (server: RawServer, heads: @Sendable () -> [String]) {
        let heads = Heads()
        let server = try RawServer { request, send in
            heads.add(request.head)
            _ = send(RawServer.response("200 OK", body: "<a href=/more>x</a>"))
        }
        return (server, { heads.all })
    }

    private final class Heads: Sendable {
        private let heads = Mutex<[String]>([])
        func add(_ head: String) { heads.withLock { $0.append(head.lowercased()) } }
        var all: [String] { heads.withLock { $0 } }
    }

    private static let secrets = ["--auth", "me:secret", "--header", "X-Token: secret"]

    @Test("header fields and credentials go to no host that was found: by link, picture, redirect or in a file")
    func secrets() async throws {
        let (other, heads) = try listener()
        defer { other.stop() }
        let base = "http://127.0.0.1:\(other.port)"
        let check = try await ZooCheck.run(
            [
                "/": ZooPage("<a href='\(base)/a'>x</a><img src='\(base)/i'><a href=/r>r</a>"),
                "/r": .redirect("\(base)/r"),
            ], Self.secrets)
        #expect(check.heads["/"]?.first?.contains("X-Token: secret") == true)
        #expect(check.heads["/robots.txt"]?.first?.contains("Authorization: Basic") == true)
        #expect(heads().contains { $0.hasPrefix("get /a") || $0.hasPrefix("head /a") })
        try await withTemporaryFolder { folder in
            try Data("[a](\(base)/file)\n".utf8).write(to: folder.appending(path: "a.md"))
            _ = try await webcrawler.run(["check", "a.md", "--allow-internal"] + Self.secrets, in: folder)
        }
        #expect(heads().contains { $0.hasPrefix("head /file") })
        for head in heads() { #expect(!head.contains("x-token") && !head.contains("authorization"), "\(head)") }
    }

    @Test("a seed that redirects takes the scope along, and the credentials do not go with it")
    func moves() async throws {
        let (other, heads) = try listener()
        defer { other.stop() }
        let target = "http://localhost:\(other.port)/there"
        let check = try await ZooCheck.run(["/": .redirect(target)], Self.secrets)
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.report["pages"]?.double == 2)
        #expect(check.report["notes"]?.elements?.first?.text?.contains("redirects to \(target)") == true)
        #expect(heads().contains { $0.hasPrefix("get /more") })
        for head in heads() { #expect(!head.contains("x-token") && !head.contains("authorization"), "\(head)") }
    }

    @Test("internal addresses that nobody named are not connected to, and the report says so")
    func internals() async throws {
        let (other, heads) = try listener()
        defer { other.stop() }
        // The server listens at 127.0.0.1, which the check of another site's file does not name.
        let base = "http://127.0.0.1:\(other.port)"
        try await withTemporaryFolder { folder in
            try Data("[a](\(base)/a) [b](http://169.254.169.254/) [c](http://localhost:\(other.port)/c)\n".utf8)
                .write(to: folder.appending(path: "a.md"))
            let result = try await webcrawler.run(["check", "a.md", "--json"], in: folder)
            #expect(result.status == 0)
            let report = try JSONReader.read(result.outputData)
            #expect(report["skippedLinks"]?.double == 3)
            let reasons = report["skipped"]?.elements?.compactMap { $0["reason"]?.text } ?? []
            #expect(reasons.allSatisfy { $0.contains("internal address that you did not name") })
        }
        #expect(heads().isEmpty)
        // A site that was named may not send the crawl to another machine, by link or redirect.
        let check = try await ZooCheck.run([
            "/": ZooPage("<a href='http://127.0.0.2:\(other.port)/a'>x</a><a href=/r>r</a>"),
            "/r": .redirect("http://[::1]:\(other.port)/"),
        ])
        #expect(check.findings.isEmpty)
        #expect(check.report["skippedLinks"]?.double == 2)
        #expect(heads().isEmpty)
    }

    @Test(
        "of parts and of addresses outside only the head is asked, unless a server refuses that or a fragment is named")
    func heads() async throws {
        let (other, heads) = try listener()
        defer { other.stop() }
        let base = "http://127.0.0.1:\(other.port)"
        let check = try await ZooCheck.run(
            [
                "/": ZooPage("<img src=/i.png><img src=/no-head><a href='\(base)/x'>x</a><a href='\(base)/y#z'>y</a>"),
                "/i.png": .picture,
            ],
            answer: { request in
                guard request.path == "/no-head" else { return nil }
                return request.head.hasPrefix("HEAD") ? ZooPage("", status: "405 Method Not Allowed") : .picture
            })
        #expect(check.findings == ["fragment \(base)/y#z"])
        #expect(check.heads["/i.png"]?.map { $0.prefix(5) } == ["HEAD "])
        #expect(check.heads["/no-head"]?.map { $0.prefix(4) } == ["HEAD", "GET "])
        #expect(heads().contains { $0.hasPrefix("head /x ") } && heads().contains { $0.hasPrefix("get /y ") })
        #expect(!heads().contains { $0.hasPrefix("get /x ") })
    }

    @Test("a large file behind a link is given up after its head")
    func large() async throws {
        let sent = Mutex(0)
        let server = try RawServer { request, send in
            guard request.path == "/big.iso" else {
                _ = send(
                    RawServer.response(request.path == "/" ? "200 OK" : "404 Not Found", body: "<a href=/big.iso>x</a>")
                )
                return
            }
            _ = send(
                Array(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/x-iso9660-image\r\nContent-Length: 400000000\r\n\r\n"
                        .utf8))
            let piece = [UInt8](repeating: 0, count: 1 << 18)
            for _ in 0..<200 {
                guard send(piece) else { return }
                sent.withLock { $0 += piece.count }
            }
        }
        defer { server.stop() }
        let result = try await webcrawler.run(["check", "http://127.0.0.1:\(server.port)/", "--json"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(sent.withLock { $0 } < 10 << 20, "what the sockets' buffers hold, and no more")
    }

    @Test("what is not asked is counted and listed with its reason")
    func skipped() async throws {
        let check = try await ZooCheck.run([
            "/robots.txt": ZooPage("User-agent: *\nDisallow: /x\n", type: "text/plain"),
            "/": ZooPage(
                """
                <a href=/x>1</a><a href=mailto:a@b.example>2</a><a href='data:text/html,<p>'>3</a><a href=ftp://h/>4</a>
                <a href='/y#:~:text=a'>5</a><a href='http://10.0.0.1/'>6</a><a href='slack://open'>7</a>
                """), "/y": .fine,
        ])
        #expect(check.status == 0)
        #expect(
            Set(check.skipped.keys) == [
                "/x", "mailto:a@b.example", "data:text/html", "ftp://h/", "/y#:~:text=a", "http://10.0.0.1/",
                "slack://open",
            ])
        #expect(check.skipped["/x"]?.contains("line 2: Disallow: /x") == true)
        #expect(check.report["skippedLinks"]?.double == 7)
        let limit = try await ZooCheck.run(
            ["/": ZooPage("<a href=/a>1</a><a href=/b>2</a>"), "*": .fine], ["--max-pages", "1"])
        #expect(limit.status == 3)
        #expect(limit.report["skippedLinks"]?.double == 2)
    }

    @Test("with --cookies a wall of redirects that sets one is passed", arguments: [1, 2])
    func cookies(_ steps: Int) async throws {
        let check = try await ZooCheck.run(["/": ZooPage("<a href=/w>x</a>"), "/in": .fine], ["--cookies"]) { request in
            let cookie = "Set-Cookie: s=1; Path=/"
            switch request.path {
            case "/w" where request.head.lowercased().contains("cookie: s=1"): return ZooPage("<a href=/in>in</a>")
            case "/w": return steps == 1 ? .redirect("/w", [cookie]) : .redirect("/set")
            case "/set": return .redirect("/w", [cookie])
            default: return nil
            }
        }
        #expect(check.findings.isEmpty, "\(check.details)")
        #expect(check.asked.contains("/in"))
    }
}
