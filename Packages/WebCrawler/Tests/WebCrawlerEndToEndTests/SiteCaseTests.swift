import Foundation
import LooseJSON
import TestKit
import Testing

/// A page, the findings that a check of it must give, and what it must and must not ask for.
struct SiteCase: Sendable, CustomTestStringConvertible {
    let name: String
    let pages: [String: ZooPage]
    var findings: [String] = []
    var asked: Set<String> = []
    var notAsked: Set<String> = []
    var options: [String] = []

    var testDescription: String { name }

    init(
        _ name: String, _ front: String, _ more: [String: ZooPage] = [:], finds: [String] = [], asks: Set<String> = [],
        never: Set<String> = [], options: [String] = []
    ) {
        self.init(name, page: ZooPage(front), more, finds: finds, asks: asks, never: never, options: options)
    }

    init(
        _ name: String, page: ZooPage, _ more: [String: ZooPage] = [:], finds: [String] = [], asks: Set<String> = [],
        never: Set<String> = [], options: [String] = []
    ) {
        self.name = name
        pages = more.merging(["/": page]) { first, _ in first }
        findings = finds.sorted()
        asked = asks
        notAsked = never
        self.options = options
    }
}

@Suite("Small sites with right answers", .watchesClock)
struct SiteCaseTests {
    @Test("what browsers fetch is checked", arguments: fetched)
    func fetches(_ test: SiteCase) async throws { try await check(test) }

    @Test("what is a link is decided by the standards' parsers", arguments: parsed)
    func parses(_ test: SiteCase) async throws { try await check(test) }

    @Test("encodings and codings are undone", arguments: encoded)
    func decodes(_ test: SiteCase) async throws { try await check(test) }

    @Test("addresses are asked for as they are serialised", arguments: addressed)
    func addresses(_ test: SiteCase) async throws { try await check(test) }

    private func check(_ test: SiteCase) async throws {
        let result = try await ZooCheck.run(test.pages, test.options)
        #expect(result.findings == test.findings, "\(result.errors) \(result.details)")
        #expect(test.asked.isSubset(of: result.asked), "\(result.asked)")
        #expect(test.notAsked.isDisjoint(with: result.asked), "\(result.asked)")
        #expect(result.status == (test.findings.isEmpty ? 0 : 1), "\(result.errors)")
    }

    private static let fetched = [
        SiteCase("srcset", "<img src=/a srcset='/a 1x, /gone 2x'>", ["/a": .picture], finds: ["broken /gone"]),
        SiteCase(
            "commas in srcset", "<img src=/a srcset='/w_1,h_2/a 1x, data:image/png;base64,AAAA 2x,/c'>",
            ["/a": .picture, "/w_1,h_2/a": .picture, "/c": .picture], asks: ["/w_1,h_2/a", "/c"]),
        SiteCase(
            "srcset with sizes and parentheses", "<picture><source srcset='/a 100w (x,y),/gone 2x'></picture>",
            ["/a": .picture], finds: ["broken /gone"]),
        SiteCase("poster", "<video poster=/gone src=/v></video>", ["/v": .picture], finds: ["broken /gone"]),
        SiteCase(
            "link relations",
            """
            <link rel=manifest href=/1><link rel=canonical href=/2><link rel=preload as=font href=/3>
            <link rel=apple-touch-icon href=/4><link rel=dns-prefetch href=//h.invalid><link rel=preconnect href=/no>
            <link rel=preload imagesrcset='/5 1x'><link rel='alternate stylesheet' href=/6>
            """, finds: (1...6).map { "broken /\($0)" }, never: ["/no"]),
        SiteCase(
            "a style sheet's addresses", "<link rel=stylesheet href=/s.css>",
            [
                "/s.css": ZooPage(
                    """
                    @import "/i.css"; @namespace url(/no); /* url(/no2) */ a{background:url( '/q\\2e png' )}
                    b{background:image-set("/set.png" 1x);content:"url(/no3)"; filter:url(#f)} c{src:url(/f.eot?#iefix)}
                    """, type: "text/css")
            ], finds: ["broken /i.css", "broken /q.png", "broken /set.png", "broken /f.eot?#iefix"],
            never: ["/no", "/no2", "/no3"]),
        SiteCase(
            "styles in the page", "<style>a{background:url(/1)}</style><p style='background:url(&quot;/2&quot;)'>",
            finds: ["broken /1", "broken /2"]),
        SiteCase(
            "svg", "<svg><image href=/1 /><use xlink:href='/2#a'/><a xlink:href=/3>x</a><feImage href=/4 /></svg>",
            finds: ["broken /1", "broken /2#a", "broken /3", "broken /4"]),
        SiteCase(
            "a picture's own parts", "<img src=/p.svg><a href=/p.svg#there>x</a><a href=/p.svg#no>y</a>",
            ["/p.svg": ZooPage("<svg xmlns='http://www.w3.org/2000/svg'><g id='there'/></svg>", type: "image/svg+xml")],
            finds: ["fragment /p.svg#no"]),
        SiteCase(
            "what a page says of itself",
            "<meta property=og:image content=/1><meta name=twitter:image content=/2><meta property=og:title content=/no>",
            finds: ["broken /1", "broken /2"], never: ["/no"]),
        SiteCase(
            "objects and forms",
            "<object data=/1></object><embed src=/2><form action=/3><button formaction=/4></form><input type=image src=/5>",
            finds: (1...5).map { "broken /\($0)" }),
        SiteCase(
            "a form that wants its fields", "<form action=/search method=post></form>",
            ["/search": ZooPage("no", status: "405 Method Not Allowed")]),
        SiteCase(
            "a picture that is a page, too", "<img src=/x><a href=/x>x</a>", ["/x": ZooPage("<a href=/gone>x</a>")],
            finds: ["broken /gone"]),
        SiteCase(
            "a document in an attribute", "<iframe srcdoc='<img src=/gone>' src=/no></iframe>",
            finds: ["broken /gone"], never: ["/no"]),
    ]

