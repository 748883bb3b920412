import Foundation
import TestKit
import Testing

/// What a headless Chromium found on the pages, as `Fixtures/visit_pages.py` prints it.
private struct BrowserVisit: Decodable, Sendable {
    struct Look: Decodable, Sendable {
        let page: String
        let violations: [String]
        let reviews: [[String: String]]
        let passes: Int
        let wider: [String]
        let title: String
    }
    struct WithoutScript: Decodable, Sendable {
        let articles: Int
        let home: String
    }
    struct Seen: Decodable, Sendable {
        let text: String
        let scripts: Int
        let title: String
        let copies: Int
    }
    struct Client: Decodable, Sendable {
        let addressAfterLogIn: String
        let seen: [Seen]
        let prefilled: String
        let notice: String
        let deleted: Int
        let tokenAfterLogOut: Int
        let views: Views
        let complaints: [String]
    }
    struct Views: Decodable, Sendable {
        let thread: Int
        let edited: String
        let focused: String
        let typing: String
        let paste: Int
        let drop: Int
        let time: [String]
    }
    struct Policy: Decodable, Sendable {
        let policy: String
        let refused: Int
        let ran: Int
    }
    let publicComplaints: [String]
    let withoutScript: WithoutScript
    let client: Client
    let policy: Policy
    let looks: [Look]

    /// The one visit that all tests judge: a browser is started once.
    static let shared = Task {
        try await RunningNetwork.run { server in
            let ada = try await server.ask("GET", "/api/v1/accounts/verify_credentials", as: "ada")
            try await server.ask("POST", "/api/v1/accounts/\(ada["id"] ?? "")/follow", as: "grace")
            let first = try await server.ask(
                "POST", "/api/v1/statuses", ["status": "The kettle is on.\nWho wants #tea?"], as: "ada")
            let id = first["id"] as? String ?? ""
            try await server.ask(
                "POST", "/api/v1/statuses", ["status": "@ada Me! See https://example.org/tea", "in_reply_to_id": id],
                as: "grace")
            try await server.ask(
                "POST", "/api/v1/statuses", ["status": "Milk goes in first.", "spoiler_text": "Heresy about #tea"],
                as: "ada")
            let script = RunningNetwork.fixtures.appending(path: "visit_pages.py")
            return try await PeerScript.ask(script, [server.address, id], as: BrowserVisit.self)
        }
    }
}

@Suite("the pages in Chromium", .watchesClock, .needsBrowser, .timeLimit(.minutes(15)))
struct BrowserTests {
    @Test("axe finds nothing, nothing sticks out, and the browser has no complaint, in both lights and widths")
    func axeFindsNothing() async throws {
        let visit = try await BrowserVisit.shared.value
        #expect(visit.looks.count == 20)
        for look in visit.looks {
            #expect(look.violations == [], "\(look.page)")
            #expect(look.reviews == [], "\(look.page)")
            #expect(look.wider == [], "\(look.page)")
            #expect(look.passes > 10, "\(look.page)")
        }
        #expect(visit.publicComplaints == [])
    }

    @Test("a status that one tab posts is seen at once by a second tab and by a follower")
    func aStatusIsSeenLive() async throws {
        let client = try await BrowserVisit.shared.value.client
        #expect(client.addressAfterLogIn.hasSuffix("/home"), "the code must not stay in the address")
        #expect(client.seen.count == 2)
        for seen in client.seen { #expect(seen.copies == 1) }
        #expect(client.prefilled == "@ada ")
        #expect(client.notice == "grace mentions you.")
        #expect(client.deleted == 200)
        #expect(client.tokenAfterLogOut == 401)
        #expect(client.complaints == [])
    }

    @Test("the home's views are used by links, buttons and keys")
    func viewsAreUsed() async throws {
        let views = try await BrowserVisit.shared.value.client.views
        #expect(views.thread == 2, "the asked status and its answer")
        #expect(views.edited == "See my dot")
        #expect(views.focused == "article" && views.typing == "text")
        #expect(views.paste == 1 && views.drop == 1, "an image is pasted and dropped into the text")
        #expect(views.time.count == 2 && views.time[0].contains(views.time[1]), "local time: \(views.time)")
    }

    @Test("what members write is text on the pages of others, whatever it looks like")
    func hostileTextIsText() async throws {
        for seen in try await BrowserVisit.shared.value.client.seen {
            #expect(seen.text.contains("<script>document.title=\"owned\"</script> & \"quotes\""))
            #expect(seen.scripts == 0 && seen.title.hasPrefix("Home"))
        }
    }

    @Test("public pages need no script, and the client says that it does")
    func publicPagesNeedNoScript() async throws {
        let page = try await BrowserVisit.shared.value.withoutScript
        #expect(page.articles == 3)
        #expect(page.home.contains("JavaScript"))
    }

    @Test("the browser is told to run nothing but the server's own files, and does")
    func thePolicyIsStrict() async throws {
        let policy = try await BrowserVisit.shared.value.policy
        #expect(policy.policy.contains("default-src 'none'") && !policy.policy.contains("unsafe"))
        #expect(policy.refused >= 2 && policy.ran == 0)
    }
}
