import Foundation
import TestKit
import Testing

/// What the trackers of lychee, linkchecker, linkinator, Scrapy, wpull and others tell of, tried on this crawler. Each
/// case names where its situation was reported.
@Suite("What the trackers of other crawlers tell of", .watchesClock)
struct TrackerTests {
    @Test("sites", arguments: siteCases)
    func sites(_ test: SiteCase) async throws {
        let result = try await ZooCheck.run(test.pages, test.options)
        #expect(result.findings == test.findings, "\(result.errors) \(result.details)")
        #expect(test.asked.isSubset(of: result.asked), "\(result.asked)")
        #expect(test.notAsked.isDisjoint(with: result.asked), "\(result.asked)")
    }

    @Test("folders", arguments: folderCases)
    func folders(_ test: FolderCase) async throws { try await test.check() }

    private static let siteCases = [
        SiteCase(
            "linkinator 883: links behind a redirect are relative to where it leads",
            "<a href=/one/>1</a><a href=/two>2</a>",
            [
                "/one/": ZooPage("<a href=grandchild>x</a>"), "/two": .redirect("/two/"),
                "/two/": ZooPage("<a href=grandchild>x</a>"), "/one/grandchild": .fine,
            ], finds: ["redirect /two", "broken /two/grandchild"], asks: ["/one/grandchild", "/two/grandchild"],
            never: ["/grandchild"]),
        SiteCase(
            "checklinks 590, lychee 1545: a directive for text is no name of an element",
            "<a href='/p#:~:text=some%20words'>1</a><a href='/p#in:~:text=words'>2</a><a href='/p#no:~:text=x'>3</a>",
            ["/p": ZooPage("<p id=in>some words")], finds: ["fragment /p#no:~:text=x"]),
        SiteCase(
            "hyperlink 159: mailto, tel and data are no paths, in folders neither", "<a href=/sub/>x</a>",
            [
                "/sub/": ZooPage(
                    "<a href='mailto:a@b.example'>1</a><a href='tel:+1-1234'>2</a><a href='data:text/plain,x'>3</a>")
            ], never: ["/sub/mailto:a@b.example", "/sub/tel:+1-1234"]),
        SiteCase(
            "linkchecker 865: a space that does not break belongs to the address",
            "<a href='/x.php\u{A0}'>x</a><a href=' \t/y '>y</a>", ["/y": .fine], finds: ["broken /x.php%C2%A0"],
            asks: ["/y"]),
        SiteCase(
            "scrapy 6195: robots.txt begins with a byte order mark", "<a href=/no>x</a><a href=/yes>y</a>",
            [
                "/robots.txt": ZooPage("\u{FEFF}User-agent: *\nDisallow: /no\n", type: "text/plain"), "/yes": .fine,
            ], asks: ["/yes"], never: ["/no"]),
        SiteCase(
            "scrapy 6292 and 2373: robots.txt is not UTF-8", "<a href=/no>x</a><a href=/caf%E9>y</a>",
            [
                "/robots.txt": ZooPage(
                    bytes: Array("# caf".utf8) + [0xE9] + Array("\nUser-agent: *\nDisallow: /no\nDisallow: /caf".utf8)
                        + [0xE9, 0x0A], type: "text/plain")
            ], never: ["/no", "/caf%E9"]),
        SiteCase(
            "scrapy 2774: a page that redirects to itself", "<a href=/self>x</a>", ["/self": .redirect("/self")],
            finds: ["loop /self"]),
        SiteCase(
            "wpull 403: a place in the page is not its folder", "<a href='#test'>x</a><p id=test><a href='#'>y</a>",
            never: ["/box/"]),
        SiteCase(
            "htmlSanityCheck 73: blanks in a fragment", "<a href='#Context Analysis'>x</a><p id='Context Analysis'>"),
        SiteCase(
            "broken-link-checker 45: a server that packs without being asked", page: .packed("<a href=/gone>x</a>"),
            finds: ["broken /gone"]),
        SiteCase(
            "deno 25992: the length is that of the unpacked page",
            "<a href=/p>x</a>", ["/p": .packed("<p>x", length: 5_000)], finds: ["broken /p"]),
        SiteCase(
            "lychee 1838: names of anchors as javadoc writes them",
            "<a name='skip.navbar.top'></a><a name=clear--></a><a href='#skip.navbar.top'>1</a><a href='#clear--'>2</a>"
        ),
        SiteCase(
            "wummel/linkchecker 90: quotation marks in a style",
            "<p style=\"background: url('/img/top.jpg') no-repeat;\">",
            finds: ["broken /img/top.jpg"]),
        SiteCase(
            "epubcheck 288: a space in the host", "<a href=' http://idpf .org'>1</a><a href='http:// idpf.org'>2</a>",
            finds: ["invalid  http://idpf .org", "invalid http:// idpf.org"]),
        SiteCase(
            "httrack 26: a refresh beside a content type",
            "<meta http-equiv=Content-Type content='text/html;charset=UTF-8'><meta http-equiv=Refresh content='0; URL=/x'>",
            finds: ["broken /x"]),
        SiteCase(
            "wpull 465, zombie 436: a refresh that is a field", "<a href=/p/>1</a><a href=/q>2</a><a href=/r>3</a>",
            [
                "/p/": ZooPage("<base href=/no/>", ["Refresh: 0; url=gone"]), "/q": ZooPage("<p>", ["Refresh: 5"]),
                "/r": ZooPage("<p>", ["refresh: 1;URL='http://[x'"]),
            ], finds: ["broken /p/gone", "invalid http://[x"]),
        SiteCase(
            "interim answers come before the answer (RFC 8297)", "<a href=/early>x</a>",
            [
                "/early": ZooPage(
                    "<a href=/gone>x</a>", status: "103 Early Hints\r\nLink: </s.css>\r\n\r\nHTTP/1.1 200 OK")
            ],
            finds: ["broken /gone"]),
        SiteCase(
            "parts of pictures and documents are no elements",
            "<a href='/d.pdf#page=2'>1</a><img src='/p.png#xywh=1,2'><a href='/v.mp4#t=10'>3</a><a href='/t.txt#L3'>4</a>",
            [
                "/d.pdf": ZooPage("x", type: "application/pdf"), "/p.png": .picture,
                "/v.mp4": ZooPage("x", type: "video/mp4"), "/t.txt": ZooPage("x", type: "text/plain"),
            ]),
        SiteCase(
            "the top of a page is always there",
            "<a href='#'>1</a><a href='#top'>2</a><a href='#TOP'>3</a><a href=''>4</a>"),
        SiteCase(
            "media types in capitals, with parameters", "<a href=/p>x</a>",
            ["/p": ZooPage("<a href=/gone>x</a>", type: "TEXT/HTML;Charset=\"UTF-8\" ; level=1")],
            finds: ["broken /gone"]),
    ]

