import Foundation
import Synchronization
import TestKit
import Testing

/// Writes to the end of a file until it is told to stop.
private final class Grower: Sendable {
    private let file: FileHandle
    private let goesOn = Mutex(true)

    init(_ file: FileHandle) { self.file = file }

    func start() {
        Thread.detachNewThread { [self] in
            // Bounded, whatever becomes of the test.
            for _ in 0..<20_000 where goesOn.withLock({ $0 }) {
                try? file.write(contentsOf: Data(repeating: 0x62, count: 1_000))
                usleep(100)
            }
        }
    }

    func stop() { goesOn.withLock { $0 = false } }
}

/// What the trackers of Caddy, darkhttpd, miniserve, http-server, static-web-server and others tell of, tried on this
/// server. Each test names where its situation was reported.
@Suite("what the trackers of other servers tell of", .watchesClock)
struct TrackerTests {
    private static let browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    @Test("static-web-server 178: a folder's page comes from its compressed neighbour, too, and so do clean addresses")
    func compressedIndexPages() async throws {
        let text = String(repeating: "<p>one line of a page</p>\n", count: 100)
        let gzip = try RequiredTool.path(of: "gzip", package: "gzip")
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            for name in ["doc/index.html", "about.html"] {
                try writeFile(Data(text.utf8), to: site.appending(path: name))
                #expect(try await Peers.run(gzip, ["-k", site.appending(path: name).path]).status == 0)
            }
            try await RunningServer.with([site.path, "--quiet"]) { server in
                let talk = Talk(port: server.port, site: site)
                try await WireClient.run { () throws in
                    for target in ["/doc/", "/about", "/doc/index.html"] {
                        let answer = try talk.get(target, "Accept-Encoding: gzip")
                        #expect(answer.fields["content-encoding"] == "gzip", "\(target)")
                        #expect(answer.fields["content-type"] == "text/html; charset=utf-8", "\(target)")
                        #expect(try talk.get(target).body == Array(text.utf8), "\(target)")
                    }
                }
            }
        }
    }

    @Test("static-web-server 349: a script of another origin may read refusals and redirects as well")
    func sharedErrors() async throws {
        try await withSite(["--cors"]) { (talk: Talk) throws in
            let origin = "Origin: https://b.example"
            let tag = try #require(try talk.get("/a.txt").fields["etag"])
            let cases = [
                (try talk.get("/none", origin), 404), (try talk.get("/sub", origin), 301),
                (try talk.get("/a.txt", origin, "Range: bytes=99-"), 416),
                (try talk.get("/a.txt", origin, "If-None-Match: \(tag)"), 304),
                (try talk.get("/a.txt", origin, "If-Match: \"x\""), 412),
                (try talk.get("/a.txt", origin, method: "POST"), 405), (try talk.get("/%zz", origin), 400),
                (try talk.get("/sub/", origin), 200),
            ]
            for (answer, status) in cases {
                #expect(answer.status == status)
                #expect(answer.fields["access-control-allow-origin"] == "*", "\(status)")
            }
        }
    }

    @Test("static-web-server 659: an application's page keeps its own rules of caching wherever it stands in")
    func fallbackKeepsItsRules() async throws {
        let flags = [
            "--spa", "--immutable", "assets/*", "--header", "*.html: X-Page: yes", "--header", "assets/*: X-Asset: yes",
        ]
        let prepare: (URL) throws -> Void = { site in
            try writeFile(Data("x".utf8), to: site.appending(path: "assets/x.js"))
        }
        try await withSite(flags, prepare: prepare) { (talk: Talk) throws in
            for target in ["/content/7/apply", "/assets/view", "/"] {
                let answer = try talk.get(target, Self.browser)
                #expect(answer.status == 200 && answer.fields["cache-control"] == "no-cache", "\(target)")
                #expect(answer.fields["x-page"] == "yes" && answer.fields["x-asset"] == nil, "\(target)")
            }
            // A chunk of the last release that is gone must not be remembered as gone for a year.
            let gone = try talk.get("/assets/gone.js")
            #expect(gone.status == 404 && gone.fields["cache-control"]?.contains("immutable") != true)
            #expect(try talk.get("/assets/x.js").fields["cache-control"]?.contains("immutable") == true)
        }
    }

    @Test("elysia-static 46, quadwork 117: HEAD says what GET says, of every kind of address")
    func headIsGet() async throws {
        let prepare: (URL) throws -> Void = { site in
            try writeFile(Data("about".utf8), to: site.appending(path: "about.html"))
            try writeFile(Data("list".utf8), to: site.appending(path: "about/x"))
        }
        for flags in [["--cors"], ["--spa"], ["--no-listing"]] {
            try await withSite(flags, prepare: prepare) { (talk: Talk) throws in
                for target in ["/", "/about", "/about/", "/sub", "/sub/", "/a.txt", "/none", "/view/7", "/%zz", "/.x"] {
                    var get = try talk.get(target, Self.browser).fields
                    var head = try talk.get(target, Self.browser, method: "HEAD").fields
                    (get["date"], head["date"]) = (nil, nil)
                    #expect(get == head, "\(flags) \(target)")
                }
                // RFC 9110, section 14.2: a range is for GET alone.
                let head = try talk.get("/a.txt", "Range: bytes=0-1", method: "HEAD")
                #expect(head.status == 200 && head.fields["content-length"] == "6")
            }
        }
    }

    @Test(
        "caddy 1835 and 5172: names that end as an index page or have no ending are files; a folder may be called one")
    func namesLikeIndexPages() async throws {
        let prepare: (URL) throws -> Void = { site in
            for name in ["test-index.html", "photo", "index.html.d", "xindex.html", "d/index.html/in.txt"] {
                try writeFile(Data(name.utf8), to: site.appending(path: name))
            }
            try FileManager.default.createSymbolicLink(
                atPath: site.appending(path: "sub/index.html").path, withDestinationPath: "none")
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            for name in ["test-index.html", "photo", "index.html.d", "xindex.html", "d/index.html/in.txt"] {
                let answer = try talk.get("/\(name)")
                #expect(answer.status == 200 && answer.body == Array(name.utf8), "\(name)")
            }
            #expect(try talk.get("/photo/").status == 404 && talk.get("/a.txt/b").status == 404)
            // What is called index.html and is no page leaves the folder a listing.
            for (folder, entry) in [("/d/", "./index.html/"), ("/sub/", "./b.txt")] {
                let page = try talk.get(folder)
                let text = String(decoding: page.body, as: UTF8.self)
                #expect(page.status == 200 && text.contains("href=\"\(entry)\""), "\(folder)")
            }
            #expect(try talk.get("/d/index.html").fields["location"] == "./index.html/")
        }
    }

    @Test("connect-gzip 5: nothing that is answered tells where the folder lies")
    func thePathStaysASecret() async throws {
        try await withSite(["--cors"]) { (talk: Talk) throws in
            let name = talk.site.deletingLastPathComponent().lastPathComponent
            for target in ["/sub", "/none", "/%zz", "/sub/", "/..", "/.secret", "/a.txt/x", "/?format=json"] {
                for method in ["GET", "POST"] {
                    let answer = try talk.get(target, method: method)
                    let text = String(decoding: answer.body, as: UTF8.self) + "\(answer.fields)"
                    #expect(!text.contains(name) && !text.contains("/tmp/"), "\(method) \(target)")
                }
            }
        }
    }

    @Test("starlette 2583, vite 11904: a name too long for the file system is nothing, not a failing disk")
    func longNames() async throws {
        try await withSite { (talk: Talk) throws in
            let long = String(repeating: "x", count: 300)
            for target in [
                "/\(long)", "/\(long)/a", "/sub/\(long).txt", "/" + String(repeating: "a/", count: 3_000),
                "/" + String(repeating: "x", count: 8_000), "/a.txt/" + long,
            ] {
                #expect(try talk.get(target).status == 404, "\(target.prefix(20))")
            }
            // The longest name that there can be leaves no room for `.html` or `.br` behind it.
            let name = String(repeating: "n", count: 255)
            try talk.write("long", to: name)
            #expect(try talk.get("/\(name)", "Accept-Encoding: br, gzip").body == Array("long".utf8))
            let page = try talk.get("/?C=N", "Accept: application/json")
            #expect([200, 404].contains(page.status))
        }
    }

    @Test("serve-static 111, cpp-httplib 1150: files beyond 4 GiB have their length, and ranges behind it")
    func hugeFiles() async throws {
        let size: Int64 = 5_000_000_000
        let prepare: (URL) throws -> Void = { site in
            let file = site.appending(path: "huge.bin")
            try Data("start".utf8).write(to: file)
            truncate(file.path, off_t(size))
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            #expect(try talk.get("/huge.bin", method: "HEAD").fields["content-length"] == "\(size)")
            let part = try talk.get("/huge.bin", "Range: bytes=4294967295-4294967300")
            #expect(part.status == 206 && part.body == [0, 0, 0, 0, 0, 0])
            #expect(part.fields["content-range"] == "bytes 4294967295-4294967300/\(size)")
            #expect(try talk.get("/huge.bin", "Range: bytes=-3").body.count == 3)
            #expect(try talk.get("/huge.bin", "Range: bytes=\(size)-").status == 416)
            #expect(try talk.get("/huge.bin", "Range: bytes=0-99999999999999999999999").status == 206)
        }
    }

    @Test("tornado 2769, libwebsockets 3319: a file that grows while it is sent has the length that was promised")
    func growingFiles() async throws {
        let start = Data(repeating: 0x61, count: 3_000_000)
        let prepare: (URL) throws -> Void = { try start.write(to: $0.appending(path: "live.log")) }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            let file = try FileHandle(forWritingTo: talk.site.appending(path: "live.log"))
            try file.seekToEnd()
            // Somebody writes from before the request to behind the answer's end.
            let grower = Grower(file)
            grower.start()
            defer { grower.stop() }
            for _ in 0..<10 {
                let client = try WireClient(port: talk.port)
                client.receiveSlowly()
                client.send("GET /live.log HTTP/1.1\r\nHost: a\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n")
                let first = try #require(client.response())
                #expect(first.fields["content-length"] == "\(first.body.count)" && first.body.count >= 3_000_000)
                // What stands behind it on the connection is the next answer, and not the file's new end.
                #expect(client.response()?.body == Array("hello\n".utf8))
            }
        }
    }

    @Test("tornado 1465, http-server 877: an archive that is asked for by its own name is no coding of something else")
    func archivesAreFiles() async throws {
        let gzip = try RequiredTool.path(of: "gzip", package: "gzip")
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            for name in ["src.tar", "app.js", "data.json"] {
                try Data(String(repeating: "text of \(name)\n", count: 60).utf8).write(to: site.appending(path: name))
                #expect(try await Peers.run(gzip, ["-k", site.appending(path: name).path]).status == 0)
            }
            try FileManager.default.removeItem(at: site.appending(path: "data.json"))
            try await RunningServer.with([site.path, "--quiet"]) { server in
                let talk = Talk(port: server.port, site: site)
                try await WireClient.run { () throws in
                    for name in ["src.tar.gz", "app.js.gz", "data.json.gz"] {
                        let answer = try talk.get("/\(name)", "Accept-Encoding: gzip")
                        #expect(answer.fields["content-encoding"] == nil && answer.body.starts(with: [0x1F, 0x8B]))
                        #expect(answer.fields["content-type"] == "application/gzip", "\(name)")
                    }
                    #expect(try talk.get("/app.js", "Accept-Encoding: gzip").fields["content-encoding"] == "gzip")
                    // A neighbour without its file stands for nothing.
                    #expect(try talk.get("/data.json", "Accept-Encoding: gzip").status == 404)
                }
            }
        }
    }

    @Test("static-web-server 374: names that are no UTF-8 are listed, linked and served")
    func namesBeyondUTF8() async throws {
        let names: [[UInt8]] = [
            [0x63, 0x61, 0x66, 0xE9], [0xFF, 0xFE, 0x2E, 0x74, 0x78, 0x74], [0xC0, 0xAF], [0xED, 0xA0, 0x80],
        ]
        let prepare: (URL) throws -> Void = { site in
            // Foundation's paths are text, and these are none.
            for (number, name) in names.enumerated() {
                let path = (Array(site.appending(path: "sub/").path.utf8) + [0x2F] + name + [0]).map(
                    CChar.init(bitPattern:))
                let file = open(path, O_CREAT | O_WRONLY, 0o644)
                defer { close(file) }
                if file < 0 { throw Missing("a file of this name cannot be made: \(name)") }
                _ = write(file, "\(number)", 1)
            }
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            let page = String(decoding: try talk.get("/sub/").body, as: UTF8.self)
            let links = page.matches(of: /href="\.\/([^"?]+)"/).map { String($0.1) }.filter { $0 != "b.txt" }
            let served = try links.map { String(decoding: try talk.get("/sub/\($0)").body, as: UTF8.self) }
            #expect(served.sorted() == names.indices.map { "\($0)" }, "\(links)")
            let json = try talk.get("/sub/", "Accept: application/json")
            #expect((try JSONSerialization.jsonObject(with: Data(json.body)) as? [Any])?.count == names.count + 1)
        }
    }

    @Test("srvx 275: a range of another coding's answer is not mixed into this one")
    func ifRangeAndCodings() async throws {
        let gzip = try RequiredTool.path(of: "gzip", package: "gzip")
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            let text = String(repeating: "a { color: red }\n", count: 100)
            try Data(text.utf8).write(to: site.appending(path: "x.css"))
            #expect(try await Peers.run(gzip, ["-k", site.appending(path: "x.css").path]).status == 0)
            try await RunningServer.with([site.path, "--quiet"]) { server in
                let talk = Talk(port: server.port, site: site)
                try await WireClient.run { () throws in
                    let coded = try talk.get("/x.css", "Accept-Encoding: gzip")
                    let tag = try #require(coded.fields["etag"])
                    let plain = try talk.get("/x.css", "Range: bytes=5-", "If-Range: \(tag)")
                    #expect(plain.status == 200 && plain.body == Array(text.utf8))
                    let rest = try talk.get("/x.css", "Accept-Encoding: gzip", "Range: bytes=5-", "If-Range: \(tag)")
                    #expect(rest.status == 206 && Array(coded.body[5...]) == rest.body)
                    // A weak tag is good for no range (RFC 9110, section 13.1.5).
                    let weak = try talk.get("/x.css", "Accept-Encoding: gzip", "Range: bytes=5-", "If-Range: W/\(tag)")
                    #expect(weak.status == 200)
                    #expect(try talk.get("/x.css", "If-None-Match: W/\(tag)", "Accept-Encoding: gzip").status == 304)
                }
            }
        }
    }

    @Test(
        "node-static 209, starlette 3252, helidon 12058: ranges that are none are passed over, and those beyond the end end there"
    )
    func strangeRanges() async throws {
        try await withSite { (talk: Talk) throws in
            for range in ["bytes: 0-22", "bytes=", "bytes=a-b", "bytes=3-1", "octets=0-1", "bytes=0-1;", "bytes"] {
                #expect(try talk.get("/a.txt", "Range: \(range)").status == 200, "\(range)")
            }
            for (range, body) in [("bytes=0-0", "h"), ("bytes=4-999", "o\n"), ("bytes=-2", "o\n"), ("BYTES=0-1", "he")]
            {
                let answer = try talk.get("/a.txt", "Range: \(range)")
                #expect(answer.status == 206 && answer.body == Array(body.utf8), "\(range)")
            }
            let all = try talk.get("/a.txt", "Range: bytes=-9999")
            #expect([200, 206].contains(all.status) && all.body == Array("hello\n".utf8))
        }
    }

    @Test("freeunit 339: no rule of the user's can break a message or a range")
    func rulesCannotBreakMessages() async throws {
        for name in ["Content-Length", "content-range", "Transfer-Encoding", "Content-Encoding", "ETag", "Date"] {
            let result = try await BuiltTool("webserver").run([".", "--port", "0", "--header", "*: \(name): 5"])
            #expect(result.status == 64 && result.errors.contains("which only the server can know"), "\(name)")
        }
        let removed = try await BuiltTool("webserver").run([".", "--port", "0", "--header", "*: Content-Range:"])
        #expect(removed.status == 64)
    }

    @Test("darkhttpd 102, actix-web 2748: endings in capitals have their types, and dates before 1970 say nothing")
    func endingsAndDates() async throws {
        let prepare: (URL) throws -> Void = { site in
            for name in ["PAGE.HTML", "x.TAR.GZ", "Makefile", "a.b.PNG", ".well-known/assetlinks.json"] {
                try writeFile(Data("x".utf8), to: site.appending(path: name))
            }
            var times = [timeval(tv_sec: -86_400, tv_usec: 0), timeval(tv_sec: -86_400, tv_usec: 0)]
            utimes(site.appending(path: "Makefile").path, &times)
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            for (name, type) in [
                ("PAGE.HTML", "text/html; charset=utf-8"), ("x.TAR.GZ", "application/gzip"), ("a.b.PNG", "image/png"),
                (".well-known/assetlinks.json", "application/json"), ("Makefile", "application/octet-stream"),
            ] { #expect(try talk.get("/\(name)").fields["content-type"] == type, "\(name)") }
            let old = try talk.get("/Makefile")
            #expect(old.fields["last-modified"] == nil && old.fields["etag"] != nil)
            #expect(try talk.get("/sub/").status == 200)
        }
    }
}
