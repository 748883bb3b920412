import Foundation
import Synchronization
import TestKit
import Testing

private let long = "User-Agent: " + String(repeating: "x", count: 7_000)

#if os(Linux)
    /// What several clients were answered.
    private final class Answered: Sendable {
        private let requests = Mutex<Set<String>>([])
        func add(_ request: String) { requests.withLock { _ = $0.insert(request) } }
        var all: Set<String> { requests.withLock { $0 } }
    }

    @Suite("logs", .watchesClock)
    struct LogTests {
        @Test("a FIFO that nobody reads stops nobody: lines are dropped and counted")
        func anUnreadFIFO() async throws {
            try await withTemporaryFolder { scratch in
                let site = try makeSite(in: scratch)
                let fifo = scratch.appending(path: "fifo").path
                mkfifo(fifo, 0o644)
                let flags = [site.path, "--log", "combined", "--log-file", fifo, "--healthz", "--quiet"]
                try await RunningServer.with(flags) { server in
                    let talk = Talk(port: server.port, site: site)
                    try await WireClient.run { () throws in
                        for _ in 0..<300 { #expect(try talk.get("/a.txt", long).status == 200) }
                        #expect(try talk.get("/healthz").status == 200)
                    }
                    server.program.send(SIGTERM)
                    #expect(await server.program.waitUntilExit() == 0)
                    let told = try #require(server.errors.firstMatch(of: /(\d+) lines of the log .* were dropped/))
                    #expect((200...301).contains(Int(told.1) ?? 0), "\(server.errors)")
                }
            }
        }

        @Test("standard error that nobody reads stops nobody, and neither does one whose reader is gone")
        func unreadStandardError() async throws {
            try await withTemporaryFolder { scratch in
                let site = try makeSite(in: scratch)
                let (built, before) = try BuiltTool("webserver").command
                let command = ([built.path] + before + [site.path, "--port", "0", "--log", "combined"])
                    .map { "'\($0)'" }.joined(separator: " ")
                for reader in ["sleep 1000", "exec true"] {
                    // The shell's own children are ended by their group.
                    let script = "exec 3>&1; \(command) 2>&1 1>&3 | (\(reader))"
                    let running = try await RunningProgram.start(Program("/usr/bin/setsid", ["/bin/sh", "-c", script]))
                    defer { kill(-running.processIdentifier, SIGKILL) }
                    let address = try await running.address()
                    let talk = Talk(port: address.port ?? 0, site: site)
                    try await WireClient.run { () throws in
                        for _ in 0..<100 { #expect(try talk.get("/a.txt", long).status == 200) }
                    }
                    let found = try await Program("/usr/bin/pgrep", ["-o", "-f", "^\(built.path).*\(site.path)"]).run()
                    let server = try #require(Int32(found.output.split(separator: "\n").last ?? ""))
                    kill(server, SIGTERM)
                    #expect(try await eventually { (try? WireClient(port: talk.port)) == nil }, "\(reader)")
                    #expect(try await eventually { kill(server, 0) != 0 }, "\(reader)")
                }
            }
        }

        @Test("a full disk is said, lines are counted, and the log goes on with whole lines when there is room")
        func aFullDisk() async throws {
            try await withTemporaryFolder { scratch in
                let site = try makeSite(in: scratch)
                let log = scratch.appending(path: "log").path
                // The limit of a file's size stands for a full disk: the write that crosses it takes a part of a line.
                let (built, before) = try BuiltTool("webserver").command
                let script = "ulimit -f 8; exec \"$@\""
                let arguments = ["-c", script, "sh", built.path] + before + [site.path, "--port", "0", "--quiet"]
                let running = try await RunningProgram.start(Program("/bin/bash", arguments + ["--log-file", log]))
                defer { running.send(SIGKILL) }
                let address = try await running.address()
                let talk = Talk(port: address.port ?? 0, site: site)
                try await WireClient.run { () throws in
                    for _ in 0..<200 {
                        #expect(try talk.get("/a.txt?\(String(repeating: "y", count: 100))").status == 200)
                    }
                }
                try await running.wait(for: "the fault") {
                    running.errors.contains("cannot be written: File too large")
                }
                try await Task.sleep(for: .milliseconds(300))
                truncate(log, 0)
                try await WireClient.run { () throws in #expect(try talk.get("/a.txt?after").status == 200) }
                try await running.wait(for: "the count") {
                    running.errors.contains(/\d+ lines of the log .* were dropped; it is written again/)
                }
                let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
                #expect(lines.last?.contains("GET /a.txt?after HTTP/1.1") == true)
            }
        }

        @Test(
            "what a client was answered is in the log once the server has ended, whether it was let or cut off",
            arguments: [[SIGTERM], [SIGTERM, SIGTERM]])
        func nothingAnsweredIsMissing(_ signals: [Int32]) async throws {
            for round in 0..<(TestRun.isFull ? 100 : 8) {
                try await withTemporaryFolder { scratch in
                    let site = try makeSite(in: scratch)
                    let log = scratch.appending(path: "log")
                    try await RunningServer.with([site.path, "--log-file", log.path, "--quiet"]) { server in
                        let port = server.port
                        let first = AsyncStream<Void>.makeStream()
                        let answered = Answered()
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for client in 0..<4 {
                                group.addTask {
                                    try await WireClient.run { () throws in
                                        // One that comes when the server has gone already was answered nothing.
                                        guard let wire = try? WireClient(port: port) else { return }
                                        // Until the server ends the connection; each answer is counted once it is here.
                                        for number in 0..<100_000 {
                                            let target = "/a.txt?\(client)-\(number)"
                                            wire.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
                                            guard wire.response()?.status == 200 else { break }
                                            answered.add("GET \(target) HTTP")
                                            first.continuation.yield()
                                        }
                                    }
                                }
                            }
                            for await _ in first.stream { break }
                            for signal in signals { server.program.send(signal) }
                            await server.program.waitUntilExit()
                            try await group.waitForAll()
                        }
                        let text = try String(contentsOf: log, encoding: .utf8)
                        let missing = answered.all.filter { !text.contains($0) }
                        #expect(missing.isEmpty, "round \(round): \(missing)")
                    }
                }
            }
        }

        @Test("text is written as it is, and what could deceive a reader is not")
        func textIsText() async throws {
            try await withTemporaryFolder { scratch in
                let site = try makeSite(in: scratch)
                let log = scratch.appending(path: "log")
                let flags = [site.path, "--log", "json", "--log-file", log.path, "--quiet"]
                try await RunningServer.with(flags) { server in
                    let port = server.port
                    try await WireClient.run { () throws in
                        let client = try WireClient(port: port)
                        let fields = Array(
                            "GET /größe?日本=🏡 HTTP/1.1\r\nHost: a\r\nReferer: \u{202E}x\u{2028}\"\\\r\nUser-Agent: caf"
                                .utf8)
                        client.send(fields + [0xE9] + Array(" é\r\n\r\n".utf8))
                        #expect(client.response()?.status == 404)
                    }
                    try await server.end()
                }
                let text = try String(contentsOf: log, encoding: .utf8)
                #expect(text.contains("\"target\":\"/größe?日本=🏡\"") && text.contains("\\u202ex\\u2028\\\"\\\\"))
                let line = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                #expect(
                    line["userAgent"] as? String == "caf\u{FFFD} é"
                        && line["referer"] as? String == "\u{202E}x\u{2028}\"\\")
            }
        }
    }
#endif
