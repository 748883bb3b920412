import Foundation
import TestKit
import Testing

private let webserver = BuiltTool("webserver")

@Test(
    "a folder that cannot be served is one clear line and status 1", .watchesClock,
    arguments: [
        ("/does/not/exist", "Error: the folder /does/not/exist does not exist; name one that does\n"),
        ("/etc/hostname", "Error: /etc/hostname is not a folder; name the folder that the file is in\n"),
    ])
func aMissingFolderIsAFailure(_ folder: String, _ line: String) async throws {
    let result = try await webserver.run([folder, "--port", "0"])
    #expect(result.status == 1)
    #expect(result.errors == line && result.output == "")
}

@Test("a taken port is one clear line and status 1, also for a server with many threads", .watchesClock)
func aTakenPortIsAFailure() async throws {
    try await RunningServer.with(["--quiet", "--workers", "2"]) { (server: RunningServer) async throws in
        for workers in ["1", "3"] {
            let result = try await webserver.run(["--port", "\(server.port)", "--workers", workers])
            #expect(result.status == 1)
            #expect(
                result.errors == "Error: port \(server.port) of 127.0.0.1 is taken by another program; "
                    + "stop that one, or choose another port with --port\n")
        }
    }
}

@Test(
    "bad flags are usage errors", .watchesClock,
    arguments: [
        ["--port", "65536"], ["--port", "-1"], ["--port", "x"], ["--workers", "0"], ["--log", "fancy"],
        ["--cache", "nothing"], ["--symlinks", "maybe"], ["--trust-proxy", "host"], ["--header-timeout", "0"],
        ["--max-connections", "0"], ["--no-such-flag"], ["a", "b"],
    ])
func badFlagsAreUsageErrors(_ arguments: [String]) async throws {
    let result = try await webserver.run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.hasPrefix("Error: "), "\(result.errors)")
}

@Test("--help teaches by example, and --version tells a version", .watchesClock)
func helpTeaches() async throws {
    let help = try await webserver.run(["--help"])
    #expect(help.status == 0 && help.output.contains("Examples:\n  webserver "))
    #expect(help.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let version = try await webserver.run(["--version"])
    #expect(version.status == 0 && version.output.contains(/^\d+\.\d+\.\d+\n$/))
}

@Test("it says who can reach it: this machine, or the networks that it is in", .watchesClock)
func itSaysWhoCanReachIt() async throws {
    try await RunningServer.with([]) { (server: RunningServer) async throws in
        try await server.waitFor("machine\n")
        #expect(server.errors == "who can reach this? only programs on this machine\n")
    }
    try await RunningServer.with(["--bind", "0.0.0.0"]) { (server: RunningServer) async throws in
        try await server.waitFor("only programs on this machine\n")
        #expect(server.errors.hasPrefix("who can reach this? It listens at every address of this machine:\n"))
        #expect(server.errors.contains("  http://127.0.0.1:\(server.port)  only programs on this machine\n"))
    }
}

@Test("flags have variables, and win over them", .watchesClock)
func variablesStandInForFlags() async throws {
    try await withTemporaryFolder { scratch in
        let site = try makeSite(in: scratch)
        let environment = ["WEBSERVER_FOLDER": site.path, "WEBSERVER_QUIET": "1", "WEBSERVER_CORS": "1"]
        try await RunningServer.with([], environment: environment) { (server: RunningServer) async throws in
            let port = server.port
            let response = try await WireClient.run {
                let client = try WireClient(port: port)
                client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n")
                return try #require(client.response())
            }
            #expect(response.status == 200 && response.fields["access-control-allow-origin"] == "*")
            #expect(server.errors == "")
            let taken = try await webserver.run([], environment: ["PORT": "\(port)"])
            #expect(taken.errors.contains("port \(port) of 127.0.0.1 is taken"))
        }
    }
    let wrong = try await webserver.run([], environment: ["WEBSERVER_PORT": "many"])
    #expect(wrong.status == 64 && wrong.errors.hasPrefix("Error: 'many' is not valid for WEBSERVER_PORT (0 to 65535)."))
}

@Test("health asks a server that answers /healthz, and fails without one", .watchesClock)
func healthAsksTheServer() async throws {
    try await RunningServer.with(["--quiet", "--healthz"]) { (server: RunningServer) async throws in
        #expect(try await webserver.run(["health", "--port", "\(server.port)"]).status == 0)
    }
    try await RunningServer.with(["--quiet"]) { (server: RunningServer) async throws in
        let result = try await webserver.run(["health", "--port", "\(server.port)"])
        #expect(result.status == 1 && result.errors.contains("does not answer /healthz"))
    }
}

