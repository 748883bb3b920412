import Foundation
import LooseJSON
import RobotsRules
import Testing

/// The folder of other people's test data, when there is one.
private let vectors = ProcessInfo.processInfo.environment["VECTORS"]

@Suite("The reference parser's own tests", .enabled(if: vectors != nil))
struct ReferenceVectorTests {
    @Test("every verdict is the reference parser's")
    func everyVerdict() throws {
        let file = URL(filePath: try #require(vectors)).appending(path: "robots/google_vectors.json")
        let cases = try #require(JSONReader.read(try Data(contentsOf: file)).elements)
        #expect(cases.count == 142)
        for test in cases {
            let robots = RobotsFile(try #require(test["robots"]?.wtf8))
            let agent = try #require(test["agent"]?.text)
            let url = try #require(test["url"]?.text)
            let verdict = robots.verdict(for: url, agent: agent)
            #expect(
                verdict.isAllowed == test["allowed"]?.truth,
                "\(test["test"]?.text ?? ""): \(agent) \(url)\n\(test["robots"]?.text?.prefix(300) ?? "")")
        }
    }
}
