import Foundation
import MastodonAPI
import TestKit
import Testing

@Suite("Safety", .watchesClock, .serialized)
struct SafetyTests {
    @Test("what is not one's own can neither be read nor changed, and words stay words")
    func attacksFail() async throws {
        let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/xss.txt").path
        try await withServer { server in
            let (status, output) = try await python("safety.py", [server.base, corpus])
            #expect(status == 0 && output.hasSuffix("all as expected\n"), "\(output.suffix(2500))")
        }
    }

    @Test("an image keeps its picture, its colours and its orientation, and nothing that tells where it was taken")
    func photographsTellNothing() async throws {
        try await withServer { server in
            let (status, output) = try await python("photographs.py", [server.base])
            #expect(status == 0 && output.hasSuffix("all as expected\n"), "\(output.suffix(2500))")
        }
    }

    /// Routes whose id is a member's, whom everybody may know of, or that are not about something owned.
    private static let openRoutes: Set<String> = [
        "GET /api/v1/accounts/:id", "GET /api/v1/accounts/:id/statuses", "GET /api/v1/accounts/:id/followers",
        "GET /api/v1/accounts/:id/following", "GET /api/v1/accounts/:id/lists",
        "GET /api/v1/accounts/:id/featured_tags",
        "POST /api/v1/accounts/:id/follow", "POST /api/v1/accounts/:id/unfollow",
        "POST /api/v1/accounts/:id/remove_from_followers", "POST /api/v1/accounts/:id/block",
        "POST /api/v1/accounts/:id/unblock", "POST /api/v1/accounts/:id/mute", "POST /api/v1/accounts/:id/unmute",
        "POST /api/v1/accounts/:id/note", "GET /api/v1/accounts/:id/endorsements",
        "POST /api/v1/accounts/:id/endorse", "POST /api/v1/accounts/:id/unendorse", "POST /api/v1/accounts/:id/pin",
        "POST /api/v1/accounts/:id/unpin",
        "GET /api/v1/accounts/:id/identity_proofs",
    ]

    @Test("the walk with a foreign token leaves no route with an id out")
    func theWalkIsComplete() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/safety.py")
        let text = try String(contentsOf: script, encoding: .utf8)
        for route in ClientAPI.routes where route.pattern.contains(":id") {
            let name = "\(route.method) \(route.pattern)"
            guard !Self.openRoutes.contains(name) else { continue }
            let parts = route.pattern.split(separator: "/")
            // The script spells a route as its family and what stands after the id.
            let rest = parts.count > 4 ? "\(parts[4])" : ""
            let isTried =
                text.contains("/\(parts[0])/\(parts[1])/\(parts[2])/")
                && (rest.isEmpty || rest == ":id" || text.contains("\"/\(rest)\"") || text.contains("\"\(rest)\""))
            #expect(isTried, "\(name)")
        }
    }

    @Test("requests are counted, said so in headers, and refused beyond the limit")
    func requestsAreCounted() async throws {
        try await withServer(arguments: ["--rate-limit", "5"], members: []) { server in
            var statuses: [Int] = []
            var remaining: [String] = []
            let curl = try RequiredTool.path(of: "curl", package: "curl")
            for _ in 0..<7 {
                let (_, output) = try await run(curl, ["-s", "-i", "\(server.base)/api/v1/instance"])
                statuses.append(Int(output.split(separator: " ").dropFirst().first ?? "") ?? 0)
                let line = output.split(separator: "\r\n").first { $0.lowercased().hasPrefix("x-ratelimit-remaining:") }
                remaining.append(line.map { $0.split(separator: " ").last.map(String.init) ?? "" } ?? "none")
                #expect(output.lowercased().contains("x-ratelimit-limit: 5"))
                #expect(output.lowercased().contains("x-ratelimit-reset: 20"))
            }
            #expect(statuses == [200, 200, 200, 200, 200, 429, 429])
            #expect(remaining == ["4", "3", "2", "1", "0", "0", "0"])
        }
    }

    @Test("tokens that are made up give nobody more requests")
    func madeUpTokensGiveNothing() async throws {
        try await withServer(arguments: ["--rate-limit", "5"], members: []) { server in
            let curl = try RequiredTool.path(of: "curl", package: "curl")
            var codes: [String] = []
            for number in 0..<8 {
                let token = String(repeating: "A", count: 41) + "\(number)A"
                codes.append(
                    try await run(
                        curl,
                        [
                            "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Authorization: Bearer \(token)",
                            "\(server.base)/api/v1/timelines/home",
                        ]
                    ).1)
            }
            #expect(codes == Array(repeating: "401", count: 5) + Array(repeating: "429", count: 3))
        }
    }
}
