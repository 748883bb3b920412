import RobotsRules
import Testing

@Suite("robots.txt")
struct RobotsTableTests {
    private let file = RobotsFile(
        Array(
            """
            # comment
            User-agent: Alpha
            User-agent: beta
            Disallow: /a/*/private$
            Crawl-delay: 2.5

            User-agent: *
            Disallow: /
            Allow: /public
            Allow: /page.html

            user-agent: ALPHA
            disallow: /b  # merged with the first group
            allow: /b/c

            Sitemap: https://h.example/s.xml
            """.utf8))

    @Test(
        "the agent's groups are merged, the longest match wins, and allow wins ties",
        arguments: [
            ("alpha/1.0", "/a/x/private", false), ("Alpha", "/a/x/private2", true), ("beta", "/b", true),
            ("alpha", "/b", false), ("alpha", "/b/c", true), ("gamma", "/", false), ("gamma", "/publicly", true),
            ("gamma", "https://h.example/page.html?x", true), ("alpha", "/", true),
        ])
    func verdicts(_ agent: String, _ target: String, _ isAllowed: Bool) {
        #expect(file.verdict(for: target, agent: agent).isAllowed == isAllowed)
    }

    @Test("the verdict names the line that decided")
    func line() {
        #expect(file.verdict(for: "/b", agent: "alpha").rule?.line == 13)
        #expect(file.verdict(for: "/", agent: "alpha").rule == nil)
    }

    @Test("delays and sitemaps are read")
    func extras() {
        #expect(file.rules(for: "beta").crawlDelay == 2.5)
        #expect(file.rules(for: "gamma").crawlDelay == nil)
        #expect(file.sitemaps == ["https://h.example/s.xml"])
    }

    @Test("a pattern of many wildcards does not take exponential time")
    func wildcards() {
        let file = RobotsFile(Array("User-agent: *\nDisallow: /\(String(repeating: "a*", count: 200))b\n".utf8))
        let start = ContinuousClock.now
        #expect(file.verdict(for: "/" + String(repeating: "a", count: 2000), agent: "x").isAllowed)
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