    private static let folderCases = [
        FolderCase(
            "lychee 1111: an at sign in a name is no mail address",
            ["a.html": "<img srcset='v2@1.5x.png 1.5x, img/v2@2x.png 2x'>", "v2@1.5x.png": "x"],
            finds: ["broken img/v2@2x.png"]),
        .markdown(
            "markdown-link-check 593: parentheses in a heading",
            "# Maximum Likelihood Estimator (MLE)\n[a](#maximum-likelihood-estimator-mle)\n"),
        .markdown(
            "markdown-link-check 523: a variation selector stays in the anchor",
            "- [a](#-usage)\n- [b](#%EF%B8%8F-disclaimer)\n- [c](#-disclaimer)\n\n## 🚀 Usage\n## ⚠️ Disclaimer\n",
            finds: ["fragment a.md#-disclaimer"]),
        .markdown(
            "remark-validate-links 64: a colon in a heading", "# Bravo:-1\n[a](#bravo-1) [b](#bravo:-1)\n",
            finds: ["fragment a.md#bravo:-1"]),
        .markdown(
            "vscode-markdownlint 384: names of emoji in a heading", "## :smile: Shortcode\n[a](#smile-shortcode)\n"),
        FolderCase(
            "hyperlink 159: mailto and tel in a folder below",
            ["d/a.html": "<a href='mailto:a@b.example'>1</a><a href='tel:+1'>2</a><a href='/gone'>3</a>"],
            finds: ["broken file:///gone"]),
        FolderCase(
            "linkinator 595: a query behind a file's name",
            ["a.html": "<a href='b.html?services=x'>1</a>", "b.html": "x"]),
    ]
}

extension ZooPage {
    /// A page packed with gzip, whether that was asked for or not.
    ///
    /// - Parameter length: the value of Content-Length; nil is the right one.
    fileprivate static func packed(_ body: String, length: Int? = nil) -> ZooPage {
        var page = ZooPage(bytes: storedGzip(Array(body.utf8)), type: "text/html", ["Content-Encoding: gzip"])
        page.length = length
        return page
    }
}

/// A gzip member (RFC 1952) of one stored block (RFC 1951, section 3.2.4).
private func storedGzip(_ bytes: [UInt8]) -> [UInt8] {
    func little(_ value: UInt32, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> UInt32(8 * $0) & 255) } }
    var check = UInt32.max
    for byte in bytes {
        check ^= UInt32(byte)
        for _ in 0..<8 { check = check >> 1 ^ (check & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    let length = UInt32(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(length, 2) + little(~length, 2) + bytes
        + little(~check, 4)
        + little(length, 4)
}
