import Foundation
import TestKit
import Testing

/// Files below a temporary folder, made and changed as builds and deployments do it.
struct Files: Sendable {
    let folder: URL

    func write(_ text: String, to path: String) throws {
        try writeFile(Data(text.utf8), to: folder.appending(path: path))
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(at: folder.appending(path: path)) }

    func move(_ path: String, to other: String) throws {
        guard rename(folder.appending(path: path).path, folder.appending(path: other).path) == 0 else {
            throw Missing("\(path) cannot be renamed: errno \(errno)")
        }
    }

    func link(_ path: String, to target: String) throws {
        let draft = path + ".new"
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: draft).path, withDestinationPath: target)
        try move(draft, to: path)
    }

    func path(_ path: String) -> String { folder.appending(path: path).path }
}

/// Runs `body` with files and a server for one of their folders.
private func withFiles(
    _ served: String, _ flags: [String] = [], prepare: (Files) throws -> Void,
    _ body: @escaping @Sendable (Files, Talk) throws -> Void
) async throws {
    try await withTemporaryFolder { scratch in
        let files = Files(folder: scratch)
        try prepare(files)
        try await RunningServer.with([files.path(served), "--quiet"] + flags) { server in
            let talk = Talk(port: server.port, site: files.folder.appending(path: served))
            try await WireClient.run { () throws in try body(files, talk) }
        }
    }
}

/// What a server that was busy a moment ago needs to find a new folder: half of it is the rule, half is for a slow machine.
private let aSecond: useconds_t = 1_100_000

@Suite("the served folder is a path", .watchesClock)
struct RootTests {
    @Test("a folder that is removed is 503, never an empty page, and made again it is served within a second")
    func removedAndMadeAgain() async throws {
        try await withTemporaryFolder { scratch in
            // The folder around it is closed to others: a server that was started by root finds its way all the same.
            chmod(scratch.path, 0o700)
            let files = Files(folder: scratch)
            try files.write("old", to: "dist/index.html")
            try files.write("old", to: "dist/sub/a.txt")
            try await RunningServer.with([files.path("dist"), "--healthz", "--log", "json"]) { server in
                let talk = Talk(port: server.port, site: files.folder.appending(path: "dist"))
                try await WireClient.run { () throws in
                    #expect(try talk.get("/").body == Array("old".utf8))
                    #expect(try talk.get("/sub/a.txt").status == 200)
                    try files.remove("dist")
                    for target in ["/", "/sub/", "/sub/a.txt", "/nothing", "/healthz"] {
                        // Health is what was last seen of the folder, half a second ago at most.
                        if target == "/healthz" { usleep(aSecond) }
                        let gone = try talk.get(target)
                        #expect(gone.status == 503 && gone.fields["retry-after"] == "1", "\(target)")
                    }
                    #expect(try talk.get("/livez").status == 200)
                    try files.write("new", to: "dist/index.html")
                    usleep(aSecond)
                    #expect(try talk.get("/").body == Array("new".utf8))
                    #expect(try talk.get("/sub/a.txt").status == 404)
                    #expect(try talk.get("/healthz").status == 200)
                    // A file in the folder's place is no folder.
                    try files.remove("dist")
                    try files.write("x", to: "dist")
                    usleep(aSecond)
                    #expect(try talk.get("/").status == 503)
                }
                let said = server.errors.split(separator: "\n").filter { $0.hasPrefix("the folder") }
                #expect(said.count == 3 && said[0].contains("is gone (No such file or directory)"))
                #expect(said[1].contains("is there again") && said[2].contains("Not a directory"))
                #expect(server.errors.contains("\"reason\":\"The folder of this site is not there at the moment"))
            }
        }
    }

    @Test("a folder that is moved away, and one that a link leads to, make place for the next one")
    func movedAndSwitched() async throws {
        let prepare: (Files) throws -> Void = { files in
            for name in ["releases/1", "releases/2", "plain"] { try files.write(name, to: "\(name)/a.txt") }
            try files.link("current", to: "releases/1")
        }
        try await withFiles("current", prepare: prepare) { (files: Files, talk: Talk) throws in
            #expect(try talk.get("/a.txt").body == Array("releases/1".utf8))
            try files.link("current", to: "releases/2")
            usleep(aSecond)
            #expect(try talk.get("/a.txt").body == Array("releases/2".utf8))
            try files.link("current", to: "nothing")
            usleep(aSecond)
            #expect(try talk.get("/a.txt").status == 503)
            try files.remove("current")
            try files.move("plain", to: "current")
            usleep(aSecond)
            #expect(try talk.get("/a.txt").body == Array("plain".utf8))
        }
    }

    @Test("a server that was started in the folder itself finds the one that takes its place")
    func theWorkingFolder() async throws {
        try await withTemporaryFolder { scratch in
            let files = Files(folder: scratch)
            try files.write("old", to: "dist/a.txt")
            let folder = files.folder.appending(path: "dist")
            try await RunningServer.with([".", "--quiet"], in: folder) { server in
                let talk = Talk(port: server.port, site: folder)
                try await WireClient.run { () throws in
                    #expect(try talk.get("/a.txt").body == Array("old".utf8))
                    try files.remove("dist")
                    try files.write("new", to: "dist/a.txt")
                    usleep(aSecond)
                    #expect(try talk.get("/a.txt").body == Array("new".utf8))
                }
            }
        }
    }