@Test(
    "requests are written down in each format, with what clients send made harmless", .watchesClock,
    arguments: ["common", "combined", "json"])
func requestsAreWrittenDown(_ format: String) async throws {
    try await withTemporaryFolder { scratch in
        let log = scratch.appending(path: "access.log")
        let site = try makeSite(in: scratch)
        let flags =
            [site.path, "--log", format, "--log-file", log.path, "--trust-proxy", "127.0.0.1", "--quiet"]
            + (format == "json" ? ["--client-field", "Forwarded"] : [])
        try await RunningServer.with(flags) { (server: RunningServer) async throws in
            let port = server.port
            try await WireClient.run {
                let client = try WireClient(port: port)
                client.send(
                    "GET /a.txt?\"\\ HTTP/1.1\r\nHost: a\r\nUser-Agent: \u{9B}é\r\nForwarded: for=198.51.100.9, "
                        + "for=\"[2001:db8::7]:9\"\r\nX-Forwarded-For: 198.51.100.8\r\n\r\n"
                )
                #expect(client.response()?.status == 200)
                client.send(
                    "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.7, 127.0.0.1\r\nReferer: r\r\n\r\n")
                #expect(client.response()?.status == 200)
                client.send("nonsense\r\n\r\n")
                #expect(client.response()?.status == 400)
            }
            try await server.end()
        }
        let lines = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init)
        try #require(lines.count == 3)
        #expect(lines.joined().unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        switch format {
        case "json":
            let first = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
            #expect(first["client"] as? String == "2001:db8::7" && first["status"] as? Int == 200)
            #expect(first["target"] as? String == "/a.txt?\"\\" && first["bytes"] as? Int == 6)
            #expect((first["timeToFirstByte"] as? Double ?? 9) < 5)
            let second = try #require(try JSONSerialization.jsonObject(with: Data(lines[1].utf8)) as? [String: Any])
            #expect(second["client"] as? String == "127.0.0.1" && second["referer"] as? String == "r")
            #expect(first["userAgent"] as? String == "\u{9B}é" && first["reason"] == nil)
            let third = try #require(try JSONSerialization.jsonObject(with: Data(lines[2].utf8)) as? [String: Any])
            #expect((third["reason"] as? String)?.hasPrefix("The first line of the request must be") == true)
        default:
            let pattern =
                /^(\S+) - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "(.*?)" (\d{3}) (\d+)(.*) \d\.\d{6}$/
            let first = try #require(try pattern.wholeMatch(in: lines[0]))
            #expect(first.1 == "198.51.100.8" && first.2 == "GET /a.txt?\\x22\\x5c HTTP/1.1" && first.3 == "200")
            #expect(first.5 == (format == "combined" ? " \"-\" \"\\xc2\\x9bé\"" : ""))
            let second = try #require(try pattern.wholeMatch(in: lines[1]))
            #expect(second.1 == "203.0.113.7" && second.4 == "35")
            let third = try #require(try pattern.wholeMatch(in: lines[2]))
            #expect(third.2 == "-" && third.3 == "400" && third.5.contains("The first line of the request must be"))
        }
    }
}

#if os(Linux)
    @Test("started by root it becomes somebody else after binding", .watchesClock, .enabled(if: getuid() == 0))
    func rootIsGivenUp() async throws {
        try await RunningServer.with(["--quiet"]) { (server: RunningServer) async throws in
            let process = server.process
            let tasks = URL(filePath: "/proc/\(process)/task")
            // The umbrella's asynchronous main has ended by now: Dispatch parks that thread for good in the kernel,
            // where it runs nothing and glibc's setuid passes it by.
            let parked = try webserver.command.arguments.isEmpty ? nil : "\(process)"
            var living = 0
            for task in try FileManager.default.contentsOfDirectory(atPath: tasks.path) where task != parked {
                let status = try String(contentsOf: tasks.appending(path: "\(task)/status"), encoding: .utf8)
                living += 1
                let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Uid:") })
                #expect(!line.split(separator: "\t").dropFirst().contains("0"), "\(line)")
            }
            #expect(living > 0)
        }
        let unknown = try await webserver.run(["--port", "0", "--user", "no-such-user"])
        #expect(unknown.status == 1 && unknown.errors.contains("there is no user no-such-user"))
    }
#endif
