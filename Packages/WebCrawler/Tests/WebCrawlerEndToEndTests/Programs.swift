import Foundation

/// nginx with a configuration that a test wrote.
struct Nginx {
    private let process: Process

    /// Starts it and waits until it has written its process number.
    ///
    /// nginx's workers run as another user when the tests run as root: the folders must be open to them.
    static func start(configuration: URL, pid: URL, open folders: [URL]) async throws -> Nginx {
        for folder in folders {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        }
        let process = Process()
        process.executableURL = URL(filePath: try RequiredTool.path(of: "nginx", package: "nginx-light"))
        process.arguments = ["-c", configuration.path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<1200 {
            if (try? Data(contentsOf: pid))?.isEmpty == false { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        return Nginx(process: process)
    }

    /// Ends it.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}

/// The bytes as the program gzip packs them.
func gzipped(_ data: Data) async throws -> [UInt8] {
    try await withTemporaryFolder { folder in
        let file = folder.appending(path: "file")
        try data.write(to: file)
        let gzip = Process()
        gzip.executableURL = URL(filePath: try RequiredTool.path(of: "gzip", package: "gzip"))
        gzip.arguments = ["-9", file.path]
        try await gzip.runToEnd()
        return Array(try Data(contentsOf: folder.appending(path: "file.gz")))
    }
}
