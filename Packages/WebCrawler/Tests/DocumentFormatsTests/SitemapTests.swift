import DocumentFormats
import Testing
import WebAddress

@Suite("Sitemaps")
struct SitemapTests {
    private func read(_ bytes: [UInt8]) throws -> (pages: [String], sitemaps: [String], fault: String?) {
        let map = SystemReader().sitemap(bytes, url: try #require(WebURL("http://h/s.xml")), limit: 100_000)
        return (map.pages.map(\.href), map.sitemaps.map(\.href), map.fault)
    }

    private func pages(_ text: String) throws -> [String] { try read(Array(text.utf8)).pages }

    @Test("an index names sitemaps, a set names pages, and extensions name neither")
    func kinds() throws {
        let index = try read(
            Array("<sitemapindex><sitemap><loc>http://h/a.xml.gz</loc></sitemap></sitemapindex>".utf8))
        #expect(index.sitemaps == ["http://h/a.xml.gz"] && index.pages.isEmpty)
        let set = try pages(
            """
            <?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> /?a=1&amp;b=2&#38;c </loc>
            <image:image><image:loc>/i.png</image:loc></image:image></url><!-- <url><loc>/no</loc></url> -->
            <url><x:loc xmlns:x="urn:x">/no</x:loc><loc><![CDATA[/c?d&e]]></loc></url></urlset>
            """)
        #expect(set == ["http://h/?a=1&b=2&c", "http://h/c?d&e"])
    }

    @Test("feeds and text are sitemaps, too")
    func feeds() throws {
        #expect(
            try pages(
                """
                <feed xmlns="http://www.w3.org/2005/Atom"><link href="/no"/><entry><link href="/a"/>
                <link rel="enclosure" href="/no"/></entry></feed>
                """) == ["http://h/a"])
        #expect(
            try pages("<rss><channel><link>/no</link><item><link>/a?x&amp;y</link></item></channel></rss>") == [
                "http://h/a?x&y"
            ])
        #expect(try pages("\u{FEFF}http://h/a\r\nftp://no\nnonsense\nhttp://h/b") == ["http://h/a", "http://h/b"])
    }

    @Test("other encodings are read, and broken files tell where they broke")
    func faults() throws {
        let wide = "<?xml version='1.0' encoding='UTF-16'?><urlset><url><loc>/ä</loc></url></urlset>".utf16
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in wide { bytes += [UInt8(unit & 255), UInt8(unit >> 8)] }
        #expect(try read(bytes).pages == ["http://h/%C3%A4"])
        let cut = try read(Array("<urlset><url><loc>/a</loc></url>\n<url><loc>/b".utf8))
        #expect(cut.pages.first == "http://h/a")
        #expect(cut.fault?.contains("line 2") == true)
        #expect(try read([0x1F, 0x8B, 8, 0]).fault != nil)
    }

    @Test("a document's own entities are not followed: no file is read, nothing grows")
    func entities() throws {
        let map = try pages(
            """
            <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
            <urlset><url><loc>/&b;&f;</loc></url><url><loc>/good</loc></url></urlset>
            """)
        #expect(map.last == "http://h/good")
        #expect(map.allSatisfy { !$0.contains("root:") && $0.utf8.count < 100 })
    }
}
