import TestKit
import Testing

/// Situations that users of other crawlers and link checkers reported, each with the answer that was wanted there.
@Suite("What users of other tools reported", .watchesClock)
struct PeerReportTests {
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
            "muffet 916: a srcset over lines", "<img src=/1 srcset='/1 600w,\n   /2 1200w, \n\t/3 1800w'>",
            ["/1": .picture, "/2": .picture, "/3": .picture], asks: ["/2", "/3"]),
        SiteCase(
            "muffet 9: a fragment is not sent, and a space in a query is",
            "<a href='/Bell_Labs#1970s'>x</a><link rel=stylesheet href='/css?family=Roboto:100, 200'>",
            ["/Bell_Labs": ZooPage("<p id=1970s>"), "/css?family=Roboto:100,%20200": ZooPage("", type: "text/css")],
            asks: ["/Bell_Labs", "/css?family=Roboto:100,%20200"]),
        SiteCase(
            "muffet 391: hosts of preconnect are no pages",
            "<link rel=preconnect href=/no><link rel=dns-prefetch href=/no>",
            never: ["/no"]),
        SiteCase(
            "htmltest 104, cargo-deadlinks 139: encoded fragments",
            """
            <a href='#send%2CChannel%5BTMsg%5D'>1</a><a href='#%E2%80%A0'>2</a><a href='#merge%2Frequests'>3</a>
            <a href='#%D0%9A%D0%B8'>4</a><a href='#Ки'>5</a>
            <p id='send,Channel[TMsg]'><p id='†'><p id='merge/requests'><p id='Ки'>
            """),
        SiteCase(
            "linkinator 364: HEAD says 404 where GET redirects", "<img src=/old>",
            ["/new": .picture, "/old": .redirect("/new")], finds: ["redirect /old"]),
        SiteCase(
            "linkinator 90 and 496: data in src and srcset",
            """
            <img src='data:image/png;base64,AAAA'><picture><source srcset="data:image/svg+xml;charset=UTF-8,%3Csvg%20a%3E"
            media='(min-width: 1px)'></picture>
            """),
        SiteCase(
            "scrapy 142 and 4967: refresh in noscript, attributes in any order",
            "<noscript><meta content='0;URL=/1' http-equiv=Refresh></noscript>", finds: ["broken /1"]),
        SiteCase(
            "scrapy 7042: a refresh is relative to the base",
            "<base href=/base/path/><meta http-equiv=refresh content='5; url=relative/../t.html'>",
            finds: ["broken /base/path/t.html"]),
        SiteCase(
            "linkchecker 38: a page whose link redirects back to it", "<a href=/back>x</a>", ["/back": .redirect("/")],
            finds: ["redirect /back"]),
        SiteCase(
            "wpull 148: folders that hold themselves", "<a href=css/>x</a>", ["*": ZooPage("<a href=css/>x</a>")],
            asks: ["/css/css/css/"], never: ["/css/css/css/css/css/"]),
        SiteCase(
            "linkchecker 496: a longdesc that is a sentence",
            "<img src=/a longdesc='Protected by a plagiarism checker.'>",
            ["/a": .picture]),
        SiteCase(
            "ultimate-sitemap-parser 29: robots.txt names itself as a sitemap", page: .fine,
            [
                "/robots.txt": ZooPage("Sitemap: /robots.txt\nSitemap: /s.xml\n", type: "text/plain"),
                "/s.xml": ZooPage(
                    "<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>", type: "text/xml"),
            ]),
        SiteCase(
            "muffet 65: redirects fail a check when that is wanted", "<a href=/o>x</a>",
            ["/o": .redirect("/n"), "/n": .fine], finds: ["redirect /o"], options: ["--strict"]),
        SiteCase(
            "broken-link-checker 114: a server that refuses HEAD", "<img src=/a>", ["/a": .picture]),
        SiteCase(
            "crawlee 1499: an address that is none among robots rules", "<a href='http://['>x</a><a href=/no>y</a>",
            ["/robots.txt": ZooPage("User-agent: *\nDisallow: /no\n", type: "text/plain")], finds: ["invalid http://["],
            never: ["/no"]),
    ]

    private static let folderCases = [
        FolderCase(
            "html-proofer 714: a folder's page without its slash",
            [
                "index.html": "<a href='foo/bar#hash'>x</a><a href='foo/bar#no'>y</a>",
                "foo/bar/index.html": "<h1 id=hash>",
            ],
            finds: ["fragment foo/bar#no"]),
        FolderCase(
            "lychee 1751: a folder beside a file of its name",
            [
                "index.html": "<a href='foo#in'>x</a><a href='foo#no'>y</a><a href='bar#b'>z</a>",
                "foo/index.html": "<p id=in>", "bar.html": "<p id=b>",
            ], finds: ["fragment foo#no"], options: ["--fallback-extensions", "html"]),
        FolderCase(
            "lychee 1896: a fragment stays one below a root",
            ["a.md": "[a](b.html#a) [c](/b.html#a)", "b.html": "<p id=a>"],
            options: ["--root-dir", "."]),
        FolderCase(
            "htmlSanityCheck 252: an address without its ending",
            ["a.html": "<a href=examples>x</a>", "examples.html": "x"],
            finds: ["broken examples"]),
        FolderCase(
            "netlify checklinks 198: an encoded letter and an at sign",
            ["a.html": "<a href='%C3%B2.html'>x</a><a href='x%40y.html'>y</a>", "ò.html": "x", "x@y.html": "x"]),
        FolderCase(
            "linkchecker 851: pages that nobody names are not invented",
            ["index.html": "<a href='d/'>x</a>", "d/x.txt": "x"]),
    ]
}