    private static let parsed = [
        SiteCase("a base of data", "<base href='data:,x'><a href=x>1</a>", ["/x": .fine], asks: ["/x"]),
        SiteCase("a base of a script", "<base href='javascript:x'><a href=x>1</a>", ["/x": .fine], asks: ["/x"]),
        SiteCase(
            "html in svg", "<svg><foreignObject><img src=/gone><script>'<a href=/no>'</script></foreignObject></svg>",
            finds: ["broken /gone"], never: ["/no"]),
        SiteCase(
            "an outer end tag ends svg", "<div><svg><path></div><img src=/1><iframe src=/2></iframe>",
            finds: ["broken /1", "broken /2"]),
        SiteCase("html breaks out of svg", "<svg><path><p><a href=/gone>x", finds: ["broken /gone"]),
        SiteCase(
            "a script in svg is text for no one", "<svg><script>x='<a href=/no>x</a>'</script></svg>", never: ["/no"]),
        SiteCase("cdata in svg", "<svg><![CDATA[<a href=/no>x</a>]]></svg>", never: ["/no"]),
        SiteCase(
            "math",
            "<math><annotation-xml encoding=text/html><a href=/1>x</a></annotation-xml><mi href=/2>x</mi></math>",
            finds: ["broken /1", "broken /2"]),
        SiteCase(
            "templates",
            "<template><a href='/{{x}}'>t</a></template><template shadowrootmode=open><a href=/1>x</a></template>",
            finds: ["broken /1"], never: ["/%7B%7Bx%7D%7D"]),
        SiteCase(
            "refresh",
            "<a href=/r1></a><a href=/r2></a><a href=/r3></a><a href=/r4></a><a href=/r5></a><a href=/r6></a>",
            [
                "/r1": ZooPage("<meta http-equiv=refresh content='0; URL=\n/t1'>"),
                "/r2": ZooPage("<meta http-equiv=refresh content='0 url=/t2'>"),
                "/r3": ZooPage("<meta http-equiv=REFRESH content='5;url=\"/t3\"x'>"),
                "/r4": ZooPage("<meta http-equiv=refresh content='.5;/t4'>"),
                "/r5": ZooPage("<meta http-equiv=refresh content='300'>"),
                "/r6": ZooPage("<meta http-equiv=refresh content=';url=/no'>"),
            ], finds: (1...4).map { "broken /t\($0)" }, never: ["/no"]),
        SiteCase(
            "xhtml",
            page: ZooPage(
                """
                <?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/>
                <script src="/s.js"/></head><body><a href="/1?a&amp;b">x</a><textarea/><a href="/2">y&nbsp;</a>
                <x:a xmlns:x="urn:x" href="/no"/></body></html>
                """, type: "application/xhtml+xml"), ["/s.js": .picture], finds: ["broken /1?a&b", "broken /2"],
            never: ["/no"]),
        SiteCase(
            "no media type", page: ZooPage(" <!DOCTYPE html><a href=/gone>x</a>", type: nil), finds: ["broken /gone"]),
        SiteCase(
            "a script is no page", "<script src=/s.js></script>",
            ["/s.js": ZooPage("'<a href=/no>x</a>'", type: "text/javascript")], never: ["/no"]),
        SiteCase(
            "error pages are judged, not followed", "<a href=/gone/>x</a>",
            ["*": ZooPage("<a href=a/>a</a><a href=b/>b</a>", status: "404 Not Found")], finds: ["broken /gone/"],
            never: ["/gone/a/"]),
        SiteCase(
            "a redirect's fragment wins", "<a href='/old#a'>1</a><a href='/old2#zzz'>2</a>",
            ["/old": .redirect("/new"), "/old2": .redirect("/new#a"), "/new": ZooPage("<p id=a>")],
            finds: ["redirect /old#a", "redirect /old2#zzz"].filter { _ in false }, options: ["--ignore", "redirect"]),
        SiteCase(
            "comments that ignore",
            """
            <!-- webcrawler-ignore-next --><a href=/no1>x</a><!-- webcrawler-ignore-start --><img src=/no2>
            <a href=/no3>y</a><!-- webcrawler-ignore-end --><a href=/gone>z</a>
            """, finds: ["broken /gone"], never: ["/no1", "/no2", "/no3"]),
    ]

