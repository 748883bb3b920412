import Foundation
import TestKit
import Testing

/// Starts a server on a site and talks to it over one connection after the other.
func withSite(
    _ flags: [String] = [], fault: String? = nil, of file: String? = nil, prepare: (URL) throws -> Void = { _ in },
    _ body: @escaping @Sendable (Talk) throws -> Void
) async throws {
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        try prepare(site)
        let fault = fault.map { Fault(rule: $0, path: file.map { site.appending(path: $0).path }) }
        try await RunningServer.with([site.path, "--quiet"] + flags, fault: fault) { server in
            let talk = Talk(port: server.port, site: site)
            try await WireClient.run { try body(talk) }
        }
    }
}

/// Requests with their answers.
struct Talk: Sendable {
    let port: Int
    let site: URL

    func get(_ target: String, _ fields: String..., method: String = "GET") throws -> WireClient.Response {
        let client = try WireClient(port: port)
        let lines = fields.map { "\($0)\r\n" }.joined()
        client.send("\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n\(lines)\r\n")
        return try #require(client.response(toHead: method == "HEAD"), "\(method) \(target)")
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: site.appending(path: name))
    }
}

@Test("a file comes with its type, validators and policy, and HEAD says the same without the content", .watchesClock)
func aFileIsDescribed() async throws {
    try await withSite { (talk: Talk) throws in
        let response = try talk.get("/a.txt")
        #expect(response.status == 200 && response.body == Array("hello\n".utf8))
        #expect(response.fields["content-type"] == "text/plain; charset=utf-8")
        #expect(response.fields["content-length"] == "6" && response.fields["accept-ranges"] == "bytes")
        #expect(response.fields["cache-control"] == "no-cache")
        #expect(response.fields["x-content-type-options"] == "nosniff")
        #expect(response.fields["etag"]?.wholeMatch(of: /"[0-9a-f]+-6"/) != nil)
        #expect(response.fields["last-modified"]?.hasSuffix(" GMT") == true)
        #expect(response.fields["vary"] == nil)
        let head = try talk.get("/a.txt", method: "HEAD")
        var (first, second) = (response.fields, head.fields)
        (first["date"], second["date"]) = (nil, nil)
        #expect(head.status == 200 && head.body.isEmpty && first == second)
    }
}

@Test(
    "a file that is changed, replaced, removed or new is what the next request gets", .watchesClock,
    arguments: Opening.possible)
func changesAreSeenAtOnce(_ opening: Opening) async throws {
    try await withSite(fault: opening.fault) { (talk: Talk) throws in
        #expect(try talk.get("/a.txt").body == Array("hello\n".utf8))
        try talk.write("changed", to: "a.txt")
        #expect(try talk.get("/a.txt").body == Array("changed".utf8))
        #expect(try talk.get("/new.txt").status == 404)
        try talk.write("new", to: "new.txt")
        #expect(try talk.get("/new.txt").body == Array("new".utf8))
        try talk.write("moved in", to: "other")
        try FileManager.default.removeItem(at: talk.site.appending(path: "a.txt"))
        #expect(try talk.get("/a.txt").status == 404)
        try FileManager.default.moveItem(
            at: talk.site.appending(path: "other"), to: talk.site.appending(path: "a.txt"))
        #expect(try talk.get("/a.txt").body == Array("moved in".utf8))
        // What lies around a file is seen within the second: a neighbour, and another folder under the same name.
        let (site, files) = (talk.site, FileManager.default)
        #expect(try talk.get("/sub/b.txt", "Accept-Encoding: gzip").body == Array("inside\n".utf8))
        try talk.write("gz", to: "sub/b.txt.gz")
        usleep(1_100_000)
        #expect(try talk.get("/sub/b.txt", "Accept-Encoding: gzip").body == Array("gz".utf8))
        try files.moveItem(at: site.appending(path: "sub"), to: site.appending(path: "old"))
        try files.createDirectory(at: site.appending(path: "sub"), withIntermediateDirectories: false)
        try talk.write("other", to: "sub/b.txt")
        usleep(1_100_000)
        #expect(try talk.get("/sub/b.txt").body == Array("other".utf8))
    }
}

