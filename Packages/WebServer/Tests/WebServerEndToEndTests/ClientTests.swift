import Foundation
import TestKit
import Testing

/// The folder that holds the Python programs.
private let here = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scripts")

/// A server on a site with a larger file and a precompressed one.
private func withServer(_ flags: [String] = [], _ body: (RunningServer) async throws -> Void) async throws {
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        try Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 % 251) }).write(to: site.appending(path: "large.bin"))
        try Data("a { color: red }\n".utf8).write(to: site.appending(path: "coded.css"))
        let gzip = try RequiredTool.path(of: "gzip", package: "gzip")
        _ = try await Peers.run(gzip, ["-k", site.appending(path: "coded.css").path])
        try await RunningServer.with([site.path, "--quiet"] + flags) { try await body($0) }
    }
}

@Test("Python's requests, httpx and http.client get what they ask for", .watchesClock)
func pythonLibrariesAreServed() async throws {
    let python = try RequiredTool.python()
    try await withServer { server in
        let program = here.appending(path: "ask_with_libraries.py").path
        let result = try await Peers.run(python, [program, "\(server.port)"])
        #expect(result.status == 0 && result.output == "ok\n", "\(result.output) \(result.errors)")
    }
}

@Test("curl and wget get what they ask for, also in part, compressed and again", .watchesClock)
func commandLineClientsAreServed() async throws {
    let curl = try RequiredTool.path(of: "curl", package: "curl")
    let wget = try RequiredTool.path(of: "wget", package: "wget")
    try await withServer { server in
        let text = try await Peers.run(curl, ["-sS", "\(server.address)/a.txt", "\(server.address)/a.txt"])
        #expect(text.output == "hello\nhello\n")
        let part = try await Peers.run(curl, ["-sS", "-r", "1-3", "\(server.address)/a.txt"])
        #expect(part.output == "ell")
        let coded = try await Peers.run(curl, ["-sS", "--compressed", "\(server.address)/coded.css"])
        #expect(coded.output == "a { color: red }\n")
        let sent = try await Peers.run(
            curl, ["-sS", "-o", "/dev/null", "-w", "%{http_code}", "-T", "-", "\(server.address)/x"],
            input: String(repeating: "x", count: 200_000))
        #expect(sent.output == "405")
        let old = try await Peers.run(curl, ["-sS", "--http1.0", "\(server.address)/a.txt"])
        #expect(old.output == "hello\n")
        let page = try await Peers.run(wget, ["-q", "-O", "-", "\(server.address)/sub/b.txt"])
        #expect(page.output == "inside\n")
        let missing = try await Peers.run(wget, ["-q", "-O", "-", "\(server.address)/none"])
        #expect(missing.status == 8)
    }
}

@Test("wrk gets nothing but 200s, over 64 connections", .watchesClock)
func wrkIsServed() async throws {
    let wrk = try RequiredTool.path(of: "wrk", package: "wrk")
    try await withServer { server in
        let result = try await Peers.run(wrk, ["-t1", "-c64", "-d1s", "\(server.address)/a.txt"])
        #expect(result.status == 0 && result.output.contains("Requests/sec"), "\(result.output) \(result.errors)")
        #expect(!result.output.contains("Non-2xx") && !result.output.contains("Socket errors"), "\(result.output)")
    }
}

@Test("httplint finds nothing wrong with any kind of answer", .watchesClock)
func httplintFindsNothing() async throws {
    let python = try RequiredTool.python()
    try await withServer(["--healthz"]) { server in
        let result = try await Peers.run(python, [here.appending(path: "lint_answers.py").path, "\(server.port)"])
        #expect(result.status == 0 && result.output == "21 answers\n", "\(result.output) \(result.errors)")
    }
}

@Test("redbot, which asks again with ranges, conditions and codings, finds nothing wrong", .watchesClock)
func redbotFindsNothing() async throws {
    let python = try RequiredTool.python()
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        // Long enough that a range is not the whole file, and that compressing them pays.
        for name in ["index.html", "a.txt", "coded.css"] {
            try Data(String(repeating: "a { color: red }\n", count: 500).utf8).write(to: site.appending(path: name))
        }
        let gzip = try RequiredTool.path(of: "gzip", package: "gzip")
        #expect(try await Peers.run(gzip, ["-k", site.appending(path: "coded.css").path]).status == 0)
        try await RunningServer.with([site.path, "--quiet"]) { server in
            let asked = [
                "/", "200", "/a.txt", "200", "/coded.css", "200", "/sub", "301", "/sub/", "200", "/none", "404",
            ]
            let script = here.appending(path: "ask_redbot.py").path
            let result = try await Peers.run(python, [script, "\(server.port)"] + asked)
            #expect(result.status == 0 && result.output.hasPrefix("6 addresses, "), "\(result.output) \(result.errors)")
        }
    }
}

@Test(
    "slowhttptest leaves the service to others, in all four modes: 10 seconds each with TEST_FULL, else 3",
    .watchesClock,
    arguments: ["-H", "-B", "-R", "-X"])
func slowClientsLeaveTheService(_ mode: String) async throws {
    let attack = try RequiredTool.path(of: "slowhttptest", package: "slowhttptest")
    let seconds = ProcessInfo.processInfo.environment["TEST_FULL"] == "1" ? "10" : "3"
    try await withServer(["--header-timeout", "10", "--body-timeout", "10", "--write-timeout", "10"]) { server in
        let port = server.port
        let arguments = [
            mode, "-c", "300", "-r", "300", "-i", "1", "-l", seconds, "-u", "\(server.address)/large.bin", "-k", "2",
        ]
        async let attacked = Peers.run(attack, arguments)
        var slowest = Duration.zero
        for _ in 0..<20 {
            let clock = ContinuousClock()
            let start = clock.now
            let status = try await WireClient.run {
                let client = try WireClient(port: port)
                client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return client.response()?.status
            }
            #expect(status == 200)
            slowest = max(slowest, clock.now - start)
            try await Task.sleep(for: .milliseconds(100))
        }
        // A server with a thread or a process for each client would keep the others waiting for the time-out.
        #expect(slowest < .seconds(8))
        let result = try await attacked
        #expect(!result.output.contains("service available:   NO"), "\(result.output) \(result.errors)")
    }
}
