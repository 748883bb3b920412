import Foundation
import Synchronization

/// A site that `sitegen.py` wrote, served by nginx, with the exact answer a crawl must give.
struct GeneratedSite {
    /// Other people's tools, when they are there.
    static let tools = ProcessInfo.processInfo.environment["VECTORS"].map { $0 + "/../tools" }

    let base: String
    let expected: URL
    private let nginx: Process

    /// Writes the site into a folder and serves it.
    static func serve(pages: Int, in folder: URL) async throws -> GeneratedSite {
        guard let tools else { throw Missing(message: "VECTORS is not set: there is no site generator") }
        let generator = tools + "/sitegen.py"
        let nginx = try RequiredTool.path(of: "nginx", package: "nginx-light")
        let port = try freePort()
        let base = "http://127.0.0.1:\(port)"
        let script = Process()
        script.executableURL = URL(filePath: try RequiredTool.path(of: "python3", package: "python3"))
        script.arguments = [generator, folder.path + "/site", "--pages", "\(pages)", "--base", base, "--nginx"]
        script.standardOutput = FileHandle.nullDevice
        try await script.runToEnd()
        // nginx's workers run as another user when the tests run as root: they must be able to read the folder.
        for path in [folder.path, folder.path + "/site"] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        let server = Process()
        server.executableURL = URL(filePath: nginx)
        server.arguments = ["-c", folder.path + "/site.nginx.conf"]
        server.standardError = FileHandle.nullDevice
        try server.run()
        for _ in 0..<200 {
            if (try? Data(contentsOf: URL(filePath: folder.path + "/site.nginx/pid")))?.isEmpty == false { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        return GeneratedSite(base: base, expected: folder.appending(path: "site.expected.json"), nginx: server)
    }

    /// Ends nginx.
    func stop() {
        nginx.terminate()
        nginx.waitUntilExit()
    }

    /// A port of the loopback interface that is free at this moment.
    static func freePort() throws -> Int {
        let server = try RawServer { _, _ in }
        defer { server.stop() }
        return server.port
    }
}
