import Foundation
import TestKit
import Testing

/// How many descriptors a process has open.
private func descriptors(of process: Int32) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
}

/// Starts a server on the usual site.
private func withServer(
    _ flags: [String] = [], prepare: (URL) throws -> Void = { _ in },
    _ body: (RunningServer, URL) async throws -> Void
) async throws {
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        try prepare(site)
        try await RunningServer.with([site.path] + flags) { server in try await body(server, site) }
    }
}

private let request = "GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n"

@Test("SIGTERM lets a response come to its end, refuses new clients and ends with status 0", .watchesClock)
func firstSignalDrains() async throws {
    let large = 16_000_000
    let prepare: (URL) throws -> Void = { try Data(count: large).write(to: $0.appending(path: "large")) }
    try await withServer(prepare: prepare) { server, _ in
        let (pid, port) = (server.process, server.port)
        let length = try await WireClient.run {
            let (idle, busy) = (try WireClient(port: port), try WireClient(port: port))
            idle.send(request)
            _ = idle.response()
            busy.receiveSlowly()
            busy.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            usleep(100_000)
            kill(pid, SIGTERM)
            #expect(idle.readToEnd().isEmpty && idle.isClosed)
            return busy.response()?.body.count
        }
        #expect(length == large)
        #expect(await server.program.waitUntilExit() == 0)
        #expect(throws: Missing.self) { _ = try WireClient(port: port) }
    }
}

@Test("a second signal ends at once with status 1", .watchesClock)
func secondSignalCuts() async throws {
    let prepare: (URL) throws -> Void = { try Data(count: 16_000_000).write(to: $0.appending(path: "large")) }
    try await withServer(prepare: prepare) { server, _ in
        let (pid, port) = (server.process, server.port)
        try await WireClient.run {
            let busy = try WireClient(port: port)
            busy.receiveSlowly()
            busy.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            usleep(100_000)
            kill(pid, SIGTERM)
            usleep(200_000)
            kill(pid, SIGINT)
            usleep(200_000)
        }
        #expect(await server.program.waitUntilExit() == 1)
    }
}

@Test(
    "slow clients are ended in their time: heads and contents with 408, idle and reading ones without a word",
    .watchesClock)
func slowClientsEnd() async throws {
    let times = ["--header-timeout", "2", "--body-timeout", "2", "--idle-timeout", "2", "--write-timeout", "2"]
    let prepare: (URL) throws -> Void = { try Data(count: 16_000_000).write(to: $0.appending(path: "large")) }
    try await withServer(times, prepare: prepare) {
        server, _ in
        let port = server.port
        try await WireClient.run {
            let (silent, head, content, idle, reader) = (
                try WireClient(port: port), try WireClient(port: port), try WireClient(port: port),
                try WireClient(port: port), try WireClient(port: port)
            )
            head.send("GET / HTTP/1.1\r\nHost:")
            content.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel")
            idle.send(request)
            reader.receiveSlowly()
            reader.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(idle.response()?.status == 200)
            // A client that sends an octet now and then is slow all the same.
            for _ in 0..<8 {
                usleep(300_000)
                head.send("x")
            }
            #expect(head.response()?.status == 408)
            #expect(content.response()?.status == 408)
            for client in [silent, head, content, idle] {
                #expect(client.readToEnd().isEmpty && client.isClosed)
            }
            usleep(3_000_000)
            #expect(reader.readToEnd().count < 16_000_000 && reader.isClosed)
        }
    }
}

@Test("more connections than the limit get 503, and the others are served on", .watchesClock)
func connectionLimits() async throws {
    for flag in ["--max-connections", "--max-connections-per-address"] {
        try await withServer([flag, "3", "--workers", "2"]) { server, _ in
            let port = server.port
            try await WireClient.run {
                var clients = try (0..<3).map { _ in try WireClient(port: port) }
                for client in clients {
                    client.send(request)
                    #expect(client.response()?.status == 200)
                }
                let fourth = try WireClient(port: port)
                fourth.send(request)
                #expect(fourth.response()?.status == 503)
                #expect(fourth.readToEnd().isEmpty && fourth.isClosed)
                clients.removeLast()
                // The server finds out in its own time that one has gone.
                var status: Int?
                for _ in 0..<200 where status != 200 {
                    usleep(50_000)
                    let fifth = try WireClient(port: port)
                    fifth.send(request)
                    status = fifth.response()?.status
                }
                #expect(status == 200)
                clients[0].send(request)
                #expect(clients[0].response()?.status == 200)
            }
        }
    }
}

