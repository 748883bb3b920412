import Foundation
import TestKit

/// A PgBouncer before a private server, in transaction mode: each transaction gets whichever of its few server
/// connections is free.
struct PrivatePgBouncer {
    /// The address through the pooler.
    let url: String
    private let program: RunningProgram

    /// Starts a pooler for `body` and ends it afterwards.
    static func with(
        serverConnections: Int = 2, _ body: (_ pooled: String, _ direct: String) async throws -> Void
    ) async throws {
        let server = try await PrivatePostgreSQL.shared
        let direct = try await server.emptyDatabase()
        guard let target = URLComponents(string: direct), let host = target.host, let port = target.port,
            let user = target.user
        else { throw Missing("'\(direct)' is not an address of a server") }
        try await withTemporaryFolder { folder in
            let pooler = try await start(in: folder, serverConnections: serverConnections) { listening in
                """
                [databases]
                * = host=\(host) port=\(port) user=\(user)
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = \(listening)
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = \(serverConnections)
                server_round_robin = 1
                """
            }
            do {
                try await body("\(pooler.url)\(target.path)", direct)
            } catch {
                await pooler.program.stop()
                throw error
            }
            await pooler.program.stop()
        }
    }

    private static func start(
        in folder: URL, serverConnections: Int, _ settings: (Int) -> String
    ) async throws -> PrivatePgBouncer {
        let bouncer =
            try ["/usr/sbin/pgbouncer", "/opt/homebrew/bin/pgbouncer"].first {
                FileManager.default.isExecutableFile(atPath: $0)
            } ?? RequiredTool.path(of: "pgbouncer", package: "pgbouncer")
        let port = try freePort()
        let file = folder.appending(path: "pgbouncer.ini")
        try Data(settings(port).utf8).write(to: file)
        // It does not run as root.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        let program =
            getuid() == 0
            ? Program("/usr/sbin/runuser", ["-u", "nobody", "--", bouncer, file.path]) : Program(bouncer, [file.path])
        let running = try await RunningProgram.start(program)
        try await running.wait(for: "pooler that listens") { running.errors.contains("process up") }
        return PrivatePgBouncer(url: "postgres://tester@127.0.0.1:\(port)", program: running)
    }
}
