import Foundation
import LooseJSON
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")

@Suite("Checks and reports", .watchesClock)
struct CheckTests {
    @Test("local files are checked against each other")
    func local() async throws {
        try await withTemporaryFolder { folder in
            try writeFiles(
                [
                    "README.md":
                        "# One two\n[a](docs/b.html#x) [b](docs/b.html#no) [c](gone.md) [d](#one-two) [e](docs/) [f](%C3%A4.md)\n",
                    "docs/b.html": "<a id=x href=/README.md>up</a><a href='../README.md#no'>no</a>", "ä.md": "text",
                ], in: folder)
            let result = try await webcrawler.run(["check", ".", "--json"], in: folder)
            #expect(result.status == 1)
            let findings = try #require(JSONReader.read(result.outputData)["findings"]?.elements)
            let lines = findings.map {
                "\($0["kind"]?.text ?? "") \($0["target"]?.text?.split(separator: "/").last ?? "")"
            }
            #expect(lines.sorted() == ["broken gone.md", "fragment README.md#no", "fragment b.html#no"])
            #expect(findings.allSatisfy { $0["source"]?.text?.hasPrefix("file:///") == true })
            try writeFiles(["README.md": "[a](docs/b.html#x)", "docs/b.html": "<a id=x>"], in: folder)
            #expect(try await webcrawler.run(["check", "README.md", "docs"], in: folder).status == 0)
        }
    }

