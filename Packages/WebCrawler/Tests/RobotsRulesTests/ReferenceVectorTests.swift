import Foundation
import LooseJSON
import RobotsRules
import Testing

/// The folder of other people's test data, when there is one.
private let vectors = ProcessInfo.processInfo.environment["VECTORS"]

@Suite("The reference parser's own tests", .enabled(if: vectors != nil, "VECTORS names no folder"))
struct ReferenceVectorTests {
    /// Where RFC 9309 (2.2.2) says otherwise, and is obeyed: octets beyond ASCII are percent-encoded on both sides before
    /// they are compared, and escapes of unreserved characters are decoded. The reference parser takes addresses only
    /// as they are sent, and decodes nothing.
    private static let contradicting = [
        "/foo/bar/ツ": "http://foo.bar/foo/bar/ツ", "/foo/bar/%E3%83%84": "http://foo.bar/foo/bar/ツ",
        "/foo/bar/%62%61%7A": "http://foo.bar/foo/bar/baz",
    ]

    @Test("every verdict is the reference parser's, but for three that the standard contradicts")
    func everyVerdict() throws {
        let file = URL(filePath: try #require(vectors)).appending(path: "robots/google_vectors.json")
        let cases = try #require(JSONReader.read(try Data(contentsOf: file)).elements)
        #expect(cases.count == 142)
        var contradicted = 0
        for test in cases {
            let robots = RobotsFile(try #require(test["robots"]?.wtf8))
            let agent = try #require(test["agent"]?.text)
            let url = try #require(test["url"]?.text)
            let verdict = robots.verdict(for: url, agent: agent)
            let text = test["robots"]?.text ?? ""
            let isContradicted = Self.contradicting.contains { text.hasSuffix("Allow: \($0.key)\n") && url == $0.value }
            contradicted += isContradicted ? 1 : 0
            #expect(
                (verdict.isAllowed == test["allowed"]?.truth) != isContradicted,
                "\(test["test"]?.text ?? ""): \(agent) \(url)\n\(test["robots"]?.text?.prefix(300) ?? "")")
        }
        #expect(contradicted == 3)
    }
}
