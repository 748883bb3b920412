import Foundation
import LooseJSON
import Synchronization
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")

/// The heads of the requests that a server got, by path.
private final class Heads: Sendable {
    private let heads = Mutex<[String: String]>([:])

    func note(_ request: RawServer.Request) { heads.withLock { $0[request.path] = request.head.lowercased() } }

    subscript(path: String) -> String { heads.withLock { $0[path] ?? "" } }
}

@Suite("Options of a crawl", .watchesClock)
struct OptionTests {
    @Test("cookies are kept and sent back only when asked for, and only to who set them", arguments: [true, false])
    func cookies(_ isAsked: Bool) async throws {
        let heads = Heads()
        let server = try RawServer { request, send in
            heads.note(request)
            let cookies = [
                "Set-Cookie: session=s3; Path=/; HttpOnly", "Set-Cookie: deep=1; Path=/deep",
                "Set-Cookie: safe=1; Secure", "Set-Cookie: old=1; Max-Age=0",
            ]
            let links = "<a href=/a>a</a><a href=/deep/b>b</a>"
            _ = send(RawServer.response("200 OK", request.path == "/" ? cookies : [], body: links))
        }
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            let options = isAsked ? ["--cookies"] : []
            let result = try await webcrawler.run(
                ["crawl", "http://127.0.0.1:\(server.port)/", "--no-sitemap"] + options, in: folder)
            #expect(result.status == 0, "\(result.errors)")
        }
        #expect(heads["/a"].contains("cookie: session=s3\r\n") == isAsked)
        #expect(heads["/deep/b"].contains("deep=1") == isAsked)
        for wrong in ["safe=1", "old=1"] { #expect(!heads["/a"].contains(wrong)) }
    }

