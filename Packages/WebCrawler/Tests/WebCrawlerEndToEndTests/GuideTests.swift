import Foundation
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")

/// The commands of the README, the guide and the help, run by a shell against a small site that stands for example.org.
@Suite("The commands of the documentation", .watchesClock)
struct GuideTests {
    /// The package's folder, and the one that holds `Docs`: the repository's, or an exported tool's.
    private static let (package, root) = folders()

    private static func folders() -> (URL, URL) {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var root = package
        while root.path != "/", !FileManager.default.fileExists(atPath: root.appending(path: "Docs/WebCrawler.md").path)
        {
            root.deleteLastPathComponent()
        }
        return (package, root)
    }

    /// A site without faults.
    private func server() throws -> RawServer {
        try RawServer { request, send in
            let front = """
                <title>Front</title><h1>Front</h1><p>Hello.<a href=/a/b>b</a><a href=/private/>p</a><a href=/deep/1>d</a>
                """
            switch request.path.prefix(while: { $0 != "?" }) {
            case "/": _ = send(RawServer.response("200 OK", body: front))
            case "/a/b", "/a/", "/deep/1", "/deep/2":
                _ = send(RawServer.response("200 OK", ["ETag: \"1\""], body: "<title>x</title><a href=/deep/2>x</a>"))
            case "/robots.txt":
                let rules = "User-agent: *\nDisallow: /private/\n"
                _ = send(RawServer.response("200 OK", body: rules, type: "text/plain"))
            default: _ = send(RawServer.response("404 Not Found"))
            }
        }
    }

    /// Runs a line in a folder, with example.org replaced by the server.
    private func run(_ line: String, _ server: RawServer, in folder: URL) async throws {
        let (executable, before) = try webcrawler.command
        let words = ([executable.path] + before).map { "'\($0)'" }.joined(separator: " ")
        let host = "127.0.0.1:\(server.port)"
        let here = line.replacing("https://example.org", with: "http://\(host)")
            .replacing("example.org.crawl", with: host.replacing(":", with: "_") + ".crawl")
        let shell = Program(
            "/bin/sh", ["-c", "webcrawler() { \(words) \"$@\"; }\n\(here)"], in: folder)
        let result = try await shell.run()
        #expect(result.status == 0, "\(line): \(result.errors)")
        // A file that the line writes is there.
        let parts = line.split(separator: " ").map(String.init)
        if let index = parts.firstIndex(of: "--output"), index + 1 < parts.count {
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: parts[index + 1]).path), "\(line)")
        }
    }

    private func withFiles(_ body: (URL) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let files = [
                "README.md": "# Here\n[docs](Docs/a.md#top)", "Docs/a.md": "# A\n[up](../README.md#here)",
                "robots.txt": "User-agent: *\nDisallow: /private/\n", "page.html": "<a href=x>x</a>",
                "known.txt": "# nothing\n",
            ]
            try FileManager.default.createDirectory(
                at: folder.appending(path: "Docs"), withIntermediateDirectories: true)
            for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
            try await body(folder)
        }
    }

    @Test("the code blocks of the README and the guide run as they stand there", arguments: ["README", "guide"])
    func blocks(_ document: String) async throws {
        let file =
            document == "guide"
            ? Self.root.appending(path: "Docs/WebCrawler.md") : Self.package.appending(path: "README.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        var lines: [String] = []
        var isCode = false
        for line in text.split(separator: "\n") {
            let line = line.drop { $0 == " " }
            if line.hasPrefix("```") { isCode = line == "```bash" } else if isCode { lines.append(String(line)) }
        }
        #expect(lines.count >= 5)
        let server = try server()
        defer { server.stop() }
        try await withFiles { folder in for line in lines { try await run(line, server, in: folder) } }
    }

    @Test(
        "the examples in the help run as they stand there",
        arguments: ["", "site", "crawl", "check", "report", "explain", "diff", "url", "robots", "links", "tokens"])
    func help(_ command: String) async throws {
        let help = try await webcrawler.run((command.isEmpty ? [] : [command]) + ["--help"]).output
        // The umbrella's help says `backend webcrawler` in its usage only; examples stand as in the tool's own.
        let examples = help.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { $0.hasPrefix("webcrawler ") || $0.hasPrefix("echo ") }
            // Two spaces set the explanation apart.
            .map { line in String(line.firstRange(of: "  ").map { line[..<$0.lowerBound] } ?? line) }
            .filter { !$0.contains("| jq") }
        #expect(!examples.isEmpty)
        let server = try server()
        defer { server.stop() }
        try await withFiles { folder in
            if ["report", "explain", "diff"].contains(command) || command.isEmpty {
                try await run("webcrawler crawl https://example.org --quiet", server, in: folder)
                try FileManager.default.copyItem(
                    at: folder.appending(path: "127.0.0.1_\(server.port).crawl"),
                    to: folder.appending(path: "site.crawl"))
                for day in ["monday", "tuesday"] where command != "report" {
                    try FileManager.default.copyItem(
                        at: folder.appending(path: "site.crawl"), to: folder.appending(path: "\(day).crawl"))
                }
            }
            for line in examples { try await run(line, server, in: folder) }
        }
    }

    @Test("the repository's own documents have no broken link")
    func documents() async throws {
        var targets = ["README.md", "Docs"].filter {
            FileManager.default.fileExists(atPath: Self.root.appending(path: $0).path)
        }
        let packages = try? FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Packages").path)
        for name in packages ?? [] {
            let readme = "Packages/\(name)/README.md"
            if FileManager.default.fileExists(atPath: Self.root.appending(path: readme).path) { targets.append(readme) }
        }
        let result = try await webcrawler.run(["check", "--offline", "--root-dir", "."] + targets, in: Self.root)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(
        "the README's capture is what the command prints",
        .enabled(if: GeneratedSite.tools != nil, "the site generator is not in the repository"))
    func capture() async throws {
        let text = try String(contentsOf: Self.package.appending(path: "README.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "```\n")
        let capture = try #require(blocks.first { $0.hasPrefix("$ webcrawler check") }).split(separator: "\n")
        try await withTemporaryFolder { folder in
            let site = try await GeneratedSite.serve(pages: 300, in: folder)
            let output = try await webcrawler.run(["check", site.base + "/"]).output
                .replacing(site.base, with: "http://127.0.0.1:18099").split(separator: "\n")
            for line in capture.dropFirst() where line != "…" {
                #expect(output.contains(line), "\(line)\n\(output.joined(separator: "\n"))")
            }
            await site.stop()
        }
    }
}
