import Foundation
import TestKit
import Testing

private func date(_ seconds: Int, of file: URL) {
    var times = [timeval(tv_sec: seconds, tv_usec: 0), timeval(tv_sec: seconds, tv_usec: 0)]
    utimes(file.path, &times)
}

@Suite("what caches are told", .watchesClock)
struct CachingTests {
    @Test(
        "a tag tells contents apart that have the same size and the same time, and a time that says nothing is left out",
        arguments: [0, 1, 315_532_800, 499_162_500, 1_700_000_000], [4, 50_000])
    func tagsTellContentsApart(_ seconds: Int, _ size: Int) async throws {
        let isConstant = seconds < 662_688_000
        try await withSite { (talk: Talk) throws in
            let file = talk.site.appending(path: "app.js")
            try Data(repeating: 0x41, count: size).write(to: file)
            date(seconds, of: file)
            let first = try talk.get("/app.js")
            let tag = try #require(first.fields["etag"])
            #expect((first.fields["last-modified"] == nil) == isConstant)
            #expect(try talk.get("/app.js", "If-None-Match: \(tag)").status == 304)
            for octet in [UInt8(0x42), 0x43] {
                // Once replaced, once overwritten in place.
                try Data(repeating: octet, count: size).write(to: file, options: octet == 0x42 ? .atomic : [])
                date(seconds, of: file)
                let second = try talk.get("/app.js", "If-None-Match: \(tag)")
                #expect(second.status == 200 && second.body == [UInt8](repeating: octet, count: size))
                if isConstant {
                    let since = try talk.get("/app.js", "If-Modified-Since: Sun, 06 Nov 2044 08:49:37 GMT")
                    #expect(since.status == 200)
                    let range = try talk.get("/app.js", "Range: bytes=0-1", "If-Range: Thu, 01 Jan 1970 00:00:01 GMT")
                    #expect(range.status == 200)
                    #expect(try talk.get("/app.js", "If-Unmodified-Since: Sun, 06 Nov 1970 08:49:37 GMT").status == 200)
                }
            }
        }
    }

    @Test("a file that is written over and over within a tick of the clock is always what was written last")
    func fastWriters() async throws {
        try await withSite { (talk: Talk) throws in
            for number in 1_000..<1_200 {
                try talk.write("\(number)", to: "fast")
                #expect(try talk.get("/fast").body == Array("\(number)".utf8))
            }
        }
    }

    @Test("nothing is immutable by a guess at its name, and what the user names is")
    func nothingIsGuessed() async throws {
        let names = [
            "menu-12dec2024.html", "report.2024feb05.html", "app-3f2a9c1b77.js", "index-BX3kq2Lx.js",
            "chunk-OYHHUJ3V.js", "assets/index-BX3kq2Lx.js",
        ]
        let prepare: (URL) throws -> Void = { site in
            try FileManager.default.createDirectory(
                at: site.appending(path: "assets"), withIntermediateDirectories: true)
            for name in names { try Data("x".utf8).write(to: site.appending(path: name)) }
        }
        let flags = ["--immutable", "assets/*", "--immutable", "chunk-*", "--cache", "assets/*.map=no-store"]
        try await withSite(flags, prepare: prepare) { (talk: Talk) throws in
            for name in names {
                let isNamed = name.hasPrefix("assets/") || name.hasPrefix("chunk-")
                let expected = isNamed ? "public, max-age=31536000, immutable" : "no-cache"
                #expect(try talk.get("/\(name)").fields["cache-control"] == expected, "\(name)")
            }
            // An address that leads nowhere may lead somewhere tomorrow.
            #expect(try talk.get("/assets/none.js").fields["cache-control"] == "no-store")
        }
    }

