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
            It reads and never writes.

            Examples:
              webserver                        the landing page, at http://127.0.0.1:8080
              webserver public                 a folder, for programs on this machine
              webserver public --bind 0.0.0.0 --port 80
                                               for everybody who can reach this machine
              webserver dist --spa --log json  an application, and a log for programs
              webserver public --cache '*.woff2=public, max-age=31536000'
              webserver health --port 8080     asks /healthz of a server that was started
                                               with --healthz; exit status 0 or 1

            A folder whose name is health is written ./health. Each flag has an
            environment variable: --header-timeout is WEBSERVER_HEADER_TIMEOUT. The flag
            wins. The address is the first line on standard output; everything else goes
            to standard error. SIGTERM and Ctrl-C let the responses that are on their way
            come to their end; a second one does not wait.
            """,
        version: "1.0.0")

    @Argument(help: "The folder to serve; without one, the built-in landing page.")
    var folder: String?

    @OptionGroup var address: AddressFlags

    @Option(help: "The number of threads; by default one for each processor.")
    var workers: Int?

    @Option(help: "The user to become after binding, when started by root; by default the folder's owner, or nobody.")
    var user: String?

    @OptionGroup(title: "What is served") var site: SiteFlags
    @OptionGroup(title: "Limits") var limits: LimitFlags
    @OptionGroup(title: "Log") var log: LogFlags

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Checks what the parser cannot.
    public func validate() throws {
        if let workers, !(1...256).contains(workers) {
            throw ValidationError("--workers takes a number from 1 to 256, and not \(workers).")
        }
    }

    /// Serves until a signal comes.
    public func run() throws {
        let environment = Environment.process
        let (host, port) = (try address.host(environment), try address.port(environment))
        if folder == "health" { return try Health(host: host, port: port).check() }
        var options = try site.options(environment)
        var limits = try limits.limits(environment)
        let format = try log.format(environment)
        let trusted = try log.blocks(environment)
        let isQuiet = log.isQuiet(environment)
        let path = folder ?? environment.text("folder")
        let folder = try path.map { path in try SiteFolder(path: path, symlinks: options.symlinks) }
        let workers = try environment.resolve(workers, "workers") ?? Self.processors

        let descriptors = max(64, Descriptors.raiseLimit() - 64)
        limits.connections = min(limits.connections, descriptors)
        // Cached files are given back when connections need the descriptors.
        options.cachedFiles = min(options.cachedFiles, max(1, descriptors * 2 / 3 / workers))
        let listeners = try Listeners(host: host, port: port, count: workers)
        let logDescriptor = try log.descriptor(environment)
        let outcome = try Privileges.drop(to: user ?? environment.text("user"), folder: folder?.descriptor)

        let server = Server(
            listeners: listeners, limits: limits, logFormat: format, logDescriptor: logDescriptor, trusted: trusted)
        let embedded = folder == nil ? EmbeddedFile.landingPage : []
        let ending = try server.run(
            makeResponder: {
                if let folder { return SiteResponder(folder: folder, options: options) }
                return SiteResponder(embedded: embedded, options: options)
            },
            isReady: {
                Self.write("listening on http://\(listeners.authority)\n", to: STDOUT_FILENO)
                if isQuiet { return }
                Self.write("\(Reachability(listeners))\n", to: STDERR_FILENO)
                if outcome == .staysRootForFolder {
                    Self.write(
                        "warning: running as root, since only root may read the folder; name an account with --user\n",
                        to: STDERR_FILENO)
                }
            })
        if ending == .cut { throw ExitCode(1) }
    }

    /// The processors that this process may run on.
    private static var processors: Int { min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), 64) }

    /// Writes at once, whatever standard output is.
    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            #if canImport(Darwin)
                _ = Darwin.write(descriptor, bytes.baseAddress, bytes.count)
            #elseif canImport(Musl)
                _ = Musl.write(descriptor, bytes.baseAddress, bytes.count)
            #else
                _ = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            #endif
        }
    }
}
