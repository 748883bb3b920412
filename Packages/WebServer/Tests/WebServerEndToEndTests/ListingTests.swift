import Foundation
import TestKit
import Testing

@Suite("listings", .watchesClock)
struct ListingTests {
    @Test("a name is shown as what it is, and its link leads to it")
    func oddNames() async throws {
        let names: [[UInt8]] = [
            Array("new\nline.txt".utf8), Array("tab\t\u{1B}[31m.txt".utf8), Array("\u{202E}gnp.exe".utf8),
            [0xFF, 0xE9, 0x2E, 0x74],
            Array("größe ?#%.txt".utf8), Array("\u{202A}a\u{2066}b".utf8), Array("del\u{7F}".utf8),
            Array("a\"<b>&'".utf8),
            Array("العربية.txt".utf8), Array("👩‍🚒.txt".utf8), Array("back\\slash".utf8), Array("-rf".utf8),
            Array("a:b".utf8),
        ]
        let prepare: (URL) throws -> Void = { site in
            mkdir(site.appending(path: "odd").path, 0o755)
            for name in names {
                // Not through a string: a name need not be UTF-8.
                let path = Array(site.appending(path: "odd").path.utf8) + [0x2F] + name + [0]
                let file = open(path.map { CChar(bitPattern: $0) }, O_WRONLY | O_CREAT, 0o644)
                #expect(file >= 0)
                _ = name.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
                close(file)
            }
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            let page = String(decoding: try talk.get("/odd/").body, as: UTF8.self)
            let links = page.matches(of: /href="\.\/([^"?]+)"/).map { String($0.1) }
            #expect(links.count == names.count)
            let contents = Set(try links.map { try talk.get("/odd/\($0)").body })
            #expect(contents == Set(names))
            for shown in [
                "new<span class=\"odd\">U+000A</span>line.txt", "U+202E</span>gnp.exe", "\\xFF</span>",
                "U+001B</span>[31m",
            ] {
                #expect(page.contains(shown), "\(shown)")
            }
            #expect(!page.unicodeScalars.contains { [0x1B, 0x202E, 0x202A, 0x2066, 0x7F].contains($0.value) })
            #expect(page.contains("👩‍🚒.txt</a>") && page.contains("العربية.txt</a>"))
            let data = Data(try talk.get("/odd/", "Accept: application/json").body)
            let entries = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
            #expect(
                Set(entries.compactMap { $0["name"] as? String })
                    == Set(names.map { String(decoding: $0, as: UTF8.self) }))
            for entry in entries {
                let url = try #require(entry["url"] as? String)
                #expect(try talk.get("/odd/\(url.dropFirst(2))").body.count == entry["size"] as? Int)
            }
        }
    }

    @Test("programs that name JSON get nginx's form of it, and names stand in the order in which a person counts")
    func jsonAndOrder() async throws {
        let prepare: (URL) throws -> Void = { site in
            for name in ["page 10", "page 2", "Page 1", "b", "A", "file007", "file7", "ä"] {
                try Data(name.utf8).write(to: site.appending(path: "sub/\(name)"))
            }
            mkdir(site.appending(path: "sub/zoo").path, 0o755)
        }
        try await withSite(prepare: prepare) { (talk: Talk) throws in
            func names(_ target: String, _ field: String) throws -> [String] {
                let answer = try talk.get(target, field)
                #expect(answer.fields["content-type"] == "application/json" && answer.fields["vary"] == "Accept")
                let entries = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: Any]]
                #expect(entries?.first?["type"] as? String == "directory" && entries?.first?["size"] == nil)
                #expect((entries?.last?["mtime"] as? String)?.hasSuffix(" GMT") == true)
                return (entries ?? []).compactMap { $0["name"] as? String }
            }
            let order = ["zoo", "A", "b", "b.txt", "file007", "file7", "Page 1", "page 2", "page 10", "ä"]
            #expect(try names("/sub/", "Accept: application/json") == order)
            #expect(try names("/sub/?format=json", "Accept: */*") == order)
            #expect(
                try names("/sub/?format=json&order=desc&sort=name", "X: y") == ["zoo"] + order.dropFirst().reversed())
            for accept in ["text/html, application/json", "*/*", "application/json;q=0"] {
                #expect(try talk.get("/sub/", "Accept: \(accept)").fields["content-type"] == "text/html; charset=utf-8")
            }
        }
    }

    @Test("a folder of 12,000 files is listed whole while others are answered at once, and what is left out is counted")
    func largeFolders() async throws {
        let prepare: (URL) throws -> Void = { site in
            mkdir(site.appending(path: "many").path, 0o755)
            for number in 0..<12_000 {
                close(open(site.appending(path: "many/\(number).txt").path, O_WRONLY | O_CREAT, 0o644))
            }
            mkdir(site.appending(path: "more").path, 0o755)
            for number in 0..<20_003 {
                close(open(site.appending(path: "more/\(number)").path, O_WRONLY | O_CREAT, 0o644))
            }
        }
        try await withSite(["--workers", "1", "--healthz"], prepare: prepare) { (talk: Talk) throws in
            let lister = try WireClient(port: talk.port, seconds: 60)
            lister.send("GET /many/ HTTP/1.1\r\nHost: a\r\n\r\n")
            let other = try WireClient(port: talk.port)
            // The listing of thousands of entries takes this debug build far longer than all of these.
            for _ in 0..<20 {
                other.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(other.response()?.status == 200)
            }
            let page = try #require(lister.response())
            let text = String(decoding: page.body, as: UTF8.self)
            #expect(text.contains("12000 files") && text.contains("href=\"./11999.txt\"") && !text.contains("skipped"))
            let more = String(decoding: try talk.get("/more/").body, as: UTF8.self)
            #expect(more.contains("<strong>3 more entries are skipped</strong>"))
        }
    }

    @Test("in a window of 360 pixels a name has the width of the page, by day and by night, and nothing sticks out")
    func narrowWindows() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Scripts/look-at-pages.py")
        struct Look: Decodable {
            let nameWidth: Double
            let nameLines: Double
            let pageWidth: Int
            let violations: [String]
            let console: [String]
        }
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            for number in 0..<3 {
                let name = "sub/Quarterly report for the board, final version \(number).pdf"
                try Data("x".utf8).write(to: site.appending(path: name))
            }
            try await RunningServer.with([site.path, "--quiet"]) { server in
                let looks: [Look] = try await PeerScript.ask(
                    script, ["\(server.address)/sub/", "\(server.address)/none"])
                try #require(looks.count == 4)
                for look in looks {
                    #expect(look.pageWidth <= 360 && look.violations == [] && look.console == [], "\(look)")
                }
                for look in looks.prefix(2) { #expect(look.nameWidth >= 260 && look.nameLines <= 2.5, "\(look)") }
            }
        }
    }
}
