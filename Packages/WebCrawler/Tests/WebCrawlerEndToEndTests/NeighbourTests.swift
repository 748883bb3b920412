import Foundation
import LooseJSON
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")
/// The repository's own server, which only the umbrella's build graph has.
private let webserver = BuiltTool("webserver")
private let isBuilt = (try? webserver.command) != nil

@Suite("The repository's own web server", .watchesClock, .enabled(if: isBuilt, "only the umbrella builds both tools"))
struct NeighbourTests {
    @Test("a folder that webserver serves is checked to the last fragment")
    func served() async throws {
        try await withTemporaryFolder { folder in
            let site = folder.appending(path: "site")
            try FileManager.default.createDirectory(at: site, withIntermediateDirectories: true)
            let links = (1...40).map { "<a href=\"page%20\($0).html#end\">\($0)</a>" }.joined()
            let front = "<title>Front</title>\(links)<a href=gone.html>gone</a><a href='page%201.html#no'>no</a>"
            try Data(front.utf8).write(to: site.appending(path: "index.html"))
            for number in 1...40 {
                let page = "<title>\(number)</title><p id=end><a href=.>up</a>"
                try Data(page.utf8).write(to: site.appending(path: "page \(number).html"))
            }
            let server = try await webserver.start([site.path, "--port", "0"], in: folder)
            let base = try await server.address()
            let result = try await webcrawler.run(["check", base.absoluteString, "--json"], in: folder)
            #expect(result.status == 1, "\(result.errors)")
            let report = try JSONReader.read(result.outputData)
            #expect(report["pages"]?.double == 41)
            let findings = (report["findings"]?.elements ?? []).map {
                "\($0["kind"]?.text ?? "") \($0["target"]?.text?.split(separator: "/").last ?? "")"
            }
            #expect(findings.sorted() == ["broken gone.html", "fragment page%201.html#no"])
            _ = await server.stop()
        }
    }
}