    @Test(
        "folders and files within change their place, their links and their permissions, and the next second shows it")
    func whatLiesWithin() async throws {
        let prepare: (Files) throws -> Void = { files in
            chmod(files.folder.path, 0o755)
            for name in ["site/a/x.txt", "site/b/x.txt", "site/v/1/app.js", "site/v/2/app.js", "site/page.html"] {
                try files.write(name, to: name)
            }
            try FileManager.default.createDirectory(
                at: files.folder.appending(path: "site/page"), withIntermediateDirectories: true)
            try files.link("site/v/now", to: "1")
            try files.link("site/app.js", to: "v/now/app.js")
        }
        let flags = getuid() == 0 ? ["--user", "nobody"] : []
        try await withFiles("site", flags, prepare: prepare) { (files: Files, talk: Talk) throws in
            #expect(try talk.get("/a/x.txt").body == Array("site/a/x.txt".utf8))
            #expect(try talk.get("/app.js").body == Array("site/v/1/app.js".utf8))
            #expect(try talk.get("/page").body == Array("site/page.html".utf8))
            try files.move("site/a", to: "site/c")
            try files.move("site/b", to: "site/a")
            try files.link("site/v/now", to: "2")
            try files.write("index", to: "site/page/index.html")
            usleep(aSecond)
            #expect(try talk.get("/a/x.txt").body == Array("site/b/x.txt".utf8))
            #expect(try talk.get("/app.js").body == Array("site/v/2/app.js".utf8))
            #expect(try talk.get("/page").status == 301)
            try files.write("replaced", to: "site/a/new")
            try files.move("site/a/new", to: "site/a/x.txt")
            #expect(try talk.get("/a/x.txt").body == Array("replaced".utf8))
            chmod(files.path("site/a/x.txt"), 0)
            #expect(try talk.get("/a/x.txt").status == 403)
            chmod(files.path("site/a/x.txt"), 0o644)
            #expect(try talk.get("/a/x.txt").status == 200)
            chmod(files.path("site/a"), 0)
            usleep(aSecond)
            #expect(try talk.get("/a/x.txt").status == 403)
            chmod(files.path("site/a"), 0o755)
            usleep(aSecond)
            #expect(try talk.get("/a/x.txt").status == 200)
        }
    }

    #if os(Linux)
        /// Whether this user may mount at all.
        static let canMount: Bool = {
            let folder = FileManager.default.temporaryDirectory.appending(path: "mount-\(UUID().uuidString)").path
            guard mkdir(folder, 0o755) == 0 else { return false }
            defer { rmdir(folder) }
            guard mount("none", folder, "tmpfs", 0, nil) == 0 else { return false }
            return umount2(folder, 2) == 0
        }()

        @Test(
            "what is mounted over a folder or a file is served within a second",
            .enabled(if: RootTests.canMount, "this user may not mount"))
        func mountedOver() async throws {
            let prepare: (Files) throws -> Void = { files in
                for name in ["site/folder/a.txt", "site/file", "other/a.txt", "site.new/file"] {
                    try files.write(name, to: name)
                }
            }
            try await withFiles("site", prepare: prepare) { (files: Files, talk: Talk) throws in
                #expect(try talk.get("/folder/a.txt").body == Array("site/folder/a.txt".utf8))
                #expect(try talk.get("/file").body == Array("site/file".utf8))
                let bind = UInt(MS_BIND)
                #expect(mount(files.path("other"), files.path("site/folder"), nil, bind, nil) == 0)
                defer { umount2(files.path("site/folder"), 2) }
                #expect(mount(files.path("site.new/file"), files.path("site/file"), nil, bind, nil) == 0)
                defer { umount2(files.path("site/file"), 2) }
                usleep(aSecond)
                #expect(try talk.get("/folder/a.txt").body == Array("other/a.txt".utf8))
                #expect(try talk.get("/file").body == Array("site.new/file".utf8))
                #expect(mount(files.path("site.new"), files.path("site"), nil, bind, nil) == 0)
                defer { umount2(files.path("site"), 2) }
                usleep(aSecond)
                #expect(try talk.get("/folder/a.txt").status == 404)
            }
        }

        @Test("descriptors of removed files go within seconds, and those that nobody uses within ten")
        func descriptorsGo() async throws {
            try await withTemporaryFolder { scratch in
                let files = Files(folder: scratch)
                for number in 0..<40 {
                    try files.write(String(repeating: "x", count: 20_000), to: "site/\(number).txt")
                }
                try await RunningServer.with([files.path("site"), "--quiet", "--workers", "1"]) { server in
                    func count() throws -> Int {
                        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(server.process)/fd").count
                    }
                    let talk = Talk(port: server.port, site: files.folder)
                    let before = try count()
                    try await WireClient.run { () throws in
                        for number in 0..<40 { #expect(try talk.get("/\(number).txt").status == 200) }
                    }
                    // On a busy machine the first ones may have gone again by now.
                    #expect(try count() >= before + 5)
                    for number in 0..<40 { try files.remove("site/\(number).txt") }
                    #expect(try await eventually { try count() <= before + 3 })
                    try files.write("x", to: "site/last.txt")
                    try await WireClient.run { () throws in #expect(try talk.get("/last.txt").status == 200) }
                    #expect(try await eventually { try count() <= before })
                }
            }
        }
    #endif
}