    @Test("a range of an empty file is the empty file")
    func rangesOfNothing() async throws {
        let prepare: (URL) throws -> Void = { try Data().write(to: $0.appending(path: "empty.txt")) }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            for range in ["0-", "0-0", "-1", "-0", "5-9", "0-,1-", "0-499"] {
                let answer = try talk.get("/empty.txt", "Range: bytes=\(range)")
                #expect(answer.status == 200 && answer.fields["content-length"] == "0", "\(range)")
                #expect(answer.fields["content-range"] == nil)
            }
            #expect(try talk.get("/a.txt", "Range: bytes=-0").status == 416)
        }
    }

    @Test("a neighbour that is older than its file, or of another content, is never served, and that is said")
    func staleNeighbours() async throws {
        let gzip = try RequiredTool.path(of: "gzip", package: "gzip")
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            for name in ["fresh", "old", "cut", "same", "other"] {
                let file = site.appending(path: "\(name).txt")
                try Data("\(name) ".utf8 + Data(repeating: 0x61, count: 3_000)).write(to: file)
                #expect(try await Peers.run(gzip, ["-k", file.path]).status == 0)
                try Data("br of \(name)".utf8).write(to: site.appending(path: "\(name).txt.br"))
            }
            let (now, old) = (Int(Date().timeIntervalSince1970), site.appending(path: "old.txt"))
            date(now, of: old)
            date(now - 1, of: old.appendingPathExtension("gz"))
            date(now - 1, of: old.appendingPathExtension("br"))
            // A time without its fraction, as many tools copy it, is not older.
            for kind in ["", ".gz", ".br"] { date(now, of: site.appending(path: "cut.txt\(kind)")) }
            // All of one time, as builds that can be made again have it: the size betrays one, the checksum the other.
            try Data("x".utf8).write(to: site.appending(path: "same.txt"))
            try Data("OTHER".utf8 + Data(repeating: 0x62, count: 3_001)).write(to: site.appending(path: "other.txt"))
            for name in ["same", "other"] {
                for kind in ["", ".gz", ".br"] { date(1_700_000_000, of: site.appending(path: "\(name).txt\(kind)")) }
            }
            try await RunningServer.with([site.path, "--quiet"]) { server in
                let talk = Talk(port: server.port, site: site)
                try await WireClient.run { () throws in
                    for (name, isServed) in [
                        ("fresh", true), ("cut", true), ("old", false), ("same", false), ("other", false),
                    ] {
                        for coding in ["gzip", "br"] {
                            let answer = try talk.get("/\(name).txt", "Accept-Encoding: \(coding)")
                            #expect(answer.fields["content-encoding"] == (isServed ? coding : nil), "\(name) \(coding)")
                        }
                    }
                }
                #expect(
                    server.errors.contains(
                        "warning: old.txt.gz is older than its file and is not served; make it again"))
                #expect(server.errors.contains("warning: other.txt.gz is not of the same content and is not served"))
                #expect(server.errors.matches(of: /old\.txt\.gz/).count == 1)
            }
        }
    }

    @Test("compress makes neighbours that the server sends and others unpack, and leaves the rest alone")
    func compressMakesNeighbours() async throws {
        let tools = [
            ("gz", try RequiredTool.path(of: "gzip", package: "gzip"), "gzip"),
            ("zst", try RequiredTool.path(of: "zstd", package: "zstd"), "zstd"),
            ("br", try RequiredTool.path(of: "brotli", package: "brotli"), "br"),
        ]
        let tool = BuiltTool("webserver")
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            let text = Data((0..<2_000).flatMap { "line \($0 % 37)\n".utf8 })
            try text.write(to: site.appending(path: "sub/größe.css"))
            try Data((0..<5_000).map { _ in UInt8.random(in: 0...255) }).write(to: site.appending(path: "noise.js"))
            try text.write(to: site.appending(path: "photo.jpg"))
            try text.write(to: site.appending(path: ".hidden.css"))
            try FileManager.default.createSymbolicLink(
                atPath: site.appending(path: "link.css").path, withDestinationPath: "sub/größe.css")
            date(1_700_000_000, of: site.appending(path: "sub/größe.css"))
            let first = try await tool.run(["compress", site.path])
            #expect(
                first.status == 0 && first.output.hasPrefix("3 neighbours made ("), "\(first.output) \(first.errors)")
            for said in ["3 skipped: results that are not", "1 skipped: symbolic links", "kinds that do not shrink"] {
                #expect(first.output.contains(said), "\(first.output)")
            }
            for (suffix, program, coding) in tools {
                let neighbour = site.appending(path: "sub/größe.css.\(suffix)")
                let unpacked = try await Program(program, ["-d", "-c", neighbour.path]).run()
                #expect(unpacked.outputData == text, "\(suffix)")
                let values = try neighbour.resourceValues(forKeys: [.contentModificationDateKey])
                #expect(values.contentModificationDate == Date(timeIntervalSince1970: 1_700_000_000))
                try await RunningServer.with([site.path, "--quiet"]) { server in
                    let talk = Talk(port: server.port, site: site)
                    try await WireClient.run { () throws in
                        let answer = try talk.get("/sub/gr%C3%B6%C3%9Fe.css", "Accept-Encoding: \(coding)")
                        #expect(answer.fields["content-encoding"] == coding)
                    }
                }
            }
            let second = try await tool.run(["compress", site.path])
            #expect(second.output.hasPrefix("0 neighbours made; 3 were up to date"), "\(second.output)")
            try text.write(to: site.appending(path: "sub/größe.css"))
            #expect(try await tool.run(["compress", site.path]).output.hasPrefix("3 neighbours made ("))
            let names = try FileManager.default.subpathsOfDirectory(atPath: site.path)
            #expect(names.filter { $0.hasSuffix(".gz") || $0.hasSuffix(".part") } == ["sub/größe.css.gz"])
        }
        #expect(try await tool.run(["compress"]).status == 64)
        let missing = try await tool.run(["compress", "/does/not/exist"])
        #expect(missing.status == 1 && missing.errors.contains("the folder /does/not/exist does not exist"))
    }
}
