import Crawling
import Testing
import WebAddress

@Suite("Guards")
struct GuardTests {
    @Test(
        "internal addresses are told from public ones",
        arguments: [
            ("127.0.0.1", true), ("10.1.2.3", true), ("172.16.0.1", true), ("172.32.0.1", false), ("192.168.1.1", true),
            ("169.254.169.254", true), ("100.64.0.1", true), ("0.0.0.0", true), ("224.0.0.1", true), ("8.8.8.8", false),
            ("::1", true), ("::", true), ("fe80::1", true), ("fc00::1", true), ("::ffff:127.0.0.1", true),
            ("::ffff:8.8.8.8", false), ("64:ff9b::10.0.0.1", true), ("2001:db8::1", true), ("2606:4700::1111", false),
            ("2002:7f00:1::", true), ("nonsense", true), ("fe80::1%eth0", true),
        ])
    func internalAddresses(_ address: String, _ isInternal: Bool) {
        #expect(AddressGuard.isInternal(address) == isInternal)
    }

    @Test("paths that repeat, nest or grow without end are traps")
    func traps() throws {
        let traps = TrapGuard()
        func refusal(_ text: String) throws -> String? { traps.refusal(of: try #require(WebURL(text))) }
        #expect(try refusal("http://h/a/b/c/d/e/f?x=1") == nil)
        #expect(try refusal("http://h/a/b/a/b/a/b/a/b/")?.contains("repeats 'a'") == true)
        #expect(try refusal("http://h/" + (0..<30).map { "d\($0)/" }.joined())?.contains("folders") == true)
        #expect(try refusal("http://h/" + String(repeating: "x", count: 3000))?.contains("longer") == true)
        #expect(
            try refusal("http://h/?" + (0..<20).map { "p\($0)=1" }.joined(separator: "&"))?.contains("parameters")
                == true)
    }

    @Test("a calendar and an exploding query are cut off")
    func explosions() throws {
        let traps = TrapGuard()
        var refused: [String] = []
        for index in 0..<1500 {
            let dated = try #require(WebURL("http://h/cal?year=\(index)&month=1"))
            if let reason = traps.refusal(of: dated) { refused.append(reason) }
        }
        #expect(refused.count == 1300)
        #expect(refused.first?.contains("calendar") == true)
        let plain = try (0..<1001).map { try #require(WebURL("http://h/list?sort=\($0)")) }
        #expect(plain.compactMap(traps.refusal).count == 1)
    }

    @Test("scopes hold what they say")
    func scopes() throws {
        let seed = try #require(WebURL("http://www.h.example/docs/index.html"))
        func isInside(_ reach: CrawlScope.Reach, _ text: String) throws -> Bool {
            CrawlScope(seeds: [seed], reach: reach).refusal(of: try #require(WebURL(text))) == nil
        }
        #expect(try isInside(.host, "http://www.h.example/x"))
        #expect(try !isInside(.host, "http://www.h.example:81/x"))
        #expect(try !isInside(.host, "http://a.www.h.example/"))
        #expect(try isInside(.subdomains, "http://a.www.h.example/"))
        #expect(try !isInside(.subdomains, "http://awww.h.example/"))
        #expect(try isInside(.prefix, "http://www.h.example/docs/a"))
        #expect(try !isInside(.prefix, "http://www.h.example/doc"))
        let patterns = CrawlScope(seeds: [seed], includes: ["*/a/*"], excludes: ["*.pdf"])
        #expect(patterns.refusal(of: try #require(WebURL("http://www.h.example/a/b"))) == nil)
        #expect(
            patterns.refusal(of: try #require(WebURL("http://www.h.example/a/b.pdf")))?.reason
                .contains("--exclude '*.pdf'") == true)
        #expect(patterns.refusal(of: try #require(WebURL("http://www.h.example/b"))) != nil)
    }
}