@Test("conditions are judged in the order of RFC 9110, section 13.2.2", .watchesClock)
func conditionsAreJudgedInOrder() async throws {
    try await withSite { (talk: Talk) throws in
        let file = try talk.get("/a.txt")
        let tag = try #require(file.fields["etag"])
        let date = try #require(file.fields["last-modified"])
        let (past, future) = ("Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 2099 23:59:59 GMT")
        let cases: [([String], Int)] = [
            (["If-None-Match: \(tag)"], 304), (["If-None-Match: W/\(tag)"], 304), (["If-None-Match: *"], 304),
            (["If-None-Match: \"x\", \(tag)"], 304), (["If-None-Match: \"x\""], 200),
            (["If-None-Match: \"x\"", "If-None-Match: \(tag)"], 304),
            (["If-Modified-Since: \(date)"], 304), (["If-Modified-Since: \(future)"], 304),
            (["If-Modified-Since: \(past)"], 200), (["If-Modified-Since: yesterday"], 200),
            (["If-None-Match: \"x\"", "If-Modified-Since: \(date)"], 200),
            (["If-None-Match: \(tag)", "If-Modified-Since: \(past)"], 304),
            (["If-Match: \(tag)"], 200), (["If-Match: *"], 200), (["If-Match: W/\(tag)"], 412),
            (["If-Match: \"x\""], 412), (["If-Match: \"x\"", "If-None-Match: \(tag)"], 412),
            (["If-Unmodified-Since: \(date)"], 200), (["If-Unmodified-Since: \(past)"], 412),
            (["If-Unmodified-Since: never"], 200), (["If-Match: \(tag)", "If-Unmodified-Since: \(past)"], 200),
            (["If-Match: \(tag)", "If-None-Match: \(tag)"], 304),
            (["If-None-Match: \(tag)", "Range: bytes=0-1"], 304), (["If-Match: \"x\"", "Range: bytes=0-1"], 412),
        ]
        for (fields, status) in cases {
            for method in ["GET", "HEAD"] {
                let client = try WireClient(port: talk.port)
                client.send("\(method) /a.txt HTTP/1.1\r\nHost: a\r\n\(fields.map { $0 + "\r\n" }.joined())\r\n")
                let response = try #require(client.response(toHead: method == "HEAD"))
                #expect(response.status == status, "\(method) \(fields)")
                if status == 304 {
                    #expect(response.fields["etag"] == tag && response.fields["content-length"] == nil)
                }
            }
        }
    }
}