    @Test("credentials and header fields go to the seeds' hosts, and to nobody else")
    func credentials() async throws {
        let (own, foreign) = (Heads(), Heads())
        let other = try RawServer { request, send in
            foreign.note(request)
            _ = send(RawServer.response("200 OK", body: "<p>other"))
        }
        defer { other.stop() }
        let link = "http://127.0.0.1:\(other.port)/there"
        let server = try RawServer { request, send in
            own.note(request)
            _ = send(RawServer.response("200 OK", body: "<a href=/a>a</a><a href='\(link)'>there</a>"))
        }
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            let result = try await webcrawler.run(
                [
                    "crawl", "http://127.0.0.1:\(server.port)/", "--no-sitemap", "--scope", "any", "--auth",
                    "me:pass:word",
                    "--header", "X-Team: blue: sky", "--header", "Accept-Language:de", "--user-agent",
                    "TestBot/2.0 (+x)",
                ], in: folder)
            #expect(result.status == 0, "\(result.errors)")
        }
        let basic = Data("me:pass:word".utf8).base64EncodedString().lowercased()
        for path in ["/", "/a", "/robots.txt"] {
            #expect(own[path].contains("authorization: basic \(basic)\r\n"), "\(path)")
            #expect(own[path].contains("x-team: blue: sky\r\n"), "\(path)")
            #expect(own[path].contains("accept-language: de\r\n"), "\(path)")
        }
        #expect(foreign["/there"].contains("user-agent: testbot/2.0 (+x)\r\n"))
        #expect(!foreign["/there"].contains("authorization"))
        #expect(!foreign["/there"].contains("x-team"))
    }

    @Test("the first word of the user agent picks the group of robots.txt")
    func agent() async throws {
        let server = try RawServer { request, send in
            let rules = "User-agent: *\nDisallow: /\n\nUser-agent: friend\nDisallow: /b\n"
            let isRules = request.path == "/robots.txt"
            _ = send(
                RawServer.response(
                    "200 OK", body: isRules ? rules : "<a href=/a>a</a><a href=/b>b</a>",
                    type: isRules ? "text/plain" : "text/html"))
        }
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            let seed = "http://127.0.0.1:\(server.port)/"
            let friend = try await webcrawler.run(
                ["crawl", seed, "--user-agent", "Friend/1.0", "--no-sitemap", "--database", "f.crawl"], in: folder)
            #expect(friend.status == 0)
            #expect(server.visits.keys.sorted() == ["/", "/a", "/robots.txt"])
            let other = try await webcrawler.run(["crawl", seed, "--database", "o.crawl"], in: folder)
            #expect(other.status == 1)
            #expect(other.errors.contains("line 2: Disallow: /"), "\(other.errors)")
            let all = try await webcrawler.run(
                ["crawl", seed, "--ignore-robots", "--no-sitemap", "--database", "a.crawl"], in: folder)
            #expect(all.status == 0)
            #expect(server.visits["/b"] == 1)
        }
    }

    @Test("seeds come from files and standard input, one a line, and comments are passed over")
    func seeds() async throws {
        let server = try RawServer { _, send in _ = send(RawServer.response("200 OK", body: "<p>x")) }
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            let base = "http://127.0.0.1:\(server.port)"
            try Data("# ours\n\(base)/one\r\n\n\(base)/two#x\n".utf8).write(to: folder.appending(path: "seeds"))
            let result = try await webcrawler.run(
                ["crawl", "--seeds", "seeds", "--seeds", "-", "--no-sitemap", "--json"],
                input: Data("\(base)/three".utf8), in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(try JSONReader.read(result.outputData)["visited"]?.double == 3)
            #expect(server.visits.keys.sorted() == ["/one", "/robots.txt", "/three", "/two"])
            try Data("# nothing\n".utf8).write(to: folder.appending(path: "empty"))
            #expect(try await webcrawler.run(["crawl", "--seeds", "empty"], in: folder).status == 64)
            #expect(try await webcrawler.run(["crawl", "--seeds", "missing"], in: folder).status == 1)
        }
    }

    @Test("a sitemap index leads to compressed and plain sitemaps, whose pages become seeds")
    func sitemaps() async throws {
        let port = Mutex(0)
        let packed = Mutex<[UInt8]>([])
        let server = try RawServer { request, send in
            let base = "http://127.0.0.1:\(port.withLock { $0 })"
            switch request.path {
            case "/robots.txt":
                _ = send(RawServer.response("200 OK", body: "Sitemap: \(base)/index.xml\n", type: "text/plain"))
            case "/index.xml":
                let maps = ["/a.xml.gz", "/b.txt"].map { "<sitemap><loc>\(base)\($0)</loc></sitemap>" }
                let body = "<?xml version='1.0'?><sitemapindex>\(maps.joined())</sitemapindex>"
                _ = send(RawServer.response("200 OK", body: body, type: "application/xml"))
            case "/a.xml.gz":
                let body = packed.withLock { $0 }
                let head = "HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\nContent-Length: \(body.count)\r\n\r\n"
                _ = send(Array(head.utf8) + body)
            case "/b.txt": _ = send(RawServer.response("200 OK", body: "\(base)/plain\n", type: "text/plain"))
            default: _ = send(RawServer.response("200 OK", body: "<p>x"))
            }
        }
        defer { server.stop() }
        port.withLock { $0 = server.port }
        let base = "http://127.0.0.1:\(server.port)"
        let map = "<urlset><url><loc>\(base)/packed?a=1&amp;b=2</loc></url></urlset>"
        let body = try await gzipped(Data(map.utf8))
        packed.withLock { $0 = body }
        try await withTemporaryFolder { folder in
            let result = try await webcrawler.run(["crawl", base, "--sitemap", "--json"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(server.visits["/packed?a=1&b=2"] == 1)
            #expect(server.visits["/plain"] == 1)
        }
    }

    @Test("a page that comes compressed though nobody asked for it is read")
    func compressed() async throws {
        let body = try await gzipped(Data("<title>Packed</title><a href=/gone>x</a>".utf8))
        let server = try RawServer { request, send in
            guard request.path == "/" else {
                _ = send(RawServer.response("404 Not Found"))
                return
            }
            let head = [
                "HTTP/1.1 200 OK", "Content-Type: text/html", "Content-Encoding: gzip", "Content-Length: \(body.count)",
            ]
            _ = send(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
        }
        defer { server.stop() }
        let result = try await webcrawler.run(["check", "http://127.0.0.1:\(server.port)/", "--json"])
        #expect(result.status == 1)
        let findings = try #require(JSONReader.read(result.outputData)["findings"]?.elements)
        #expect(findings.compactMap { $0["target"]?.text } == ["http://127.0.0.1:\(server.port)/gone"])
    }
}
