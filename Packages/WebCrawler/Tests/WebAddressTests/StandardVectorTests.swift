import Foundation
import LooseJSON
import TestKit
import Testing
import WebAddress

/// The standard's cases: from the folder that `VECTORS` names, or as Debian packages them.
private let vectors = Vectors.find("url/urltestdata.json")

@Suite(
    "The URL standard's own test data",
    .enabled(if: vectors != nil, "run Scripts/setup.sh, or name a folder with url/urltestdata.json by VECTORS"))
struct StandardVectorTests {
    @Test("every case parses to the same parts, or fails as it must")
    func everyCase() throws {
        let file = try #require(vectors)
        let cases = try #require(JSONReader.read(try Data(contentsOf: file)).elements).filter { $0["input"] != nil }
        // Debian 12 has an edition of 2022.
        let isOld = file.path.contains(".build-vectors")
        #expect(cases.count == (isOld ? 687 : 891))
        var changed = 0
        for test in cases {
            let input = try #require(test["input"]?.text)
            if isOld, hasChanged(input) {
                changed += 1
                continue
            }
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
        #expect(changed == (isOld ? 9 : 0))
    }

    /// Whether the standard of today wants another answer than in 2022: `^` is escaped in paths, and a host of ASCII whose
    /// `xn--` label is not Punycode is taken as it stands. The newer edition has these cases with their new answers.
    private func hasChanged(_ input: String) -> Bool {
        input.lowercased().contains("xn--pokxncvks") || input == "file://xn--/p"
            || (input.hasSuffix(":;<=>@[\\]^_`{|}~") && input.contains("://host/ !"))
    }

    private func parts(of url: WebURL) -> [(String, String)] {
        [
            ("href", url.href), ("origin", url.origin), ("protocol", url.protocol), ("username", url.username),
            ("password", url.password), ("host", url.host), ("hostname", url.hostname), ("port", url.port),
            ("pathname", url.pathname), ("search", url.search), ("hash", url.hash),
        ]
    }
}
