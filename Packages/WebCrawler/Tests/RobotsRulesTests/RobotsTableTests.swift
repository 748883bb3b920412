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

    @Test(
        "escapes and letters compare as RFC 9309 says",
        arguments: [
            ("/foo/bar?baz=quz", "/foo/bar?baz=quz", false), ("/foo/bar/ツ", "/foo/bar/%E3%83%84", false),
            ("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", false), ("/foo/bar/%62%61%7A", "/foo/bar/baz", false),
            ("/~a/", "/%7Ea/x", false), ("/%7ea/", "/~a/", false), ("/foo-%24", "/foo-$", false),
            ("/foo-%24", "/foo-%24x", false), ("/path/file-with-a-%2A.html", "/path/file-with-a-*.html", false),
            ("/path/file-with-a-%2A.html", "/path/file-with-a-x.html", true), ("/a$b", "/a$b/c", false),
            ("/a$", "/a$", true), ("/a%2Fb", "/a/b", true), ("/a%2fb", "/a%2Fb", false), ("/a b", "/a%20b", false),
            ("/caf%E9", "/caf%E9", false), ("/q?a=%3D", "/q?a==", true), ("/%zz", "/%zz", false),
        ])
    func normalized(_ rule: String, _ target: String, _ isAllowed: Bool) {
        let file = RobotsFile(Array("User-agent: *\nDisallow: \(rule)\n".utf8))
        #expect(file.verdict(for: target, agent: "x").isAllowed == isAllowed)
    }

    @Test("no line but a rule ends the agents of a group", arguments: ["Sitemap: /s", "Crawl-delay: 3", "Host: h", ""])
    func groups(_ between: String) {
        let text = "User-agent: a\n\(between)\nUser-agent: b\nDisallow: /x\n"
        let file = RobotsFile(Array(text.utf8))
        #expect(!file.verdict(for: "/x", agent: "a").isAllowed)
        #expect(!file.verdict(for: "/x", agent: "b").isAllowed)
    }

    @Test("a pattern of many wildcards does not take exponential time")
    func wildcards() {
        let file = RobotsFile(Array("User-agent: *\nDisallow: /\(String(repeating: "a*", count: 200))b\n".utf8))
        let start = ContinuousClock.now
        #expect(file.verdict(for: "/" + String(repeating: "a", count: 2000), agent: "x").isAllowed)
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
