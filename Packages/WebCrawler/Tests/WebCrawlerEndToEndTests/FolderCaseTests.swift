import Foundation
import LooseJSON
import TestKit
import Testing

/// Files in a folder, and the findings that a check of it must give.
struct FolderCase: Sendable, CustomTestStringConvertible {
    let name: String
    let files: [String: String]
    var findings: [String] = []
    var options: [String] = []
    /// Whether findings carry their line and column.
    var placed = false

    var testDescription: String { name }

    init(
        _ name: String, _ files: [String: String], finds: [String] = [], options: [String] = [], placed: Bool = false
    ) {
        self.name = name
        self.files = files
        findings = finds.sorted()
        self.options = options
        self.placed = placed
    }

    /// A Markdown file beside a few others.
    static func markdown(
        _ name: String, _ text: String, finds: [String] = [], with files: [String: String] = [:], placed: Bool = false
    ) -> FolderCase {
        FolderCase(
            name, files.merging(["a.md": text, "ok.md": "# Title\n", "p.png": "x"]) { first, _ in first },
            finds: finds, placed: placed)
    }

    func check() async throws {
        try await withTemporaryFolder { folder in
            try writeFiles(files, in: folder)
            let result = try await BuiltTool("webcrawler").run(
                ["check", ".", "--offline", "--json"] + options, in: folder)
            let report = try JSONReader.read(result.outputData)
            let base = "file://" + folder.resolvingSymlinksInPath().path + "/"
            let found = (report["findings"]?.elements ?? []).map { finding in
                let target = (finding["target"]?.text ?? "").replacing(base, with: "")
                let place = placed ? " \(Int(finding["line"]?.double ?? 0)):\(Int(finding["column"]?.double ?? 0))" : ""
                return "\(finding["kind"]?.text ?? "") \(target)\(place)"
            }
            #expect(found.sorted() == findings, "\(result.errors)")
            #expect(result.status == (findings.isEmpty ? 0 : 1))
        }
    }
}

@Suite("Folders with right answers", .watchesClock)
struct FolderCaseTests {
    @Test("Markdown is what GitHub renders", arguments: markdownCases)
    func markdown(_ test: FolderCase) async throws { try await test.check() }

    @Test("anchors are GitHub's", arguments: anchorCases)
    func anchors(_ test: FolderCase) async throws { try await test.check() }

    @Test("files are found as a server finds them", arguments: fileCases)
    func files(_ test: FolderCase) async throws { try await test.check() }

    @Test("a finding says where the address stands", arguments: placeCases)
    func places(_ test: FolderCase) async throws { try await test.check() }

    private static let markdownCases: [FolderCase] = [
        .markdown("escapes in addresses", "[a](ok\\_b.md)\n", with: ["ok_b.md": "x"]),
        .markdown("indented code", "text\n\n    [a](gone.md)\n\nmore\n"),
        .markdown("a comment over lines", "<!--\n[a](gone.md)\n-->\n"),
        .markdown("a lone less-than sign", "if a < b then [x](gone.md)\n", finds: ["broken gone.md"]),
        .markdown("a fence of one line", "```x``` is code\n\n[a](gone.md)\n", finds: ["broken gone.md"]),
        .markdown("fences in quotes and lists", "> ```\n> [a](no.md)\n> ```\n\n- x\n  ```\n  [a](no.md)\n  ```\n"),
        .markdown("a reference in angle brackets", "[a][R]\n\n[r]: <ok file.md>\n", with: ["ok file.md": "x"]),
        .markdown("an escaped bracket", "\\[a](gone.md)\n"),
        .markdown("a tag over lines", "<a\n  href=\"gone.md\">y</a>\n", finds: ["broken gone.md"]),
        .markdown("a sign in an attribute", "<a title=\"a > b\" href=\"gone.md\">y</a>\n", finds: ["broken gone.md"]),
        .markdown("a definition that nobody uses", "[r]: gone.md\n"),
        .markdown(
            "code spans of several ticks", "`[a](no.md)` ``x ` [b](no.md)`` ` [c](gone.md)\n", finds: ["broken gone.md"]
        ),
        .markdown("a table", "| a |\n|---|\n| [x](gone.md) \\| `a|b` |\n", finds: ["broken gone.md"]),
        .markdown("a footnote", "text[^1]\n\n[^1]: see [a](gone.md)\n", finds: ["broken gone.md"]),
        .markdown("data at the head", "---\ntitle: '[a](gone.md)'\n---\n# Hi\n[x](#hi)\n"),
        .markdown(
            "parentheses and titles", "[a](ok.md(x)) [b](<ok (1).md> 't')\n", finds: ["broken ok.md(x)"],
            with: ["ok (1).md": "x"]),
        .markdown("an image in a link", "[![i](no.png)](gone.md)\n", finds: ["broken no.png", "broken gone.md"]),
        .markdown(
            "references in addresses", "[a](ok&amp;x.md) [b](foo&#32;bar.md)\n",
            with: ["ok&x.md": "x", "foo bar.md": "x"]),
        .markdown(
            "addresses that are none", "[a](htp://x.example) [b](http://[::1)\n",
            finds: ["invalid htp://x.example", "invalid http://[::1"]),
        .markdown(
            "what is to be ignored", "<!-- webcrawler-ignore-next -->\n[a](no.md) [b](gone.md)\n",
            finds: ["broken gone.md"]),
    ]

