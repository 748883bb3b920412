import Foundation
import TestKit
import Testing

@Suite("Crashes", .watchesClock, .serialized)
struct CrashTests {
    /// How often the server is killed.
    private static let rounds = ProcessInfo.processInfo.environment["TEST_FULL"] == "1" ? 8 : 1

    @Test("kill -9 under load loses no acknowledged status and doubles none", arguments: Engine.allCases)
    func nothingIsLost(engine: Engine) async throws {
        try await withTemporaryFolder { folder in
            let database = try await RunningServer.database(engine, in: folder)
            for round in 0..<Self.rounds {
                let server = try await RunningServer.start(database, in: folder)
                if round == 0 { try await server.add("ada") }
                let notes = folder.appending(path: "notes")
                let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/hammer.py")
                // Keys of one round are no keys of another.
                try Data().write(to: notes)
                let hammer = try await RunningProgram.start(
                    Program(RequiredTool.python(), [script.path, server.base, notes.path]))
                try await waitForLines(notes, count: 40 + 17 * round)
                server.process.send(SIGKILL)
                await server.stop()
                await hammer.waitUntilExit()
                let token = hammer.output.trimmingCharacters(in: .newlines)
                let again = try await RunningServer.start(database, in: folder)
                let (status, words) = try await python("account.py", [again.base, notes.path, token])
                #expect(status == 0 && words.hasSuffix("all as expected\n"), "\(words.suffix(1500))")
                // The next round counts from nothing.
                let delete = try await socialserver.run(
                    ["user", "delete", "ada", "--yes"], environment: again.environment)
                #expect(delete.status == 0)
                try await again.add("ada")
                await again.stop()
            }
        }
    }

    private func waitForLines(_ file: URL, count: Int) async throws {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(60) {
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").count
            if lines >= count { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Missing("the load did not begin within a minute")
    }
}