@Test("ranges give the octets they name, from memory and from the disk", .watchesClock)
func rangesGiveTheirOctets() async throws {
    let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 8) }
    let prepare: (URL) throws -> Void = { try Data(content).write(to: $0.appending(path: "large.bin")) }
    try await withSite(prepare: prepare) {
        (talk: Talk) throws in
        for (name, bytes) in [("a.txt", Array("hello\n".utf8)), ("large.bin", content)] {
            let whole = try talk.get("/\(name)")
            let (tag, date) = (try #require(whole.fields["etag"]), try #require(whole.fields["last-modified"]))
            #expect(whole.body == bytes)
            let one = try talk.get("/\(name)", "Range: bytes=1-3")
            #expect(one.status == 206 && one.body == Array(bytes[1...3]))
            #expect(one.fields["content-range"] == "bytes 1-3/\(bytes.count)")
            #expect(try talk.get("/\(name)", "Range: bytes=-2").body == bytes.suffix(2))
            #expect(try talk.get("/\(name)", "Range: bytes=2-").body == Array(bytes[2...]))
            let beyond = try talk.get("/\(name)", "Range: bytes=\(bytes.count)-")
            #expect(beyond.status == 416 && beyond.fields["content-range"] == "bytes */\(bytes.count)")
            #expect(try talk.get("/\(name)", "Range: bytes=x").status == 200)
            #expect(try talk.get("/\(name)", "Range: bytes=1-3", method: "HEAD").status == 200)
            #expect(try talk.get("/\(name)", "Range: bytes=1-3", "If-Range: \(tag)").status == 206)
            #expect(try talk.get("/\(name)", "Range: bytes=1-3", "If-Range: \"x\"").body == bytes)
            #expect(try talk.get("/\(name)", "Range: bytes=1-3", "If-Range: W/\(tag)").status == 200)
            #expect(
                try talk.get("/\(name)", "Range: bytes=1-3", "If-Range: Sun, 06 Nov 1994 08:49:37 GMT").status == 200)
            #expect(date.count == 29)

            let several = try talk.get("/\(name)", "Range: bytes=0-1,4-4")
            let type = try #require(several.fields["content-type"])
            let boundary = try #require(type.split(separator: "boundary=").last)
            let partType = try #require(whole.fields["content-type"])
            func part(_ range: ClosedRange<Int>) -> [UInt8] {
                let field = "Content-Range: bytes \(range.lowerBound)-\(range.upperBound)/\(bytes.count)"
                return Array("--\(boundary)\r\nContent-Type: \(partType)\r\n\(field)\r\n\r\n".utf8) + bytes[range]
            }
            let end = Array("\r\n".utf8)
            #expect(several.status == 206 && type.hasPrefix("multipart/byteranges; boundary="))
            #expect(several.body == part(0...1) + end + part(4...4) + end + Array("--\(boundary)--\r\n".utf8))
        }
    }
}

@Test("precompressed neighbours are chosen by weight, then by size, and have tags of their own", .watchesClock)
func neighboursAreChosen() async throws {
    let prepare: (URL) throws -> Void = { site in
        try Data("gz gz gz".utf8).write(to: site.appending(path: "a.txt.gz"))
        try Data("br".utf8).write(to: site.appending(path: "a.txt.br"))
        try Data("zst".utf8).write(to: site.appending(path: "a.txt.zst"))
    }
    try await withSite(prepare: prepare) { (talk: Talk) throws in
        let plain = try talk.get("/a.txt")
        #expect(plain.fields["content-encoding"] == nil && plain.fields["vary"] == "Accept-Encoding")
        let cases: [(String, String?)] = [
            ("gzip", "gzip"), ("gzip, br, zstd", "br"), ("gzip;q=1, br;q=0.5", "gzip"), ("zstd", "zstd"),
            ("br;q=0, *", "zstd"), ("identity", nil), ("gzip;q=0", nil), ("deflate", nil),
            ("identity;q=1, gzip;q=0.5", nil), ("*", "br"),
        ]
        var tags = Set([plain.fields["etag"]])
        for (accepted, coding) in cases {
            let response = try talk.get("/a.txt", "Accept-Encoding: \(accepted)")
            #expect(response.fields["content-encoding"] == coding, "\(accepted)")
            #expect(response.fields["content-type"] == "text/plain; charset=utf-8")
            #expect(response.fields["vary"] == "Accept-Encoding")
            tags.insert(response.fields["etag"])
            let again = try talk.get(
                "/a.txt", "Accept-Encoding: \(accepted)", "If-None-Match: \(response.fields["etag"] ?? "")")
            #expect(again.status == 304)
        }
        #expect(tags.count == 4)
        #expect(try talk.get("/a.txt.gz", "Accept-Encoding: gzip").fields["content-encoding"] == nil)
        #expect(try talk.get("/a.txt", "Accept-Encoding: br", "Range: bytes=0-0").body == Array("b".utf8))
    }
}

/// How a path below the folder is opened.
enum Opening: String, CaseIterable, Sendable {
    /// By one call of openat2(2).
    case byTheKernel
    /// Name by name, as on macOS and on kernels before 5.6: the kernel is made to deny that it knows openat2(2).
    case nameByName