@Test("a file that is cut shorter while it is sent ends that connection, and no other", .watchesClock)
func truncatedFilesEndTheConnection() async throws {
    let prepare: (URL) throws -> Void = { try Data(count: 16_000_000).write(to: $0.appending(path: "large")) }
    try await withServer(prepare: prepare) {
        server, site in
        let port = server.port
        try await WireClient.run {
            let client = try WireClient(port: port)
            client.receiveSlowly()
            client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            usleep(200_000)
            truncate(site.appending(path: "large").path, 1_000)
            #expect(client.response() == nil && client.isClosed)
            let other = try WireClient(port: port)
            other.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(other.response()?.body.count == 1_000)
        }
    }
}

@Test("a file that is replaced while it is sent comes whole as it was", .watchesClock)
func replacedFilesComeWhole() async throws {
    let old = Data(repeating: 0x61, count: 16_000_000)
    let prepare: (URL) throws -> Void = { try old.write(to: $0.appending(path: "large")) }
    try await withServer(prepare: prepare) { server, site in
        let port = server.port
        try await WireClient.run {
            let client = try WireClient(port: port)
            client.receiveSlowly()
            client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            usleep(100_000)
            try Data("new".utf8).write(to: site.appending(path: "large"), options: .atomic)
            #expect(client.response()?.body == Array(old))
            client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.response()?.body == Array("new".utf8))
        }
    }
}

#if os(Linux)
    @Test(
        "without a descriptor left new clients are turned away, the others are served, and nothing leaks", .watchesClock
    )
    func descriptorsRunOut() async throws {
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            try await RunningServer.with([site.path, "--quiet", "--workers", "1"], descriptors: 24) { server in
                let port = server.port
                let before = try descriptors(of: server.process)
                try await WireClient.run {
                    let first = try WireClient(port: port)
                    first.send(request)
                    #expect(first.response()?.status == 200)
                    var clients: [WireClient] = []
                    for _ in 0..<20 { clients.append(try WireClient(port: port, seconds: 2)) }
                    usleep(300_000)
                    first.send(request)
                    let served = first.response()?.status
                    #expect(served == 200 || served == 503)
                    clients.removeAll()
                    usleep(500_000)
                    let next = try WireClient(port: port)
                    next.send(request)
                    #expect(next.response()?.status == 200)
                }
                try await Task.sleep(for: .milliseconds(200))
                #expect(try descriptors(of: server.process) <= before + 3)
            }
        }
    }

    @Test("a soak with random aborts leaks no descriptor: 100,000 requests with TEST_FULL, else 5,000", .watchesClock)
    func soakLeaksNothing() async throws {
        let isFull = ProcessInfo.processInfo.environment["TEST_FULL"] == "1"
        let total = isFull ? 100_000 : 5_000
        let prepare: (URL) throws -> Void = { try Data(count: 300_000).write(to: $0.appending(path: "large")) }
        try await withServer(
            ["--quiet", "--max-connections", "500"],
            prepare: prepare
        ) { server, _ in
            let port = server.port
            func once() async throws -> Int {
                try await WireClient.run {
                    let client = try WireClient(port: port)
                    client.send(request)
                    _ = client.response()
                    return 1
                }
            }
            _ = try await once()
            let before = try descriptors(of: server.process)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for seed in 0..<4 {
                    group.addTask { try await WireClient.run { try soak(port, requests: total / 4, seed: seed) } }
                }
                try await group.waitForAll()
            }
            _ = try await once()
            try await Task.sleep(for: .milliseconds(300))
            // The files of the site may be kept open, once for each thread.
            #expect(try descriptors(of: server.process) <= before + 12)
            #expect(server.program.isRunning)
        }
    }
#endif

/// Sends requests and ends a part of the connections in the middle, in every way.
private func soak(_ port: Int, requests: Int, seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(_ bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33 % bound
    }
    var client = try WireClient(port: port)
    for number in 0..<requests {
        switch random(40) {
        case 0:
            client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            client.abort()
            client = try WireClient(port: port)
        case 1:
            client.send("GET /a.t")
            client = try WireClient(port: port)
        case 2:
            client.send("nonsense\r\n\r\n")
            client = try WireClient(port: port)
        case 3:
            client.send("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe")
            client.abort()
            client = try WireClient(port: port)
        case 4:
            client.send("GET /large HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9,100000-299999\r\n\r\n")
            #expect(client.response()?.status == 206, "request \(number)")
        default:
            client.send(random(2) == 0 ? request : "GET /none HTTP/1.1\r\nHost: a\r\n\r\n")
            let status = client.response()?.status
            #expect(status == 200 || status == 404, "request \(number)")
        }
    }
}
