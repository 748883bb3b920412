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
            patterns.refusal(of: try #require(WebURL("http://www.h.example/a/b.pdf")))?.contains("--exclude '*.pdf'")
                == true)
        #expect(patterns.refusal(of: try #require(WebURL("http://www.h.example/b"))) != nil)
    }

    @Test("sitemaps are read as XML, index and text")
    func sitemaps() throws {
        let base = try #require(WebURL("http://h/s.xml"))
        let index = Sitemap(
            Array("<sitemapindex><sitemap><loc>http://h/a.xml.gz</loc></sitemap></sitemapindex>".utf8), url: base,
            limit: 1000)
        #expect(index.sitemaps.map(\.href) == ["http://h/a.xml.gz"])
        let set = Sitemap(
            Array(
                """
                <?xml version="1.0"?><urlset><url><loc> http://h/?a=1&amp;b=2 </loc><x:loc>http://h/i</x:loc></url>
                <url><loc><![CDATA[http://h/c]]></loc></url></urlset>
                """.utf8), url: base, limit: 1000)
        #expect(set.pages.map(\.href) == ["http://h/?a=1&b=2", "http://h/i", "http://h/c"])
        #expect(Sitemap(Array("http://h/a\r\nftp://no\nhttp://h/b".utf8), url: base, limit: 1000).pages.count == 2)
    }

    @Test("gzip is inflated up to a limit, and broken data is refused")
    func inflate() throws {
        // printf 'http://h/a\n' repeated 40 times | gzip -9n
        let data: [UInt8] = try #require(Self.packed)
        let text = String(repeating: "http://h/a\n", count: 40)
        #expect(try Inflate.gzip(data, limit: 1000) == Array(text.utf8))
        #expect(throws: Inflate.Fault.tooLong(limit: 100)) { try Inflate.gzip(data, limit: 100) }
        for end in 0..<data.count - 8 {
            #expect(throws: Inflate.Fault.self) { try Inflate.gzip(Array(data[..<end]), limit: 1000) }
        }
        var random = data
        for index in 10..<data.count {
            random[index] ^= 0x55
            _ = try? Inflate.gzip(random, limit: 1000)
        }
    }

    private static let packed: [UInt8]? = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0xCB, 0x28, 0x29, 0x29, 0xB0, 0xD2, 0xD7, 0xCF,
        0xD0, 0x4F, 0xE4, 0xCA, 0x18, 0x65, 0x0E, 0x1D, 0x26, 0x00, 0xFF, 0x88, 0x08, 0xB2, 0xB8, 0x01, 0x00, 0x00,
    ]
}