    var fault: String? { self == .byTheKernel ? nil : "openat2:error=ENOSYS" }

    #if os(Linux)
        static let possible = Opening.allCases
    #else
        static let possible = [Opening.byTheKernel]
    #endif
}

@Test(
    "links are followed inside the folder only, unless the flag says otherwise", .watchesClock,
    arguments: ["never", "inside", "anywhere"], Opening.possible)
func linksObeyTheirPolicy(_ policy: String, _ opening: Opening) async throws {
    try await withTemporaryFolder { outside in
        try Data("outside".utf8).write(to: outside.appending(path: "file"))
        let prepare: (URL) throws -> Void = { site in
            let links = [
                ("in", "a.txt"), ("up", "../site/a.txt"), ("out", outside.path + "/file"), ("loop", "loop"),
                ("sub/back", "../a.txt"), ("around", "sub/../sub/./b.txt"), ("twice", "in"), ("door", "sub/"),
                ("sub/deep", "../sub/../../site/a.txt"), ("dangling", "none"), ("file-as-folder", "a.txt/"),
            ]
            for (name, target) in links {
                try FileManager.default.createSymbolicLink(
                    atPath: site.appending(path: name).path, withDestinationPath: target)
            }
            try FileManager.default.createSymbolicLink(
                atPath: site.appending(path: "folder").path, withDestinationPath: outside.path)
        }
        try await withSite(
            ["--symlinks", policy], fault: opening.fault,
            prepare: prepare
        ) { (talk: Talk) throws in
            for staying in ["/in", "/sub/back", "/around", "/twice", "/door/b.txt"] {
                #expect(try talk.get(staying).status == (policy == "never" ? 404 : 200), "\(staying)")
            }
            for nowhere in ["/dangling", "/file-as-folder", "/sub/b.txt/x", "/door/none"] {
                #expect(try talk.get(nowhere).status == 404, "\(nowhere)")
            }
            for leaving in ["/out", "/up", "/folder/file", "/sub/deep"] {
                #expect(try talk.get(leaving).status == (policy == "anywhere" ? 200 : 404), "\(leaving)")
            }
            #expect(try talk.get("/loop").status == 404)
        }
    }
}

