import Foundation
import LooseJSON
import Synchronization
import TestKit
import Testing

private let webcrawler = BuiltTool("webcrawler")

/// proxy.py on this machine. It finds the hosts of `.test`, which nobody else does, at the loopback interface: what is
/// answered for such a host came through the proxy.
private struct RealProxy {
    let port: Int
    let program: RunningProgram
    private let log: URL

    /// What was asked of it.
    var requests: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    static func with<Value>(
        user: String? = nil, in folder: URL, _ body: (RealProxy) async throws -> Value
    ) async throws -> Value {
        let names = """
            from proxy.http.proxy import HttpProxyBasePlugin
            class Names(HttpProxyBasePlugin):
                def resolve_dns(self, host, port):
                    return ("127.0.0.1", None) if host.endswith(".test") else (None, None)
            """
        try Data(names.utf8).write(to: folder.appending(path: "test_names.py"))
        let (file, log) = (folder.appending(path: "port"), folder.appending(path: "proxy.log"))
        let arguments =
            [
                "--hostname", "127.0.0.1", "--port", "0", "--port-file", file.path, "--plugins", "test_names.Names",
                "--num-workers", "1", "--num-acceptors", "1", "--log-file", log.path, "--log-level", "INFO",
            ] + (user.map { ["--basic-auth", $0] } ?? [])
        let program = try await RunningProgram.start(
            Program(try RequiredTool.peer("proxy"), arguments, environment: ["PYTHONPATH": folder.path], in: folder))
        defer { program.send(SIGKILL) }
        try await program.wait(for: "the proxy's port", limit: .seconds(60)) {
            (try? Data(contentsOf: file))?.isEmpty == false
        }
        let text = try String(contentsOf: file, encoding: .utf8)
        let port = try #require(Int(text.split(whereSeparator: \.isWhitespace).first ?? ""))
        let value = try await body(RealProxy(port: port, program: program, log: log))
        // Asked politely it ends its own processes, too.
        await program.stop(grace: .seconds(5))
        return value
    }
}

@Suite("Through a real proxy", .watchesClock)
struct ProxyEndToEndTests {
    /// A site that keeps the heads of its requests.
    private func site() throws -> (RawServer, @Sendable () -> [String]) {
        let heads = Kept()
        let server = try RawServer { request, send in
            heads.add(request.head)
            _ = send(
                RawServer.response("200 OK", body: request.path == "/" ? "<title>x</title><a href=/b>b</a>" : "<p>b"))
        }
        return (server, { heads.all })
    }

    private final class Kept: Sendable {
        private let heads = Mutex<[String]>([])
        func add(_ head: String) { heads.withLock { $0.append(head) } }
        var all: [String] { heads.withLock { $0 } }
    }

    /// Runs check with these variables and none of the machine's own.
    private func check(_ arguments: [String], _ environment: [String: String], in folder: URL) async throws
        -> Program.Result
    {
        var program = try webcrawler.program(
            ["check"] + arguments + ["--retries", "0"], environment: environment, in: folder)
        let names = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"]
        program.withoutVariables = Set((names + names.map { $0.uppercased() }).filter { environment[$0] == nil })
        return try await program.run()
    }

