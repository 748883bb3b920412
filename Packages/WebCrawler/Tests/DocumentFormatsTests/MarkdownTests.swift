import DocumentFormats
import HTMLScanner
import TestKit
import Testing

@Suite("Markdown")
struct MarkdownTests {
    @Test("links, images, definitions, bare addresses and GitHub's anchors are found")
    func found() {
        let page = SystemReader().scanMarkdown(
            Array(
                """
                # The *one* idea
                See [a](b.md#x "t"), ![i](i.png), <https://e.example/>, `[no](no)` and [r].
                ```
                [no](no)
                ```
                ## Twice
                ## Twice
                [r]: <ref.md>

                https://bare.example/x, www.bare.example
                <a id="own" href="h.html">x</a>
                """.utf8))
        let links = page.links.map { "\($0.kind) \(String(decoding: page.addresses[$0.range], as: UTF8.self))" }
        #expect(
            links == [
                "anchor b.md#x", "image i.png", "anchor https://e.example/", "anchor ref.md",
                "anchor https://bare.example/x", "anchor http://www.bare.example", "anchor h.html",
            ])
        #expect(
            Set(page.anchors)
                == Set(["the-one-idea", "twice", "twice-1", "own"].map { fingerprint(of: Array($0.utf8)) }))
    }

    @Test(
        "deep nesting and long lines end in time", .watchesClock,
        arguments: ["> ", "- ", "[", "![](", "<div>", "**a `"])
    func hostile(_ piece: String) {
        let text = String(repeating: piece, count: 50_000)
        let start = ContinuousClock.now
        _ = SystemReader().scanMarkdown(Array(text.utf8))
        #expect(ContinuousClock.now - start < .seconds(60))
    }
}
