import Foundation
import TestKit
import Testing

/// What users of other static servers have reported, tried on this one.
@Suite("what users of other servers reported", .watchesClock)
struct ReportedTests {
    @Test("a neighbour that is larger than its file comes whole, under the coding's own name, once, with its length")
    func largerNeighbours() async throws {
        let large = String(repeating: "larger than the file ", count: 50)
        let prepare: (URL) throws -> Void = { site in
            for kind in ["br", "zst", "gz"] {
                try Data((large + kind).utf8).write(to: site.appending(path: "a.txt.\(kind)"))
            }
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            for (coding, kind) in [("br", "br"), ("zstd", "zst"), ("gzip", "gz")] {
                let field = "Accept-Encoding: \(coding), identity;q=0.5"
                let answer = try talk.get("/a.txt", field)
                #expect(answer.body == Array((large + kind).utf8))
                #expect(answer.fields["content-length"] == "\(answer.body.count)")
                let client = try WireClient(port: talk.port)
                client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(field)\r\n\r\n")
                let text = String(decoding: client.readToEnd(), as: UTF8.self)
                #expect(
                    text.components(separatedBy: "Content-Encoding").count == 2
                        && text.contains("Content-Encoding: \(coding)\r\n"))
                #expect(
                    try talk.get("/a.txt", field, method: "HEAD").fields["content-length"] == "\(answer.body.count)")
            }
            // Words that only begin or end like a coding are none.
            for word in ["gzipx", "xgzip", "b", "brotli", "zst", "g zip", "br;q=0.0000", "gzip;q=2"] {
                #expect(try talk.get("/a.txt", "Accept-Encoding: \(word)").fields["content-encoding"] == nil, "\(word)")
            }
            // Whatever came of the negotiation says that there was one.
            let tag = try #require(try talk.get("/a.txt", "Accept-Encoding: br").fields["etag"])
            for fields in [["Range: bytes=0-1", "X: y"], ["If-None-Match: \(tag)", "Accept-Encoding: br"]] {
                let answer = try talk.get("/a.txt", fields[0], fields[1])
                #expect([206, 304].contains(answer.status) && answer.fields["vary"] == "Accept-Encoding")
            }
        }
    }

    @Test("a player that asks for ranges with If-Match gets them, and 412 only for another file")
    func rangesWithIfMatch() async throws {
        try await withSite { (talk: Talk) throws in
            let tag = try #require(try talk.get("/a.txt").fields["etag"])
            let part = try talk.get("/a.txt", "If-Match: \(tag)", "Range: bytes=1-2")
            #expect(part.status == 206 && part.body == Array("el".utf8))
            #expect(try talk.get("/a.txt", "If-Match: \"x\", \(tag)", "Range: bytes=0-").status == 206)
            #expect(try talk.get("/a.txt", "If-Match: \"x\"", "Range: bytes=1-2").status == 412)
        }
    }

    @Test("names that other servers cannot link to are listed, linked and served, folders as well as files")
    func namesInAddresses() async throws {
        let names = [
            "%", "hello%world.txt", "hello%20world.txt", "a,b[1].txt", "TestSession #01.cue", "host_1%3a9.10.deb",
            "Foo & Bar.txt",
            "shadow@v1.1.1", "index.html.html", "100%25", "a+b", "a;b", "a=b?c", "~x", "巨丝事.txt", "\\", "'\"", "C:",
        ]
        let prepare: (URL) throws -> Void = { site in
            for folder in ["http:", "Animal Collective", "v0.2.1", "%41"] {
                for name in names {
                    let file = site.appending(path: "odd").appending(component: folder).appending(component: name)
                    try writeFile(Data(name.utf8), to: file)
                }
            }
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            let top = String(decoding: try talk.get("/odd/").body, as: UTF8.self)
            let folders = top.matches(of: /href="\.\/([^"?]+)\/"/).map { String($0.1) }
            #expect(folders.count == 4)
            for folder in folders {
                let redirect = try talk.get("/odd/\(folder)")
                #expect(redirect.status == 301 && redirect.fields["location"] == "./\(folder)/")
                let page = String(decoding: try talk.get("/odd/\(folder)/").body, as: UTF8.self)
                let links = page.matches(of: /href="\.\/([^"?]+)"/).map { String($0.1) }
                let served = try links.map {
                    String(decoding: try talk.get("/odd/\(folder)/\($0)").body, as: UTF8.self)
                }
                #expect(Set(served) == Set(names) && links.count == names.count, "\(folder)")
                #expect(
                    page.contains(">Foo &amp; Bar.txt</a>") && page.contains(">巨丝事.txt</a>")
                        && !page.contains("&amp;amp;"))
            }
            #expect(top.contains("charset=\"utf-8\""))
        }
    }

    @Test("no redirect leads to another host, however the address begins")
    func redirectsStayHere() async throws {
        let prepare: (URL) throws -> Void = { site in
            for folder in ["evil.example", "a", "http:"] {
                try FileManager.default.createDirectory(
                    at: site.appending(path: folder), withIntermediateDirectories: false)
            }
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            for target in [
                "//evil.example", "///evil.example", "/a/..//evil.example", "//evil.example/%2e%2e/a",
                "/%2fevil.example",
                "/\\evil.example", "//evil.example/%2e%2e", "/http:", "/.//evil.example",
            ] {
                let location = try talk.get(target).fields["location"]
                #expect(location?.hasPrefix("./") ?? true, "\(target): \(location ?? "")")
            }
        }
    }

    @Test("links that lead nowhere, to themselves or out of the folder leave the listing whole")
    func brokenLinksInListings() async throws {
        let prepare: (URL) throws -> Void = { site in
            for (name, target) in [
                ("dangling", "none"), ("loop", "loop"), ("out", "/etc/hostname"), ("in", "b.txt"), ("up", ".."),
            ] {
                try FileManager.default.createSymbolicLink(
                    atPath: site.appending(path: "sub/\(name)").path, withDestinationPath: target)
            }
            mkfifo(site.appending(path: "sub/pipe").path, 0o644)
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            let page = try talk.get("/sub/")
            let links = String(decoding: page.body, as: UTF8.self).matches(of: /href="\.\/([^"?]+)"/).map {
                String($0.1)
            }
            #expect(page.status == 200 && links == ["up/", "b.txt", "in"])
            for link in links { #expect(try talk.get("/sub/\(link)").status == 200) }
        }
    }

    @Test("several applications stand side by side, and a folder's own page wins over the fallback")
    func severalApplications() async throws {
        let prepare: (URL) throws -> Void = { site in
            for (name, text) in [("app2/index.html", "two"), ("app2/app2.js", "js"), ("page.html", "page")] {
                try writeFile(Data(text.utf8), to: site.appending(path: name))
            }
        }
        try await withSite(["--spa", "--fallback", "app2/*=app2/index.html"], prepare: prepare) { (talk: Talk) throws in
            #expect(try talk.get("/app2").fields["location"] == "./app2/")
            #expect(try talk.get("/app2/").body == Array("two".utf8))
            #expect(try talk.get("/app2/users/7").body == Array("two".utf8))
            #expect(try talk.get("/app2/app2.js").body == Array("js".utf8))
            #expect(try talk.get("/page").body == Array("page".utf8))
            #expect(try talk.get("/other/view").body == talk.get("/").body)
        }
    }
}
