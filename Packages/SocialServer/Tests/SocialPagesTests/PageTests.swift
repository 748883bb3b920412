import Foundation
import TestKit
import Testing

@Suite("the pages over HTTP", .watchesClock, .timeLimit(.minutes(15)))
struct PageTests {
    @Test("pages show what everybody may see, escape it, and never what only some may")
    func pagesShowWhatEverybodyMaySee() async throws {
        try await RunningNetwork.run { server in
            let secret = try await server.ask(
                "POST", "/api/v1/statuses", ["status": "for friends", "visibility": "private"], as: "ada")
            let direct = try await server.ask(
                "POST", "/api/v1/statuses", ["status": "@grace for you", "visibility": "direct"], as: "ada")
            let unlisted = try await server.ask(
                "POST", "/api/v1/statuses", ["status": "in no list", "visibility": "unlisted"], as: "ada")
            let hostile = "<b>&\"'</b> <script>alert(1)</script> #tea\n\n@grace @nobody http://a.example/?q=\"><i>"
            let open = try await server.ask("POST", "/api/v1/statuses", ["status": hostile], as: "ada")
            try await server.ask(
                "PATCH", "/api/v1/accounts/update_credentials",
                ["display_name": "<i>Ada</i>", "note": "<u>\"note\"</u> javascript:alert(1)"], as: "ada")

            let front = try await server.fetch("/")
            #expect(front.status == 200 && front.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
            for page in [front, try await server.fetch("/@ada"), try await server.fetch("/@ada/\(open["id"] ?? "")")] {
                #expect(page.headers["content-type"] == "text/html; charset=utf-8")
                #expect(page.headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
                #expect(
                    !page.text.contains("<script>alert") && !page.text.contains("<i>") && !page.text.contains("<u>"))
                #expect(page.text.contains("<a href=\"/@grace\">@grace</a>"))
                #expect(page.text.contains("@nobody") && !page.text.contains("href=\"/@nobody\""))
                #expect(page.text.contains("<a href=\"/tags/tea\" rel=\"tag\">#tea</a>"))
                #expect(page.text.contains("href=\"http://a.example/?q=\""))
                #expect(!page.text.contains("for friends") && !page.text.contains("for you"))
            }
            #expect(!front.text.contains("in no list"))
            #expect(try await server.fetch("/@ada").text.contains("in no list"))
            #expect(try await server.fetch("/@ada/\(unlisted["id"] ?? "")").status == 200)
            // A status that may not be seen is not told from one that does not exist.
            let missing = try await server.fetch("/@ada/123456789")
            for hidden in [secret, direct] {
                let page = try await server.fetch("/@ada/\(hidden["id"] ?? "")")
                #expect(page.status == 404 && page.body == missing.body)
            }
        }
    }

    @Test("old pages are reached link by link, and names in any case lead to the same profile")
    func oldPagesAreReached() async throws {
        try await RunningNetwork.run { server in
            for number in 1...45 {
                try await server.ask("POST", "/api/v1/statuses", ["status": "Number \(number) of #many"], as: "ada")
            }
            for start in ["/", "/@ADA", "/tags/MANY"] {
                var seen: Set<Int> = []
                var path = start
                for _ in 0..<5 {
                    let text = try await server.fetch(path).text
                    for match in text.matches(of: /Number (\d+) of/) { seen.insert(Int(match.1) ?? 0) }
                    guard let next = text.firstMatch(of: /rel="next" href="([^"]+)"/) else { break }
                    path = String(next.1)
                }
                #expect(seen == Set(1...45), "\(start)")
            }
        }
    }

    @Test("what is no page is 404 with a way back, and pages are only read")
    func whatIsNoPageIsNotFound() async throws {
        try await RunningNetwork.run { server in
            for path in ["/@nobody", "/@ada/1", "/@", "/tags/%23", "/@ada?max_id=abc"] {
                let page = try await server.fetch(path)
                #expect(page.status == (path.contains("max_id") ? 200 : 404), "\(path)")
                #expect(page.text.contains("<a href=\"/\">"), "\(path)")
            }
            #expect(try await server.fetch("/nothing/here/at/all").status == 404)
            #expect(try await server.fetch("/@ada", method: "POST").status == 405)
        }
    }

    @Test("feeds of members and hashtags are what feed readers understand, and hold what everybody may see")
    func feedsAreRead() async throws {
        try await RunningNetwork.run { server in
            try await server.ask(
                "POST", "/api/v1/statuses", ["status": "<script>alert(1)</script>\u{1} & #té @grace"], as: "ada")
            let asked = try await server.ask("POST", "/api/v1/statuses", ["status": "who is there?"], as: "grace")
            for (text, more) in [
                ("for friends #té", ["visibility": "private"]), ("@grace for you #té", ["visibility": "direct"]),
                ("Milk first #té", ["spoiler_text": "Heresy"]),
                ("@grace an answer #té", ["in_reply_to_id": asked["id"] as? String ?? ""]),
            ] {
                try await server.ask(
                    "POST", "/api/v1/statuses", more.merging(["status": text]) { first, _ in first }, as: "ada")
            }
            let script = RunningNetwork.fixtures.appending(path: "feeds.py").path
            let (status, said) = try await RunningNetwork.python([script, server.address, "ada", "té"])
            #expect(status == 0 && said == "2\n3\n", "\(said.suffix(3000))")
        }
    }

    @Test("links have a preview elsewhere, with a picture that is not hidden")
    func linksHavePreviews() async throws {
        try await RunningNetwork.run { server in
            let open = try await server.ask("POST", "/api/v1/statuses", ["status": "Tea & \"cake\""], as: "ada")
            let page = try await server.fetch("/@ada/\(open["id"] ?? "")").text
            for (property, content) in [
                ("og:type", "article"), ("og:url", "\(server.address)/@ada/\(open["id"] ?? "")"),
                ("og:description", "Tea &amp; &quot;cake&quot;"),
            ] {
                #expect(page.contains("<meta property=\"\(property)\" content=\"\(content)\">"), "\(property): \(page)")
            }
            #expect(try await server.fetch("/@ada").text.contains("<meta property=\"og:type\" content=\"profile\">"))
            let robots = try await server.fetch("/robots.txt").text
            #expect(robots.contains("Disallow: /moderation") && robots.contains("Disallow: /api/"))
        }
    }

    @Test("the style and the script are kept by browsers under addresses that change with them")
    func assetsAreKept() async throws {
        try await RunningNetwork.run { server in
            let home = try await server.fetch("/home").text
            let paths = home.matches(of: /"(\/pages\/[^"]+)"/).map { String($0.1) }
            #expect(paths.count == 3)
            for path in paths {
                #expect(path.firstMatch(of: /-[0-9a-f]{12,16}\.(css|js|svg)$/) != nil)
                let file = try await server.fetch(path)
                #expect(file.status == 200 && file.headers["cache-control"]?.contains("immutable") == true)
                #expect(file.headers["x-content-type-options"] == "nosniff")
            }
        }
    }
}
