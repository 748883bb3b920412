import Foundation
import TestKit
import Testing

@Suite("Clients that we did not write", .watchesClock, .serialized)
struct ClientTests {
    /// Some eighty commands, each a start of Python: on both engines only in full.
    private static let tootEngines: [Engine] =
        ProcessInfo.processInfo.environment["TEST_FULL"] == "1" ? Engine.allCases : [.sqlite]

    @Test("toot's commands work", arguments: tootEngines)
    func tootWorks(engine: Engine) async throws {
        let toot = URL(filePath: try RequiredTool.python()).deletingLastPathComponent().appending(path: "toot").path
        try await withServer(engine) { server in
            try await withTemporaryFolder { folder in
                let (status, output) = try await python("toot_commands.py", [toot, server.base, folder.path])
                #expect(status == 0 && output.hasSuffix("all as expected\n"), "\(output.suffix(2500))")
            }
        }
    }

    @Test("Mastodon.py's methods work", arguments: Engine.allCases)
    func mastodonPyWorks(engine: Engine) async throws {
        try await withServer(engine) { server in
            try await withTemporaryFolder { folder in
                let (status, output) = try await python("mastodon_py.py", [server.base, folder.path])
                #expect(status == 0 && output.hasSuffix("all as expected\n"), "\(output.suffix(2500))")
            }
        }
    }
}
