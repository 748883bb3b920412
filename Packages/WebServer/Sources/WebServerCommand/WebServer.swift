import ArgumentParser
import HTTPMessages
import SocketLoop
import StaticSite

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The command line of `webserver`: configuration and wiring, no logic.
public struct WebServer: ParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "webserver",
        abstract: "Serve a folder over HTTP/1.1.",
        discussion: """
            Without a folder it serves the landing page that is inside the program.
            """,
        version: "1.0.0")

    @Argument(help: "The folder to serve; without one, the built-in landing page.")
    var folder: String?

    @Option(help: "The port; 0 takes any free one.")
    var port: Int?

    @Option(help: "The address to listen at.")
    var bind: String?

    @Option(help: "The number of threads.")
    var workers: Int?

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Runs the command.
    public func run() throws {
        var site: SiteFolder?
        if let folder { site = try SiteFolder(path: folder) }
        let listeners = try Listeners(host: bind ?? "127.0.0.1", port: port ?? 8_080, count: workers ?? 1)
        let server = Server(
            listeners: listeners, limits: LoopLimits(), logFormat: .none, logDescriptor: 2, trusted: [])
        _ = try server.run(
            makeResponder: {
                if let site { return SiteResponder(folder: site, options: SiteOptions()) }
                return SiteResponder(embedded: EmbeddedFile.landingPage, options: SiteOptions())
            },
            isReady: {
                print("listening on http://\(listeners.authority)")
                fflush(nil)
            })
    }
}
