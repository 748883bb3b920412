import Foundation

/// Programs of others that the server is compared with, and that ask it.
enum Peers {
    /// Runs a program to its end and returns what it wrote.
    static func run(
        _ executable: String, _ arguments: [String], input: String = ""
    ) async throws -> (status: Int32, output: String) {
        try await withTemporaryFolder { scratch in
            let (input_, output) = (scratch.appending(path: "in"), scratch.appending(path: "out"))
            try Data(input.utf8).write(to: input_)
            try Data().write(to: output)
            let process = Process()
            process.executableURL = URL(filePath: executable)
            process.arguments = arguments
            process.standardInput = try FileHandle(forReadingFrom: input_)
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: output)
            try await process.runToEnd()
            return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
        }
    }

    /// Runs `body` while nginx serves `site` at the port that it is given.
    static func withNginx<Value>(_ site: URL, _ body: (Int) async throws -> Value) async throws -> Value {
        let nginx = try RequiredTool.path(of: "nginx", package: "nginx-light")
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
            let process = Process()
            process.executableURL = URL(filePath: nginx)
            process.arguments = ["-c", configuration.path, "-e", "\(scratch.path)/error.log"]
            try process.run()
            defer {
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            for _ in 0..<3000 {
                if (try? WireClient(port: port)) != nil { return try await body(port) }
                try await Task.sleep(for: .milliseconds(20))
            }
            let log = try? String(contentsOf: scratch.appending(path: "error.log"), encoding: .utf8)
            throw Missing(message: "nginx did not start: \(log ?? "")")
        }
    }

    static func freePort() throws -> Int {
        #if canImport(Glibc)
            let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let probe = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                bind(probe, name, length) == 0 ? getsockname(probe, name, &length) : -1
            }
        }
        guard status == 0 else { throw Missing(message: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
