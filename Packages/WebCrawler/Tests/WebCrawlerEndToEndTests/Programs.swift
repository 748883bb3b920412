import Foundation
import TestKit

/// nginx with a configuration that a test wrote.
struct Nginx {
    private let program: RunningProgram

    /// Starts it and waits until it has written its process number.
    ///
    /// nginx's workers run as another user when the tests run as root: the folders must be open to them.
    static func start(configuration: URL, pid: URL, open folders: [URL]) async throws -> Nginx {
        for folder in folders {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        }
        let nginx = try RequiredTool.path(of: "nginx", package: "nginx-light")
        let program = try await RunningProgram.start(Program(nginx, ["-c", configuration.path]))
        try await program.wait(for: "its process number") { (try? Data(contentsOf: pid))?.isEmpty == false }
        return Nginx(program: program)
    }

    /// Ends it.
    func stop() async {
        _ = await program.stop()
    }
}

/// The bytes as the program gzip packs them.
func gzipped(_ data: Data) async throws -> [UInt8] {
    try await withTemporaryFolder { folder in
        let file = folder.appending(path: "file")
        try data.write(to: file)
        _ = try await Program(try RequiredTool.path(of: "gzip", package: "gzip"), ["-9", file.path]).output()
        return Array(try Data(contentsOf: folder.appending(path: "file.gz")))
    }
}
