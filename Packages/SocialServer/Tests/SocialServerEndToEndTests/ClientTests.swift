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

    /// The folder of Mastodon.py's tests, which set-up takes out of its source distribution.
    private static let suite = Vectors.find("mastodon.py")

    @Test("Mastodon.py's own suite passes, live, but for what is listed", .enabled(if: suite != nil))
    func mastodonPySuitePasses() async throws {
        let suite = try #require(Self.suite)
        try await withServer(
            arguments: ["--open-registrations", "--public-url", "http://localhost:3000"], members: []
        ) { server in
            // Whom the suite's own set-up makes, with the password that it logs in by.
            for (name, email) in [
                ("admin", "admin@localhost"), ("admin2", "zerocool@example.com"),
                ("mastodonpy_test", "mastodonpy_test@localhost"),
                ("mastodonpy_test_2", "mastodonpy_test_2@localhost"),
            ] {
                let added = try await socialserver.run(
                    ["user", "add", name, "--email", email, "--password-stdin"],
                    input: Data("5fc638e0e53eafd9c4145b6bb852667d\n".utf8), environment: server.environment)
                #expect(added.status == 0, "\(added.errors)")
            }
            try await withTemporaryFolder { folder in
                let tests = folder.appending(path: "tests")
                try FileManager.default.copyItem(at: suite, to: tests)
                let ours = URL(filePath: #filePath).deletingLastPathComponent().appending(
                    path: "Fixtures/mastodon_py_suite")
                for name in ["conftest.py", "expected_failures.txt"] {
                    let file = tests.appending(path: name)
                    try? FileManager.default.removeItem(at: file)
                    try FileManager.default.copyItem(at: ours.appending(path: name), to: file)
                }
                let result = try await Program(
                    RequiredTool.python(),
                    ["-m", "pytest", "tests", "-q", "-p", "no:cacheprovider", "--tb=short", "-W", "ignore"],
                    environment: ["SOCIALSERVER_PORT": String(try #require(server.url.port))], in: folder
                ).run()
                #expect(result.status == 0, "\(result.output.suffix(6000))")
            }
        }
    }
}
