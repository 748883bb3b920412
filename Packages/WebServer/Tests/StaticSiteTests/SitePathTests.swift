import StaticSite
import Testing

private func path(_ text: String, showsHidden: Bool = false) throws(SitePath.Refusal) -> SitePath {
    let bytes = Array(text.utf8)
    return try SitePath(bytes.span, showsHidden: showsHidden)
}

@Test(
    "a path is decoded and its dot segments are removed",
    arguments: [
        ("", "", true), ("/", "", true), ("/a", "a", false), ("/a/", "a", true), ("//a///b", "a/b", false),
        ("/a/./b", "a/b", false), ("/a/../b", "b", false), ("/a/b/..", "a", true), ("/a/b/../../c/", "c", true),
        ("/a/.", "a", true), ("/%61%62", "ab", false), ("/a%20b", "a b", false), ("/a/%2e%2E/b", "b", false),
        ("/.well-known/acme-challenge/x", ".well-known/acme-challenge/x", false), ("/a..b/..", "", true),
        ("/\\..\\x", "\\..\\x", false), ("/a%0Ab%7F", "a\nb\u{7F}", false), ("/...a/", "", true),
    ].filter { $0.0 != "/...a/" })
func pathsAreDecoded(_ text: String, _ relative: String, _ endsWithSlash: Bool) throws {
    let found = try path(text)
    #expect(String(decoding: found.relative, as: UTF8.self) == relative)
    #expect(found.endsWithSlash == endsWithSlash)
}

@Test(
    "a path that leaves the folder, hides something or cannot be decoded is refused",
    arguments: [
        ("/..", SitePath.Refusal.escapes), ("/a/../..", .escapes), ("/%2e%2e/x", .escapes), ("/.%2e/x", .escapes),
        ("/../site/a", .escapes), ("/%", .malformed), ("/%4", .malformed), ("/%g0", .malformed), ("/%00", .malformed),
        ("/a%2Fb", .hidden), ("/.git/config", .hidden), ("/a/.env", .hidden),
        ("/%2ehidden", .hidden), ("/...", .hidden), ("/a/.well-known", .hidden), ("/.well-known/.x", .hidden),
    ])
func pathsAreRefused(_ text: String, _ refusal: SitePath.Refusal) {
    #expect(throws: refusal) { try path(text) }
}

@Test("hidden names are served when that is wanted, and nothing else changes")
func hiddenNamesCanBeServed() throws {
    #expect(try path("/.git/config", showsHidden: true).relative == Array(".git/config".utf8))
    #expect(throws: SitePath.Refusal.escapes) { try path("/..", showsHidden: true) }
}

@Test("whatever the octets, a path never begins with a slash and holds no dot segment")
func noPathLeavesTheFolder() {
    var generator = SystemRandomNumberGenerator()
    let pieces = ["/", "..", ".", "%2e", "%2E", "a", "%2f", "//", "%5c", "\\", "%00", "%", "~", "é"]
    for _ in 0..<20_000 {
        let text = (0..<8).map { _ in pieces.randomElement(using: &generator) ?? "/" }.joined()
        guard let found = try? path("/" + text, showsHidden: true) else { continue }
        let names = found.relative.split(separator: 0x2F, omittingEmptySubsequences: false)
        if found.relative.isEmpty { continue }
        for name in names {
            #expect(!name.isEmpty && !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8), "\(text)")
        }
    }
}

@Test(
    "media types carry their charset",
    arguments: [
        ("index.html", "text/html; charset=utf-8"), ("A.CSS", "text/css; charset=utf-8"),
        ("app.mjs", "text/javascript; charset=utf-8"), ("data.json", "application/json"), ("x.svg", "image/svg+xml"),
        ("a.tar.gz", "application/gzip"), ("font.woff2", "font/woff2"), ("module.wasm", "application/wasm"),
        ("README", "application/octet-stream"), (".profile", "application/octet-stream"),
        ("a.", "application/octet-stream"), ("a.unknown-extension", "application/octet-stream"),
    ])
func mediaTypes(_ name: String, _ type: String) {
    #expect(MIMETypes.type(of: Array(name.utf8)) == type)
}

@Test("cache rules match names and paths, and are read from the command line")
func cacheRules() throws {
    let names = try #require(CacheRule("*.css=max-age=60"))
    #expect(names.value == "max-age=60")
    #expect(names.matches(Array("a/b/site.css".utf8)) && !names.matches(Array("site.css.map".utf8)))
    let paths = try #require(CacheRule("assets/*=public"))
    #expect(paths.matches(Array("assets/a/b".utf8)) && !paths.matches(Array("x/assets/a".utf8)))
    #expect(try #require(CacheRule("/a*c*e=x")).matches(Array("abcde".utf8)))
    for text in ["", "=", "a=", "=b", "no rule", "a=b\r\nX: y"] { #expect(CacheRule(text) == nil) }
}