    @Test("Markdown links to the web are asked for")
    func web() async throws {
        let server = try RawServer { request, send in
            let isThere = request.path == "/there"
            _ = send(RawServer.response(isThere ? "200 OK" : "404 Not Found", body: isThere ? "<p id=a>x" : "no"))
        }
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            let base = "http://127.0.0.1:\(server.port)"
            try writeFiles(["a.md": "[1](\(base)/there#a) [2](\(base)/there#b) <\(base)/gone>"], in: folder)
            // Nobody named these addresses: internal ones are not asked unless that is allowed.
            let refused = try JSONReader.read(
                try await webcrawler.run(["check", "a.md", "--json"], in: folder).outputData)
            #expect(refused["findings"]?.elements?.isEmpty == true)
            #expect(refused["skippedLinks"]?.double == 3)
            #expect(server.visits.isEmpty)
            let result = try await webcrawler.run(["check", "a.md", "--json", "--allow-internal"], in: folder)
            let findings = try #require(JSONReader.read(result.outputData)["findings"]?.elements)
            #expect(findings.compactMap { $0["kind"]?.text } == ["fragment", "broken"])
            #expect(try await webcrawler.run(["check", "a.md", "--offline"], in: folder).status == 0)
        }
    }

    @Test("formats and baselines")
    func formats() async throws {
        try await withTemporaryFolder { folder in
            try writeFiles(["a.html": "<a href='gone.html?a=1&amp;b=2'>x</a>"], in: folder)
            let junit = try await webcrawler.run(["check", "a.html", "--format", "junit"], in: folder)
            #expect(junit.output.contains("failures=\"1\""))
            #expect(junit.output.contains("gone.html?a=1&amp;b=2"))
            let markdown = try await webcrawler.run(
                ["check", "a.html", "--format", "markdown", "--output", "out.md"], in: folder)
            #expect(markdown.output.isEmpty)
            #expect(
                try String(contentsOf: folder.appending(path: "out.md"), encoding: .utf8).contains("## Broken links"))
            let text = try await webcrawler.run(["check", "a.html"], in: folder)
            #expect(text.output.hasSuffix("1 page, 1 link checked: 1 error\n"))
            #expect(try await webcrawler.run(["check", "a.html", "--write-baseline", "known"], in: folder).status == 0)
            let accepted = try await webcrawler.run(["check", "a.html", "--baseline", "known"], in: folder)
            #expect(accepted.status == 0)
            #expect(accepted.output == "1 page, 1 link checked: no findings, 1 accepted by the baseline\n")
        }
    }

    /// A small site with a bit of everything.
    private func server() throws -> RawServer {
        try RawServer { request, send in
            switch request.path {
            case "/":
                _ = send(
                    RawServer.response(
                        "200 OK",
                        body: """
                            <title>Front</title><h1>Front</h1><p>Hello.</p><a href=/a>a</a><a href=/private/x>p</a><a href=/n rel=nofollow>n</a>
                            <img src=/i.png><a href=http://other.invalid/>o</a><a href=mailto:a@b.example>m</a><a href=/gone>g</a>
                            """))
            case "/a": _ = send(RawServer.response("200 OK", body: "<title>=A,\"B\"</title><a href=/>up</a>"))
            case "/robots.txt":
                _ = send(
                    RawServer.response("200 OK", body: "# us\nUser-agent: *\nDisallow: /private/\n", type: "text/plain")
                )
            default: _ = send(RawServer.response("404 Not Found"))
            }
        }
    }

    @Test("explain names the rule and its line")
    func explain() async throws {
        let server = try server()
        defer { server.stop() }
        let base = "http://127.0.0.1:\(server.port)"
        try await withTemporaryFolder { folder in
            let crawl = try await webcrawler.run(["crawl", base, "--quiet"], in: folder)
            #expect(crawl.status == 0)
            func explain(_ path: String) async throws -> BuiltTool.Result {
                try await webcrawler.run(["explain", path.hasPrefix("/") ? base + path : path], in: folder)
            }
            #expect(
                try await explain("/private/x").output.contains("disallowed by robots.txt, line 3: Disallow: /private/")
            )
            #expect(try await explain("/n").output.contains("rel=nofollow"))
            #expect(try await explain("/gone").output.contains("status 404"))
            #expect(try await explain("http://other.invalid/").output.contains("unknown-host"))
            #expect(try await explain("mailto:a@b.example").output.contains("names a person, not a page"))
            #expect(try await explain("/").output.contains("it is a seed"))
            #expect(try await explain("/unheard-of").status == 1)
        }
    }

    @Test("the short form writes the course's report and prints links by inlinks", arguments: ["csv", "json"])
    func course(_ ending: String) async throws {
        let server = try server()
        defer { server.stop() }
        let base = "http://127.0.0.1:\(server.port)"
        try await withTemporaryFolder { folder in
            let result = try await webcrawler.run([base, "2", "10", "--output", "r.\(ending)"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output == "inlinks  page\n     1  \(base)/\n     1  \(base)/a\n")
            let report = try String(contentsOf: folder.appending(path: "r.\(ending)"), encoding: .utf8)
            if ending == "csv" {
                let lines = report.split(separator: "\r\n")
                #expect(lines[0] == "url,title,first_heading,first_paragraph,outgoing_link_urls,image_urls")
                #expect(lines[1].hasPrefix("\(base)/,Front,Front,Hello.,\(base)/a;"))
                #expect(lines[1].hasSuffix(",\(base)/i.png"))
                #expect(lines[2].hasPrefix("\(base)/a,\"'=A,\"\"B\"\"\","))
            } else {
                let pages = try #require(JSONReader.read(report.utf8).elements)
                #expect(pages.map { $0["title"]?.text } == ["Front", "=A,\"B\""])
                #expect(pages[0]["image_links"]?.elements?.compactMap(\.text) == ["\(base)/i.png"])
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["r.\(ending)"])
        }
    }

    @Test(
        "every form of the report can be written", arguments: ["html", "json", "csv", "jsonl", "graphml", "dot", "svg"])
    func reports(_ format: String) async throws {
        let server = try server()
        defer { server.stop() }
        let base = "http://127.0.0.1:\(server.port)"
        try await withTemporaryFolder { folder in
            let result = try await webcrawler.run(["report", base, "--format", format, "--quiet"], in: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("\(base)/a"))
            if format == "jsonl" {
                let line = try #require(result.output.split(separator: "\n").first)
                let row = try JSONReader.read(line.utf8)
                #expect(row["status"]?.double == 200 && row["depth"]?.double == 0)
                #expect(row["inlinks"]?.double == 1 && row["outlinks"]?.double == 5)
                #expect(row["canonical"] == .null && row["bytes"]?.double ?? 0 > 0)
            }
            if format == "html" {
                #expect(!result.output.contains("<script"))
                #expect(result.output.contains("<b>1</b>Images without alt text"))
                #expect(result.output.contains("aria-label=\"2 pages as a tree around the seed\""))
            }
        }
    }

    @Test("a seed that cannot be fetched is a failure with a reason")
    func unreachable() async throws {
        let server = try RawServer { _, _ in }
        server.stop()
        try await withTemporaryFolder { folder in
            let result = try await webcrawler.run(
                ["crawl", "http://127.0.0.1:\(server.port)/", "--retries", "0"], in: folder)
            #expect(result.status == 1)
            #expect(result.errors.contains("could not be fetched: connection"))
        }
    }
}
