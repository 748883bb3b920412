import Foundation
import MastodonAPI
import TestKit
import Testing

@Suite("the OpenAPI document", .watchesClock, .timeLimit(.minutes(15)))
struct OpenAPITests {
    @Test("it describes every route of the router, no other, and the streams")
    func itDescribesEveryRoute() async throws {
        try await RunningNetwork.run { server in
            let document = try await server.ask("GET", "/api/openapi.json")
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            var described: Set<String> = []
            for (path, methods) in paths {
                let pattern = path.replacing(/\{(\w+)\}/) { ":\($0.output.1)" }
                for method in methods.keys { described.insert("\(method.uppercased()) \(pattern)") }
            }
            let streams = described.filter { $0.hasPrefix("GET /api/v1/streaming") }
            #expect(streams.count == 11)
            let routes = Set(ClientAPI.routes.map { "\($0.method.rawValue) \($0.pattern)" })
            #expect(described.subtracting(streams).subtracting(routes) == [], "these are no routes")
            #expect(routes.subtracting(described) == [], "these routes are not described")
            #expect(routes.count > 90)
            for stream in streams where stream != "GET /api/v1/streaming" {
                // Each stream is there, and asks who wants to see it.
                let path = String(stream.dropFirst(4)) + "?tag=tea&access_token=wrong"
                let status = try await server.fetch(path).status
                #expect(status == (stream.hasSuffix("health") ? 200 : 401), "\(stream)")
            }
        }
    }

    @Test("openapi-spec-validator finds it valid")
    func itIsValid() async throws {
        try await RunningNetwork.run { server in
            try await withTemporaryFolder { folder in
                let file = folder.appending(path: "openapi.json")
                try await server.fetch("/api/openapi.json").body.write(to: file)
                let (status, said) = try await RunningNetwork.python(["-m", "openapi_spec_validator", file.path])
                #expect(status == 0, "\(said)")
            }
        }
    }

    /// All checks on all routes, from a fixed seed. What is left out stands in `Fixtures/schemathesis.toml`, each with
    /// its reason.
    @Test("schemathesis finds nothing but what is listed")
    func schemathesisFindsNothing() async throws {
        let isFull = ProcessInfo.processInfo.environment["TEST_FULL"] == "1"
        try await RunningNetwork.run { server in
            try await server.ask("POST", "/api/v1/statuses", ["status": "Something to find #tea"], as: "ada")
            let (status, said) = try await RunningNetwork.python([
                "-m", "schemathesis.cli", "--config-file",
                RunningNetwork.fixtures.appending(path: "schemathesis.toml").path,
                "run", "\(server.address)/api/openapi.json", "--header",
                "Authorization: Bearer \(server.tokens["grace"] ?? "")", "--seed", "8",
                "--max-examples", isFull ? "100" : "2", "--no-color",
            ])
            #expect(status == 0, "\(said.suffix(6000))")
        }
    }
}