@Test("folders, clean addresses, listings, hidden names and special files", .watchesClock, arguments: Opening.possible)
func namesAreFound(_ opening: Opening) async throws {
    let prepare: (URL) throws -> Void = { site in
        try Data("about".utf8).write(to: site.appending(path: "about.html"))
        try Data("x".utf8).write(to: site.appending(path: "sub/<b> & \"c\".txt"))
        try FileManager.default.createDirectory(
            at: site.appending(path: ".well-known/acme-challenge"), withIntermediateDirectories: true)
        try Data("token".utf8).write(to: site.appending(path: ".well-known/acme-challenge/t"))
        mkfifo(site.appending(path: "pipe").path, 0o644)
    }
    try await withSite(fault: opening.fault, prepare: prepare) { (talk: Talk) throws in
        #expect(try talk.get("/about").body == Array("about".utf8))
        #expect(try talk.get("/about/").status == 404)
        #expect(try talk.get("/a.txt/").status == 404)
        #expect(try talk.get("/sub?q=1").fields["location"] == "./sub/?q=1")
        #expect(try talk.get("//sub").fields["location"] == "./sub/")
        #expect(try talk.get("/.well-known/acme-challenge/t").body == Array("token".utf8))
        #expect(try talk.get("/.secret").status == 404)
        #expect(try talk.get("/pipe").status == 404)
        let listing = String(decoding: try talk.get("/sub/").body, as: UTF8.self)
        #expect(listing.contains("href=\"./%3Cb%3E%20%26%20%22c%22.txt\">&lt;b&gt; &amp; &quot;c&quot;.txt</a>"))
        #expect(listing.contains("aria-sort=\"ascending\"") && listing.contains("light-dark("))
        let bySize = String(decoding: try talk.get("/sub/?sort=size&order=desc").body, as: UTF8.self)
        let (b, c) = (try #require(bySize.range(of: "b.txt\">")), try #require(bySize.range(of: "%22c%22")))
        #expect(b.lowerBound < c.lowerBound && bySize.contains("aria-sort=\"descending\""))
        #expect(try talk.get("/%3Cb%3E").status == 404)
    }
    let prepare2: (URL) throws -> Void = { site in
        try Data("about".utf8).write(to: site.appending(path: "about.html"))
    }
    try await withSite(
        ["--no-listing", "--no-clean-urls", "--hidden"],
        prepare: prepare2
    ) { (talk: Talk) throws in
        #expect(try talk.get("/sub/").status == 404)
        #expect(try talk.get("/about").status == 404)
        #expect(try talk.get("/.secret").body == Array("secret\n".utf8))
    }
}

@Test("a folder's own 404 page, and an application's fallback", .watchesClock)
func fallbacks() async throws {
    let prepare: (URL) throws -> Void = { try Data("gone".utf8).write(to: $0.appending(path: "404.html")) }
    try await withSite(prepare: prepare) {
        (talk: Talk) throws in
        let missing = try talk.get("/nothing")
        #expect(missing.status == 404 && missing.body == Array("gone".utf8))
        #expect(missing.fields["content-type"] == "text/html; charset=utf-8")
        #expect(try talk.get("/nothing", method: "HEAD").body.isEmpty)
    }
    try await withSite(["--spa"]) { (talk: Talk) throws in
        #expect(try talk.get("/users/7").status == 200)
        let home = try talk.get("/").body
        #expect(try talk.get("/users/7").body == home)
        #expect(try talk.get("/missing.js").status == 404)
    }
}

@Test("cache rules, sharing with other origins, and the health address", .watchesClock)
func policies() async throws {
    let prepare: (URL) throws -> Void = { site in
        try Data("x".utf8).write(to: site.appending(path: "app-3f2a9c1b77.js"))
        try Data("x".utf8).write(to: site.appending(path: "sub/c.css"))
    }
    try await withSite(
        ["--cache", "*.txt=max-age=60", "--cache", "sub/*=private", "--cors-origin", "https://a.example", "--healthz"],
        prepare: prepare
    ) { (talk: Talk) throws in
        #expect(try talk.get("/a.txt").fields["cache-control"] == "max-age=60")
        #expect(try talk.get("/sub/c.css").fields["cache-control"] == "private")
        #expect(try talk.get("/app-3f2a9c1b77.js").fields["cache-control"] == "no-cache")
        #expect(
            try talk.get("/a.txt", "Origin: https://a.example").fields["access-control-allow-origin"]
                == "https://a.example")
        #expect(try talk.get("/a.txt", "Origin: https://b.example").fields["access-control-allow-origin"] == nil)
        #expect(try talk.get("/a.txt").fields["vary"] == "Origin")
        #expect(try talk.get("/healthz").body == Array("ok\n".utf8))
    }
    try await withSite(["--cors"]) { (talk: Talk) throws in
        #expect(try talk.get("/a.txt").fields["access-control-allow-origin"] == "*")
        #expect(try talk.get("/none").fields["access-control-allow-origin"] == "*")
        #expect(try talk.get("/healthz").status == 404)
        let preflight = try talk.get(
            "/a.txt", "Origin: https://b.example", "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: x-one, range", method: "OPTIONS")
        #expect(preflight.status == 204)
        #expect(preflight.fields["access-control-allow-headers"] == "x-one, range")
        #expect(preflight.fields["access-control-allow-methods"] == "GET, HEAD, OPTIONS")
        #expect(preflight.fields["allow"] == "GET, HEAD, OPTIONS")
    }
}
