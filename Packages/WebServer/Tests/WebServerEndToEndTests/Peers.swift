import Foundation
import TestKit

/// Programs of others that the server is compared with, and that ask it.
enum Peers {
    /// Runs a program to its end; what it answers is its `output`, what it says besides (retries, warnings) its `errors`.
    static func run(
        _ executable: String, _ arguments: [String], input: String = ""
    ) async throws -> Program.Result {
        try await Program(executable, arguments).run(input: Data(input.utf8))
    }

    /// Runs `body` while nginx runs with a configuration, from the moment that it answers at `port`.
    static func withNginx<Value>(
        configuredBy file: URL, port: Int, _ body: () async throws -> Value
    ) async throws -> Value {
        let nginx = try RequiredTool.path(of: "nginx", package: "nginx-light")
        let log = file.deletingLastPathComponent().appending(path: "error.log")
        let process = try await RunningProgram.start(Program(nginx, ["-c", file.path, "-e", log.path]))
        defer { process.send(SIGKILL) }
        guard try await eventually({ (try? WireClient(port: port)) != nil || !process.isRunning }), process.isRunning
        else {
            let log = try? String(contentsOf: log, encoding: .utf8)
            throw Missing("nginx did not start: \(log ?? "") \(process.errors)")
        }
        return try await body()
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
            return try await withNginx(configuredBy: configuration, port: port) { try await body(port) }
        }
    }
}
