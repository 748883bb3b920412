import Foundation
import LooseJSON
import Testing
import WebAddress

/// The folder of other people's test data, when there is one.
private let vectors = ProcessInfo.processInfo.environment["VECTORS"]

@Suite("The URL standard's own test data", .enabled(if: vectors != nil, "VECTORS names no folder"))
struct StandardVectorTests {
    @Test("every case parses to the same parts, or fails as it must")
    func everyCase() throws {
        let file = URL(filePath: try #require(vectors)).appending(path: "url/urltestdata.json")
        let cases = try #require(JSONReader.read(try Data(contentsOf: file)).elements).filter { $0["input"] != nil }
        #expect(cases.count == 891)
        for test in cases {
            let input = try #require(test["input"]?.text)
            let base = test["base"]?.text.map { WebURL($0) }
            let url: WebURL? = if let base { base.flatMap { WebURL(input, base: $0) } } else { WebURL(input) }
            let label = Comment(rawValue: "\(input.debugDescription) against \(test["base"]?.text ?? "nothing")")
            guard test["failure"]?.truth != true else {
                #expect(url == nil, label)
                continue
            }
            guard let url else {
                Issue.record("failed: \(label.rawValue)")
                continue
            }
            for (name, value) in parts(of: url) {
                if let expected = test[name]?.text { #expect(value == expected, label) }
            }
            #expect(WebURL(url.href)?.href == url.href, "parsing is idempotent: \(label.rawValue)")
        }
    }

    private func parts(of url: WebURL) -> [(String, String)] {
        [
            ("href", url.href), ("origin", url.origin), ("protocol", url.protocol), ("username", url.username),
            ("password", url.password), ("host", url.host), ("hostname", url.hostname), ("port", url.port),
            ("pathname", url.pathname), ("search", url.search), ("hash", url.hash),
        ]
    }
}
