import Foundation
import TestKit
import Testing

@Test("the OpenAPI document is valid, and every address, parameter and answer is as it says", .watchesClock)
func theOpenAPIDocumentIsTrue() async throws {
    struct Walk: Decodable {
        let operations: Int
        let asked: Int
        let problems: [String]
    }
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/walk_openapi.py")
    try await withServer { server in
        let walk = try JSONDecoder().decode(
            Walk.self, from: try await PeerScript.run(script, [server.absoluteString]))
        #expect(walk.problems == [])
        #expect(walk.operations == 13 && walk.asked > 60)
        // Every address of the index that is ours is described.
        let index = try await get("/api", of: server).object.values.compactMap { $0 as? String }
        let paths = try #require(try await get("/api/openapi.json", of: server).object["paths"] as? [String: Any])
        for address in index {
            let path = String(address.prefix { $0 != "?" })
            let isKnown = paths.keys.contains { template in
                let parts = (template.split(separator: "/"), path.split(separator: "/"))
                return parts.0.count == parts.1.count
                    && zip(parts.0, parts.1).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
            }
            #expect(isKnown, "\(path)")
        }
    }
}
