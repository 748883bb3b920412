import Foundation
import TestKit
import Testing

/// The guide, where this package stands in its repository.
private let guide = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Docs/WebServer.md")

/// The guide's code blocks of one language, in order.
private func blocks(_ language: String) throws -> [String] {
    let text = try String(contentsOf: guide, encoding: .utf8)
    return text.components(separatedBy: "```\(language)\n").dropFirst().map { part in
        part.components(separatedBy: "\n```")[0]
    }
}

@Suite("the guide", .watchesClock, .enabled(if: FileManager.default.fileExists(atPath: guide.path)))
struct GuideTests {
    @Test("step 1 and 4: the shell commands make a site, and the webroot answers as Let's Encrypt asks", .watchesClock)
    func theShellCommandsRun() async throws {
        let (make, challenge) = (try blocks("sh")[0], try blocks("sh")[1])
        try await withTemporaryFolder { scratch in
            let lines = make.components(separatedBy: "\n")
            let start = try #require(lines.last)
            #expect(start == "webserver public --port 8080")
            let made = try await shell("cd \(scratch.path) && " + lines.dropLast().joined(separator: "\n"))
            #expect(made.status == 0, "\(made.errors)")
            try await RunningServer.with([scratch.appending(path: "public").path]) { server in
                let page = try await shell("curl -sS --fail \(server.address)/")
                #expect(page.output == "<h1>It works</h1>\n")
                let commands = challenge.replacing("http://127.0.0.1:8080", with: server.address)
                    .replacing("curl --fail", with: "curl -sS --fail")
                let asked = try await shell("cd \(scratch.path)\nset -e\n\(commands)")
                #expect(asked.status == 0 && asked.output == "token.thumbprint\n", "\(asked.output) \(asked.errors)")
            }
        }
    }

    @Test("step 2: systemd accepts the unit, and its command line starts the server", .watchesClock)
    func theUnitIsRight() async throws {
        let unit = try blocks("ini")[0]
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            let log = scratch.appending(path: "access.log")
            let line = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
            let words = line.dropFirst("ExecStart=".count).split(separator: " ").map(String.init)
            #expect(words[0] == "/usr/local/bin/webserver")
            var arguments = words.dropFirst().map { word in
                word == "/srv/www" ? site.path : word.hasPrefix("/var/log/") ? log.path : word
            }
            let port = try #require(arguments.firstIndex(of: "--port"))
            arguments.removeSubrange(port...port + 1)
            try await RunningServer.with(arguments) { server in
                let health = try await BuiltTool("webserver").run(["health", "--port", "\(server.port)"])
                #expect(health.status == 0)
                try await server.end()
            }
            #expect(try String(contentsOf: log, encoding: .utf8).contains("\"GET /healthz HTTP/1.1\" 200"))

            let analyze = try RequiredTool.path(of: "systemd-analyze", package: "systemd")
            let file = scratch.appending(path: "webserver.service")
            // The check asks whether the program is there; any one that is does.
            try Data(unit.replacing("/usr/local/bin/webserver", with: "/bin/true").utf8).write(to: file)
            let verified = try await Peers.run(analyze, ["verify", "--man=no", file.path])
            #expect(verified.status == 0 && !verified.errors.contains("webserver.service:"), "\(verified.errors)")
        }
    }

    @Test("step 3: the TLS proxy serves the site, and the log has the reader's address", .watchesClock)
    func theProxyServes() async throws {
        let openssl = try RequiredTool.path(of: "openssl", package: "openssl")
        let block = try blocks("nginx")[0]
        try await withTemporaryFolder { scratch in
            let site = try makeSite(in: scratch)
            let (key, certificate) = (scratch.appending(path: "key.pem"), scratch.appending(path: "cert.pem"))
            let made = try await Peers.run(
                openssl,
                [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=example.org",
                    "-keyout", key.path, "-out", certificate.path,
                ])
            #expect(made.status == 0, "\(made.errors)")
            let log = scratch.appending(path: "access.log")
            let flags = [site.path, "--quiet", "--trust-proxy", "127.0.0.1", "--log", "common", "--log-file", log.path]
            try await RunningServer.with(flags) { server in
                let port = try freePort()
                let configured =
                    block
                    .replacing("listen 443 ssl", with: "listen 127.0.0.1:\(port) ssl")
                    .replacing("/etc/letsencrypt/live/example.org/fullchain.pem", with: certificate.path)
                    .replacing("/etc/letsencrypt/live/example.org/privkey.pem", with: key.path)
                    .replacing("http://127.0.0.1:8080", with: server.address)
                    // The test's reader is on this machine too; a documentation address stands for it.
                    .replacing("X-Forwarded-For $remote_addr", with: "X-Forwarded-For 198.51.100.4")
                let file = scratch.appending(path: "nginx.conf")
                try Data(
                    """
                    daemon off; master_process off; pid \(scratch.path)/pid; error_log \(scratch.path)/error.log;
                    events { worker_connections 64; }
                    http { access_log off; client_body_temp_path \(scratch.path)/a; proxy_temp_path \(scratch.path)/b;
                    fastcgi_temp_path \(scratch.path)/c; uwsgi_temp_path \(scratch.path)/d;
                    scgi_temp_path \(scratch.path)/e;
                    \(configured) }
                    """.utf8
                ).write(to: file)
                let asked = try await Peers.withNginx(configuredBy: file, port: port) {
                    try await shell(
                        "curl -sS --fail --cacert \(certificate.path) --resolve example.org:\(port):127.0.0.1 "
                            + "https://example.org:\(port)/a.txt")
                }
                #expect(asked.status == 0 && asked.output == "hello\n", "\(asked.errors)")
                try await server.end()
            }
            #expect(try String(contentsOf: log, encoding: .utf8).hasPrefix("198.51.100.4 - - ["))
        }
    }

    private func shell(_ script: String) async throws -> Program.Result {
        try await Peers.run("/bin/sh", ["-c", script])
    }
}
