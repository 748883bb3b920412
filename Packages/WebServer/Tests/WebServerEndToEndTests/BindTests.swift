import Foundation
import TestKit
import Testing

@Suite("where it listens", .watchesClock)
struct BindTests {
    @Test("localhost is both families, further addresses have their own ports, and Unix sockets are addresses too")
    func severalAddresses() async throws {
        let curl = try RequiredTool.path(of: "curl", package: "curl")
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            let (socket, second) = (scratch.appending(path: "web.sock").path, try freePort())
            let log = scratch.appending(path: "log")
            let flags = [
                site.path, "--bind", "localhost", "--bind", "127.0.0.1:\(second)", "--bind", "unix:\(socket)",
                "--socket-mode", "640", "--healthz", "--log", "json", "--log-file", log.path, "--workers", "2",
            ]
            try await RunningServer.with(flags) { server in
                let lines = server.program.output.split(separator: "\n")
                #expect(lines.first == "listening on http://127.0.0.1:\(server.port)")
                #expect(lines.last == "listening on unix:\(socket)")
                var asked = [
                    ["\(server.address)/a.txt"], ["http://127.0.0.1:\(second)/a.txt"],
                    ["--unix-socket", socket, "http://any/a.txt"],
                ]
                if lines.contains("listening on http://[::1]:\(server.port)") {
                    asked.append(["-g", "http://[::1]:\(server.port)/a.txt"])
                }
                // A machine without IPv6 has one address less.
                #expect(lines.count == asked.count)
                for arguments in asked {
                    #expect(try await Peers.run(curl, ["-sS", "--max-time", "10"] + arguments).output == "hello\n")
                }
                var status = stat()
                #expect(stat(socket, &status) == 0 && status.st_mode & 0o777 == 0o640)
                let tool = BuiltTool("webserver")
                #expect(try await tool.run(["health", "--bind", "unix:\(socket)"]).status == 0)
                #expect(try await tool.run(["health", "--bind", "localhost", "--port", "\(server.port)"]).status == 0)
                let taken = try await tool.run([site.path, "--bind", "unix:\(socket)"])
                #expect(taken.status == 1 && taken.errors.contains("the socket \(socket) is taken"), "\(taken.errors)")
                #expect(
                    try await eventually {
                        try String(contentsOf: log, encoding: .utf8).contains("\"client\":\"unix:\"")
                    })
                #expect(
                    server.errors.contains("unix:\(socket)  only programs on this machine that may open the socket"))
                server.program.send(SIGTERM)
                #expect(await server.program.waitUntilExit() == 0)
                #expect(!FileManager.default.fileExists(atPath: socket))
            }
            // The file that a killed server leaves behind is no hindrance; a file of another kind is.
            let bind = [site.path, "--bind", "unix:\(socket)", "--quiet"]
            for _ in 0..<2 {
                try await RunningServer.with(bind) { _ in }
                #expect(FileManager.default.fileExists(atPath: socket))
            }
            try FileManager.default.removeItem(atPath: socket)
            try Data("precious".utf8).write(to: URL(filePath: socket))
            #expect(try await BuiltTool("webserver").run(bind).status == 1)
            #expect(try String(contentsOfFile: socket, encoding: .utf8) == "precious")
        }
    }

    @Test("every address of the machine in both families is one server")
    func everyAddress() async throws {
        try await RunningServer.with(["--bind", "0.0.0.0", "--bind", "::", "--quiet"]) { server in
            let talk = Talk(port: server.port, site: URL(filePath: "/"))
            try await WireClient.run { () throws in #expect(try talk.get("/").status == 200) }
            #expect(server.program.output.contains("listening on http://[::]:\(server.port)\n"))
        }
    }

    @Test(
        "a flag and its variable are refused by the same rule, with the name of what is wrong and what is right",
        arguments: [
            ("workers", "0", "a number from 1 to 256"), ("workers", "-1", "a number from 1 to 256"),
            ("port", "65536", "0 to 65535"), ("header-timeout", "-1.5", "seconds above 0"),
            ("header-timeout", "nan", "seconds above 0"), ("max-connections", "0", "a number from 1"),
            ("max-head", "99999999999", "a number from 1"), ("max-body", "-1", "a number from 0"),
            ("cached-files", "0", "a number from 1"), ("cors-origin", "b.example", "as https://b.example"),
            ("cors-origin", "https://b.example/", "as https://b.example"),
            ("cors-origin", "https://b.example/x", "as https"),
            ("cache", "nothing", "PATTERN=VALUE"), ("header", "X: y", "GLOB: Name: value"),
            ("header", "*: Content-Length: 1", "only the server can know"), ("header", "*: A B: y", "valid field name"),
            ("mime", "x=y", "EXTENSION=TYPE"), ("fallback", "x", "PATTERN=FILE"), ("immutable", "a=b", "as 'assets/*'"),
            ("trust-proxy", "host", "a block as 10.0.0.0/8"), ("bind", "a/b", "an address is as"),
            ("bind", "127.0.0.1:99999", "an address is as"), ("bind", "unix:x", "an address is as"),
            ("socket-mode", "999", "three octal digits"), ("charset", "a b", "a charset's name"),
            ("client-field", "a b", "a field's name"),
        ])
    func flagsAndVariables(_ flag: String, _ value: String, _ right: String) async throws {
        let tool = BuiltTool("webserver")
        let name = "WEBSERVER_" + flag.uppercased().replacing("-", with: "_")
        let results = [
            try await tool.run(["--\(flag)=\(value)"]), try await tool.run([], environment: [name: value]),
        ]
        for (result, named) in zip(results, ["--\(flag)", name]) {
            #expect(result.status == 64, "\(result.errors)")
            let line = result.errors.split(separator: "\n").first ?? ""
            #expect(line.hasPrefix("Error: '\(value)' is not valid for \(named)") && line.contains(right), "\(line)")
        }
    }

    @Test("switches are switched by variables either way, and a word that is neither is refused")
    func switches() async throws {
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            try Data("about".utf8).write(to: site.appending(path: "about.html"))
            let off = ["0", "false", "NO", "off"]
            for (index, word) in off.enumerated() {
                let environment = [
                    "WEBSERVER_LISTING": word, "WEBSERVER_CLEAN_URLS": word,
                    "WEBSERVER_HIDDEN": ["1", "true", "Yes", "on"][index],
                    "WEBSERVER_QUITE": "1", "WEBSERVER_SERVICE_HOST": "10.0.0.1", "WEBSERVER_PORT": "tcp://10.0.0.1:80",
                ]
                try await RunningServer.with([site.path, "--quiet"], environment: environment) { server in
                    let talk = Talk(port: server.port, site: site)
                    try await WireClient.run { () throws in
                        #expect(try talk.get("/sub/").status == 404)
                        #expect(try talk.get("/about").status == 404)
                        #expect(try talk.get("/.secret").status == 200)
                    }
                    #expect(server.errors == "warning: the environment variable WEBSERVER_QUITE stands for no flag\n")
                }
            }
            // The flag wins.
            let environment = ["WEBSERVER_LISTING": "0", "WEBSERVER_SPA": "yes"]
            try await RunningServer.with([site.path, "--listing", "--no-spa"], environment: environment) { server in
                let talk = Talk(port: server.port, site: site)
                try await WireClient.run { () throws in
                    #expect(try talk.get("/sub/").status == 200)
                    #expect(try talk.get("/view").status == 404)
                }
            }
            let wrong = try await BuiltTool("webserver").run([site.path], environment: ["WEBSERVER_SPA": "maybe"])
            #expect(wrong.status == 64 && wrong.errors.hasPrefix("Error: 'maybe' is not valid for WEBSERVER_SPA"))
        }
    }
}