    private static let anchorCases: [FolderCase] = [
        .markdown("emphasis and code", "## _Foo_ **bar** `baz_q`\n[a](#foo-bar-baz_q)\n"),
        .markdown("tags", "## <a name='x'></a>Foo <kbd>Ctrl</kbd>\n[a](#foo-ctrl) [b](#x)\n"),
        .markdown("quotes and lists", "> ## Quoted\n\n- ## Listed\n\n[a](#quoted) [b](#listed)\n"),
        .markdown("signs", "## What's new in v1.2.3? (draft) & more/less\n[a](#whats-new-in-v123-draft--moreless)\n"),
        .markdown("letters and marks of all scripts", "# Straße 日本語 हिन्दी\n[a](#straße-日本語-हिन्दी) [b](#Straße-日本語-हिन्दी)\n"),
        .markdown(
            "numbers behind repeated ones", "# Foo\n# Foo\n## Foo-1\n[a](#foo) [b](#foo-1) [c](#foo-1-1) [d](#foo-2)\n",
            finds: ["fragment a.md#foo-2"]),
        .markdown("pictures and links", "## [Text](ok.md) and ![alt](p.png) end 🚀\n[a](#text-and--end-)\n"),
        .markdown("setext", "Foo\nbar\n===\n[a](#foo-bar) [b](#foobar)\n", finds: ["fragment a.md#foo-bar"]),
    ]

    private static let fileCases = [
        FolderCase(
            "the root is the folder", ["a.html": "<a href='/etc/passwd'>x</a>"], finds: ["broken file:///etc/passwd"]),
        FolderCase(
            "a base below the root", ["a.html": "<base href='/etc/'><a href=passwd>x</a>"],
            finds: ["broken file:///etc/passwd"]),
        FolderCase(
            "srcset", ["a.html": "<img src=p.png srcset='gone.png 2x'>", "p.png": "x"], finds: ["broken gone.png"]),
        FolderCase(
            "style sheets", ["a.html": "<link rel=stylesheet href=s.css>", "s.css": "a{background:url(no.png)}"],
            finds: ["broken no.png"]),
        FolderCase(
            "xhtml",
            ["a.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><script src='no.js'/><a href='gone'/></html>"],
            finds: ["broken no.js", "broken gone"]),
        FolderCase(
            "index files", ["a.html": "<a href='d/'>x</a><a href='e/'>y</a>", "d/start.html": "x", "e/x": "x"],
            finds: ["broken e/"], options: ["--index-files", "index.html,start.html"]),
        FolderCase(
            "a folder for itself", ["a.html": "<a href='e/'>y</a>", "e/x": "x"],
            options: ["--index-files", "index.html,."]),
        FolderCase(
            "endings", ["a.html": "<a href=ok#x>1</a><a href=ok#z>2</a>", "ok.html": "<p id=x>"],
            finds: ["fragment ok#z"], options: ["--fallback-extensions", "htm,html"]),
        FolderCase(
            "replaced addresses",
            [
                "a.html": "<a href='https://e.example/ok.html'>1</a><a href='https://e.example/no.html#x'>2</a>",
                "ok.html": "x",
            ], finds: ["broken no.html#x"], options: ["--remap", "https://e.example/(.*) ./$1"]),
        FolderCase(
            "excluded addresses", ["a.html": "<a href=no.html>1</a><a href=gone.html>2</a>"],
            finds: ["broken gone.html"], options: ["--exclude", "*/no.html"]),
        FolderCase(
            "a slash behind a file", ["a.html": "<a href='ok.html/'>x</a><a href='a%00b'>y</a>", "ok.html": "x"],
            finds: ["broken ok.html/", "broken a%00b"]),
        FolderCase("a host without a scheme", ["a.html": "<script src='//cdn.example/x.js'></script>"]),
    ]

    private static let placeCases: [FolderCase] = [
        .markdown(
            "Markdown", "# A\n\ntext [a](gone.md) and\n![i](no.png) x [r][q]\n\n> - [b](two.md)\n\n[q]: miss.md\n",
            finds: ["broken gone.md 3:10", "broken no.png 4:6", "broken miss.md 4:16", "broken two.md 6:9"],
            placed: true),
        .markdown(
            "HTML in Markdown", "é\n<img src='no.png'>\n\nab <a\n href=\"gone.md\">x</a>\n",
            finds: ["broken no.png 2:11", "broken gone.md 5:8"], placed: true),
        FolderCase(
            "HTML, letters beyond ASCII and line ends of all kinds",
            ["a.html": "<p>ä <img src=1.png>\r\n<a href='2.html'>x</a>\r<style>\nb{background:url( 3.png)}</style>"],
            finds: ["broken 1.png 1:15", "broken 2.html 2:10", "broken 3.png 4:19"], placed: true),
        FolderCase(
            "XHTML", ["a.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'>\n<a title='é'\n  href='gone'/></html>"],
            finds: ["broken gone 3:9"], placed: true),
    ]
}
