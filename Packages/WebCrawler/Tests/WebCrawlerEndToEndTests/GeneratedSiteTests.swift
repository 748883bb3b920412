import Foundation
import LooseJSON
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")
private let isFull = ProcessInfo.processInfo.environment["TEST_FULL"] == "1"

@Suite(
    "A site with a known answer", .watchesClock,
    .enabled(if: GeneratedSite.tools != nil, "the site generator is not in the repository"))
struct GeneratedSiteTests {
    @Test("the crawl equals the expected answer exactly", arguments: isFull ? [800, 5000, 20_000] : [800])
    func equals(_ pages: Int) async throws {
        try await withTemporaryFolder { folder in
            let site = try await GeneratedSite.serve(pages: pages, in: folder)
            let crawl = try await webcrawler.run(["crawl", site.base + "/", "--database", "a.crawl"], in: folder)
            #expect(crawl.status == 0, "\(crawl.errors)")
            let report = try await webcrawler.run(["report", "a.crawl", "--format", "json"], in: folder)
            let found = try JSONReader.read(report.outputData)
            let expected = try JSONReader.read(try Data(contentsOf: site.expected))
            try compare(found, expected)

            let check = try await webcrawler.run(["check", site.base + "/", "--json"], in: folder)
            #expect(check.status == 1)
            try compare(findings: JSONReader.read(check.outputData), expected)

            let again = try await webcrawler.run(
                ["crawl", site.base + "/", "--database", "a.crawl", "--recrawl", "--json"], in: folder)
            let summary = try JSONReader.read(again.outputData)
            #expect(summary["unchanged"]?.double == Double(try #require(found["pages"]?.members).count))
            await site.stop()
        }
    }

    private func compare(_ found: JSONValue, _ expected: JSONValue) throws {
        let pages = Dictionary(try #require(found["pages"]?.members).map { ($0.name, $0.value) }) { first, _ in first }
        let wanted = try #require(expected["pages"]?.members)
        #expect(Set(pages.keys) == Set(wanted.map(\.name)))
        for page in wanted {
            for key in ["title", "h1", "depth", "out"] {
                #expect(pages[page.name]?[key] == page.value[key], "\(key) of \(page.name)")
            }
        }
        for key in ["broken", "badAnchors", "redirects", "orphans", "duplicates"] {
            let (left, right) = (lines(found[key]), lines(expected[key]))
            #expect(left == right, "\(key)")
        }
    }

    private func compare(findings found: JSONValue, _ expected: JSONValue) throws {
        let findings = try #require(found["findings"]?.elements)
        for (kind, key) in [("broken", "broken"), ("fragment", "badAnchors"), ("redirect", "redirects")] {
            let left = findings.filter { $0["kind"]?.text == kind }.map {
                "\($0["source"]?.text ?? "") \($0["target"]?.text ?? "")"
            }
            let right = (expected[key]?.elements ?? []).map { item in
                (item.elements ?? []).prefix(2).compactMap(\.text).joined(separator: " ")
            }
            #expect(left.sorted() == right.sorted(), "\(kind)")
        }
    }

    private func lines(_ value: JSONValue?) -> [String] {
        (value?.elements ?? []).map { item in
            var writer = JSONWriter()
            writer.value(item)
            return String(decoding: writer.bytes, as: UTF8.self)
        }.sorted()
    }
}