    private static let russian: [UInt8] = [0xEF, 0xF3, 0xF2, 0xFC]

    private static let encoded = [
        SiteCase(
            "windows-1251: paths in UTF-8, queries in the page's encoding",
            page: ZooPage(
                bytes: Array("<a href='/".utf8) + russian + Array("?".utf8) + russian + Array("\u{26}x'>x</a>".utf8),
                type: "text/html; charset=windows-1251"),
            ["/%D0%BF%D1%83%D1%82%D1%8C?%EF%F3%F2%FC&x": .fine], asks: ["/%D0%BF%D1%83%D1%82%D1%8C?%EF%F3%F2%FC&x"]),
        SiteCase(
            "what an encoding lacks is a number in the query",
            "<meta charset=iso-8859-1><a href='/?&#8364;&#1087;'>x</a>".replacing("charset=utf-8", with: ""),
            ["*": .fine], asks: ["/?%E2%82%AC%D0%BF"]),
        SiteCase(
            "shift_jis: a backslash can be half a letter",
            page: ZooPage(
                bytes: Array("<meta charset=Shift_JIS><a href='/".utf8) + [0x95, 0x5C] + Array("/x'>x</a>".utf8),
                type: "text/html"), ["/%E8%A1%A8/x": .fine], asks: ["/%E8%A1%A8/x"]),
        SiteCase(
            "gb18030 by meta http-equiv",
            page: ZooPage(
                bytes: Array("<meta http-equiv=content-type content='text/html; charset=gb2312'><a href='/".utf8)
                    + [0xD6, 0xD0] + Array("'>x</a>".utf8), type: "text/html"), ["/%E4%B8%AD": .fine],
            asks: ["/%E4%B8%AD"]),
        SiteCase(
            "a byte order mark wins over the header",
            page: ZooPage(
                bytes: [0xFF, 0xFE] + Array("<a href=/é>x</a>".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] },
                type: "text/html; charset=koi8-r"), ["/%C3%A9": .fine], asks: ["/%C3%A9"]),
        SiteCase(
            "the header wins over meta",
            page: ZooPage(
                bytes: Array("<meta charset=windows-1251><a href='/é'>x</a>".utf8), type: "text/html; charset=\"UTF-8\""
            ),
            ["/%C3%A9": .fine], asks: ["/%C3%A9"]),
        SiteCase(
            "no encoding named, and no UTF-8",
            page: ZooPage(bytes: Array("<a href='/caf".utf8) + [0xE9] + Array("'>x</a>".utf8), type: "text/html"),
            ["/caf%C3%A9": .fine], asks: ["/caf%C3%A9"]),
        SiteCase(
            "broken UTF-8 is U+FFFD", page: ZooPage(bytes: Array("<a href='/".utf8) + [0xE9] + Array("'>x</a>".utf8)),
            ["/%EF%BF%BD": .fine], asks: ["/%EF%BF%BD"]),
    ]

    private static let addressed = [
        SiteCase("bytes that are not UTF-8", "<a href='/caf%E9'>x</a>", finds: ["broken /caf%E9"], asks: ["/caf%E9"]),
        SiteCase(
            "characters that other parsers change",
            "<a href='/a%2Fb;p=1'>1</a><a href='/[x]|y?[q]=a|b'>2</a><a href='/ä ö'>3</a><a href='/a//b/./c/../d'>4</a>",
            ["*": .fine], asks: ["/a%2Fb;p=1", "/[x]|y?[q]=a|b", "/%C3%A4%20%C3%B6", "/a//b/d"]),
        SiteCase(
            "what no browser opens",
            "<a href='http://[::1/'>1</a><a href='https://exa mple.com/'>2</a><a href='http://h:99999/'>3</a>",
            finds: ["invalid http://[::1/", "invalid https://exa mple.com/", "invalid http://h:99999/"]),
        SiteCase(
            "schemes that nobody has", "<a href='htp://e.example/'>1</a><a href='hhtps://e.example/'>2</a>",
            finds: ["invalid htp://e.example/", "invalid hhtps://e.example/"]),
        SiteCase(
            "a redirect to nowhere", "<a href=/1>1</a><a href=/2>2</a><a href=/3>3</a>",
            [
                "/1": .redirect("http://[x/"), "/2": .redirect("javascript:alert(1)"),
                "/3": ZooPage("", status: "302 Found"),
            ], finds: ["broken /1", "broken /2", "broken /3"]),
    ]
}
