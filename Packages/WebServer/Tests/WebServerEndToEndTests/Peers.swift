import Foundation
import TestKit

/// Programs of others that the server is compared with, and that ask it.
enum Peers {
    /// Runs a program to its end and returns everything that it wrote.
    static func run(
        _ executable: String, _ arguments: [String], input: String = ""
    ) async throws -> (status: Int32, output: String) {
        let result = try await Program(executable, arguments).run(input: Data(input.utf8))
        return (result.status, result.output + result.errors)
    }

    /// Runs `body` while nginx runs with a configuration.
    static func withNginx<Value>(configuredBy file: URL, _ body: (RunningProgram) async throws -> Value) async throws
        -> Value
    {
        let nginx = try RequiredTool.path(of: "nginx", package: "nginx-light")
        let log = file.deletingLastPathComponent().appending(path: "error.log").path
        let process = try await RunningProgram.start(Program(nginx, ["-c", file.path, "-e", log]))
        defer { process.send(SIGKILL) }
        return try await body(process)
    }

    /// Runs `body` while nginx serves `site` at the port that it is given.
    static func withNginx<Value>(_ site: URL, _ body: (Int) async throws -> Value) async throws -> Value {
        return try await withTemporaryFolder { scratch in
            // The folder of the configuration must be open to nginx's own user as well.
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path)
            let port = try freePort()
            let configuration = scratch.appending(path: "nginx.conf")
            try Data(
                """
                daemon off; master_process off; pid \(scratch.path)/pid; error_log \(scratch.path)/error.log;
                events { worker_connections 64; }
                http {
                  include /etc/nginx/mime.types; access_log off; sendfile on; charset utf-8;
                  client_body_temp_path \(scratch.path)/a; proxy_temp_path \(scratch.path)/b;
                  fastcgi_temp_path \(scratch.path)/c; uwsgi_temp_path \(scratch.path)/d;
                  scgi_temp_path \(scratch.path)/e;
                  server { listen 127.0.0.1:\(port); root \(site.path); absolute_redirect off; gzip_static on; }
                }
                """.utf8
            ).write(to: configuration)
            return try await withNginx(configuredBy: configuration) { _ in
                for _ in 0..<3000 {
                    if (try? WireClient(port: port)) != nil { return try await body(port) }
                    try await Task.sleep(for: .milliseconds(20))
                }
                let log = try? String(contentsOf: scratch.appending(path: "error.log"), encoding: .utf8)
                throw Missing("nginx did not start: \(log ?? "")")
            }
        }
    }
}
