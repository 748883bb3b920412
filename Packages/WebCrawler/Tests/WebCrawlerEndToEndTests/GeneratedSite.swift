import Foundation
import Synchronization

/// A site that `sitegen.py` wrote, served by nginx, with the exact answer a crawl must give.
struct GeneratedSite {
    /// Other people's tools, when they are there.
    static let tools = ProcessInfo.processInfo.environment["VECTORS"].map { $0 + "/../tools" }

    let base: String
    let expected: URL
    private let nginx: Nginx

    /// Writes the site into a folder and serves it.
    static func serve(pages: Int, in folder: URL) async throws -> GeneratedSite {
        guard let tools else { throw Missing(message: "VECTORS is not set: there is no site generator") }
        let generator = tools + "/sitegen.py"
        let port = try freePort()
        let base = "http://127.0.0.1:\(port)"
        let script = Process()
        script.executableURL = URL(filePath: try RequiredTool.path(of: "python3", package: "python3"))
        script.arguments = [generator, folder.path + "/site", "--pages", "\(pages)", "--base", base, "--nginx"]
        script.standardOutput = FileHandle.nullDevice
        try await script.runToEnd()
        let server = try await Nginx.start(
            configuration: folder.appending(path: "site.nginx.conf"), pid: folder.appending(path: "site.nginx/pid"),
            open: [folder, folder.appending(path: "site")])
        return GeneratedSite(base: base, expected: folder.appending(path: "site.expected.json"), nginx: server)
    }

    /// Ends nginx.
    func stop() { nginx.stop() }

    /// A port of the loopback interface that is free at this moment.
    static func freePort() throws -> Int {
        let server = try RawServer { _, _ in }
        defer { server.stop() }
        return server.port
    }
}
