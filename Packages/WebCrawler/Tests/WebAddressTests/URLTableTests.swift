import Testing
import WebAddress

@Suite("URLs")
struct URLTableTests {
    @Test(
        "references resolve against a base",
        arguments: [
            ("../c", "http://a/b/d/e", "http://a/b/c"),
            ("//h/p", "https://a/b", "https://h/p"),
            ("?q", "http://a/b#f", "http://a/b?q"),
            ("#f", "http://a/b?q", "http://a/b?q#f"),
            ("", "http://a/b?q#f", "http://a/b?q"),
            ("\\\\h\\p", "http://a/", "http://h/p"),
            ("a:b", "http://h/", "a:b"),
            ("http:x", "http://h/d/", "http://h/d/x"),
            ("%2E%2e/x", "http://h/a/b/c", "http://h/a/x"),
            (" \t/a\nb ", "http://h/", "http://h/ab"),
            ("c:/x", "file:///d:/y", "c:/x"),
            ("/x", "file:///c:/y", "file:///c:/x"),
            ("#f", "mailto:a@b", "mailto:a@b#f"),
        ])
    func references(_ reference: String, _ base: String, _ expected: String) throws {
        let base = try #require(WebURL(base))
        #expect(WebURL(reference, base: base)?.href == expected)
    }

    @Test(
        "hosts are brought to their one form",
        arguments: [
            ("http://EXAMPLE.com:80/", "example.com"),
            ("http://0x7F.1/", "127.0.0.1"),
            ("http://256/", "0.0.1.0"),
            ("http://[1:0:0:0:0:0:0:1]/", "[1::1]"),
            ("http://[::ffff:1.2.3.4]/", "[::ffff:102:304]"),
            ("http://bücher.example/", "xn--bcher-kva.example"),
            ("http://FAß.example/", "xn--fa-hia.example"),
            ("http://☃.net/", "xn--n3h.net"),
            ("http://a%C2%ADb.example/", "ab.example"),
            ("http://日本語。テスト/", "xn--wgv71a119e.xn--zckzah"),
            ("http://א.example/", "xn--4db.example"),
        ])
    func hosts(_ input: String, _ expected: String) {
        #expect(WebURL(input)?.hostname == expected)
    }

    @Test(
        "what the standard calls failure is no URL",
        arguments: [
            "", "a", "//h", "http://", "http://a b/", "http://a:65536/", "http://a:x/", "http://[::1/",
            "http://1.2.3.4.5/", "http://1.2.3.256/", "http://a<b/", "http://\u{200D}x.example/",
            "http://aא1a.example/",
            "http://%zz/",
        ])
    func failures(_ input: String) {
        #expect(WebURL(input) == nil)
    }

    @Test("parts are where they should be")
    func parts() throws {
        let url = try #require(WebURL("https://u%20s:p@h.example:8080/a/b;c?x=1&y#z%20"))
        #expect(url.username == "u%20s")
        #expect(url.password == "p")
        #expect(url.host == "h.example:8080")
        #expect(url.effectivePort == 8080)
        #expect(url.pathname == "/a/b;c")
        #expect(url.requestTarget == "/a/b;c?x=1&y")
        #expect(url.fragment == "z%20")
        #expect(url.withoutFragment.href == "https://u%20s:p@h.example:8080/a/b;c?x=1&y")
        #expect(url.withoutCredentials.href == "https://h.example:8080/a/b;c?x=1&y#z%20")
        #expect(url.origin == "https://h.example:8080")
    }

    @Test("random bytes never crash the parser, and what it takes it takes again unchanged")
    func randomBytes() {
        var random = SeededGenerator(seed: 7)
        let pieces = [
            "http", "file", ":", "//", "/", "..", "%2e", "@", "[", "]", "?", "#", "\\", "x", "C|", "ä", " ", "\t",
        ]
        let base = WebURL("http://h/a/b?c#d")
        for _ in 0..<20_000 {
            let input = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
                pieces.randomElement(using: &random)
            }
            .joined()
            for url in [WebURL(input), WebURL(input, base: base)].compactMap({ $0 }) {
                #expect(WebURL(url.href)?.href == url.href, "\(input)")
            }
        }
    }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
