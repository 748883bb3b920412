import HTMLScanner
import TestKit
import Testing

@Suite("Scanning pages")
struct PageScannerTests {
    private func links(_ page: ScannedPage) -> [String] {
        page.links.map { "\($0.kind) \(String(decoding: page.addresses[$0.range], as: UTF8.self))" }
    }

    @Test("links come from markup only, not from comments, scripts or text")
    func linksFromMarkup() {
        let page = PageScanner.scan(
            Array(
                """
                <!-- <a href=/no> --><script>'<a href="/no">'</script><style>a{x:'<a href=/no>'}</style>
                <textarea><a href=/no></textarea><a href="/a?x=1&amp;y=2">A</a><A HREF='b'><img src=i.png>
                <iframe src=f></iframe><link rel="x stylesheet" href=s.css><a name=n><a href>
                """.utf8))
        #expect(
            links(page) == [
                "anchor /a?x=1&y=2", "anchor b", "image i.png", "frame f", "styleSheet s.css", "anchor ",
            ])
        #expect(page.imagesWithoutAlternative == 1)
        #expect(page.anchors == [fingerprint(of: Array("n".utf8))])
    }

    @Test("title, heading and paragraph are the first ones, with white space collapsed and references decoded")
    func facts() {
        let page = PageScanner.scan(
            Array(
                """
                <title> A &amp;\n B</title><title>No</title><svg><title>no</title></svg>
                <h1>One <b>big</b>\tone</h1><h1>Two</h1><p> <p>First &lt;p&gt;<div>no</div>
                <meta name=Description content=" x  y "><meta name=robots content="NoIndex,follow">
                """.utf8))
        #expect(page.title == "A & B")
        #expect(page.heading == "One big one")
        #expect(page.headingCount == 2)
        #expect(page.paragraph == "First <p>")
        #expect(page.description == "x y")
        #expect(page.directives == .noIndex)
    }

    @Test("a page of scripts looks empty, a page of text does not")
    func emptiness() {
        #expect(PageScanner.scan(Array("<div id=app></div><script src=x></script>".utf8)).looksEmpty)
        let text = String(repeating: "word ", count: 100)
        #expect(!PageScanner.scan(Array("<p>\(text)</p><script src=x></script>".utf8)).looksEmpty)
    }

    @Test("pieces of any size give the same page", arguments: [1, 2, 7, 64])
    func pieces(_ size: Int) {
        let document = Array("<title>T</title><a href='x&#38;y'>é</a><!-- - -- --><p>é&notit;</p><img alt src=q>".utf8)
        let whole = PageScanner.scan(document)
        var tokenizer = Tokenizer(sink: PageScanner())
        var start = 0
        while start < document.count {
            tokenizer.feed(Array(document[start..<min(start + size, document.count)]))
            start += size
        }
        tokenizer.finish()
        let pieces = tokenizer.sink.finished()
        #expect(links(pieces) == links(whole))
        #expect(pieces.title == whole.title)
        #expect(pieces.paragraph == whole.paragraph)
    }

    @Test("a comment that never ends costs linear time in small pieces", .watchesClock)
    func endlessComment() {
        var tokenizer = Tokenizer(sink: PageScanner())
        tokenizer.feed(Array("<!--".utf8))
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64)
        let start = ContinuousClock.now
        for _ in 0..<20_000 { tokenizer.feed(piece) }
        tokenizer.finish()
        #expect(ContinuousClock.now - start < .seconds(60))
    }
}
