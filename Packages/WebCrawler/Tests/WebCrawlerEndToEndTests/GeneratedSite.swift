import Foundation
import Synchronization
import TestKit

/// A site that `sitegen.py` wrote, served by nginx, with the exact answer a crawl must give.
struct GeneratedSite {
    /// Other people's tools, when they are there.
    static let tools = ProcessInfo.processInfo.environment["VECTORS"].map { $0 + "/../tools" }

    let base: String
    let expected: URL
    private let nginx: Nginx

    /// Writes the site into a folder and serves it.
    static func serve(pages: Int, in folder: URL) async throws -> GeneratedSite {
        guard let tools else { throw Missing("VECTORS is not set: there is no site generator") }
        let generator = tools + "/sitegen.py"
        let port = try freePort()
        let base = "http://127.0.0.1:\(port)"
        _ = try await Program(
            try RequiredTool.path(of: "python3", package: "python3"),
            [generator, folder.path + "/site", "--pages", "\(pages)", "--base", base, "--nginx"]
        ).output()
        let server = try await Nginx.start(
            configuration: folder.appending(path: "site.nginx.conf"), pid: folder.appending(path: "site.nginx/pid"),
            open: [folder, folder.appending(path: "site")])
        return GeneratedSite(base: base, expected: folder.appending(path: "site.expected.json"), nginx: server)
    }

    /// Ends nginx.
    func stop() async { await nginx.stop() }
}