    @Test("each variable leads http through it, credentials and all, and NO_PROXY leads past it")
    func plain() async throws {
        let (server, heads) = try site()
        defer { server.stop() }
        let seed = "http://site.test:\(server.port)/"
        try await withTemporaryFolder { folder in
            try await RealProxy.with(user: "user:p@ss w", in: folder) { proxy in
                let address = "http://us%65r:p%40ss%20w@127.0.0.1:\(proxy.port)"
                for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
                    let result = try await check([seed, "--json"], [name: address], in: folder)
                    #expect(result.status == 0, "\(name): \(result.output) \(result.errors)")
                    #expect(try JSONReader.read(result.outputData)["pages"]?.double == 2)
                }
                // The site sees its own paths, and nothing of what the proxy was told.
                #expect(heads().contains { $0.hasPrefix("GET /b HTTP/1.1\r\n") })
                #expect(!heads().contains { $0.lowercased().contains("proxy-authorization") })

                for (wrong, reason) in [
                    ("http://user:other@127.0.0.1:\(proxy.port)", "the proxy wants a user name and a password"),
                    ("http://127.0.0.1:\(proxy.port)", "the proxy wants a user name and a password"),
                ] {
                    let refused = try await check([seed], ["http_proxy": wrong], in: folder)
                    #expect(refused.status == 1 && (refused.output + refused.errors).contains(reason), "\(refused)")
                }
                let past = try await check(
                    [seed], ["http_proxy": address, "NO_PROXY": "other.test,.site.test:\(server.port)"], in: folder)
                #expect(past.status != 0 && !past.output.contains("2 pages"), "\(past.output)")
                // The loopback interface is asked directly: the proxy would be another machine.
                let before = heads().count
                let local = try await check(
                    ["http://127.0.0.1:\(server.port)/"], ["http_proxy": "http://127.0.0.1:1"], in: folder)
                #expect(local.status == 0 && heads().count > before, "\(local.output) \(local.errors)")
            }
        }
    }

    @Test("https goes through a tunnel, and the certificate is the site's own")
    func tunnel() async throws {
        try await withTemporaryFolder { folder in
            let site = try await SecureSite.serve(
                ["index.html": "<title>Safe</title><a href=b.html>b</a>", "b.html": "<p>b"], in: folder,
                name: "site.test")
            try await RealProxy.with(user: "u:p", in: folder) { proxy in
                let arguments = [site.base + "/", "--json", "--ca-file", site.certificate]
                for name in ["https_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
                    let result = try await check(arguments, [name: "http://u:p@127.0.0.1:\(proxy.port)"], in: folder)
                    #expect(result.status == 0, "\(name): \(result.output) \(result.errors)")
                    #expect(try JSONReader.read(result.outputData)["pages"]?.double == 2)
                }
                let unknown = try await check(
                    [site.base + "/"], ["ALL_PROXY": "http://u:p@127.0.0.1:\(proxy.port)"], in: folder)
                #expect(unknown.status == 1 && (unknown.output + unknown.errors).contains("insecure"), "\(unknown)")
                let refused = try await check(arguments, ["ALL_PROXY": "http://127.0.0.1:\(proxy.port)"], in: folder)
                #expect(refused.status == 1, "\(refused)")
                #expect(
                    (refused.output + refused.errors).contains("the proxy wants a user name and a password"),
                    "\(refused.output) \(refused.errors)")
            }
            await site.stop()
        }
    }

    @Test("a proxy that is not there, hangs or speaks no HTTP is a finding in time; SOCKS is a usage error")
    func faults() async throws {
        // Whoever waited for it would not come to an end within the suite's limit.
        let silent = try RawServer { _, _ in Thread.sleep(forTimeInterval: 3_600) }
        defer { silent.stop() }
        let strange = try RawServer { _, send in _ = send(Array("SSH-2.0-x\r\n\r\n".utf8)) }
        defer { strange.stop() }
        try await withTemporaryFolder { folder in
            for port in [1, silent.port, strange.port] {
                for scheme in ["http", "https"] {
                    let result = try await check(
                        ["\(scheme)://site.test/", "--timeout", "1"], ["ALL_PROXY": "127.0.0.1:\(port)"], in: folder)
                    #expect(result.status == 1, "\(scheme) \(port): \(result.output) \(result.errors)")
                }
            }
            let socks = try await check(
                ["http://site.test/"], ["ALL_PROXY": "socks5://u:secret@127.0.0.1:1"], in: folder)
            #expect(socks.status == 64 && socks.errors.contains("SOCKS is not supported"), "\(socks.errors)")
            #expect(!socks.errors.contains("secret"))
        }
    }
}
