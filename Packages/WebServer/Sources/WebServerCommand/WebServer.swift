import ArgumentParser
import BackgroundWork
import CSocketCalls
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
            It reads and never writes; only compress does.

            Examples:
              webserver                        the landing page, at http://127.0.0.1:8080
              webserver public                 a folder, for programs on this machine
              webserver public --bind 0.0.0.0 --port 80
                                               for everybody who can reach this machine
              webserver dist --spa --log json  an application, and a log for programs
              webserver dist --immutable 'assets/*' --header '*: X-Frame-Options: DENY'
              webserver compress dist          makes .br, .zst and .gz neighbours, which the
                                               server then sends to whoever takes them
              webserver health --port 8080     asks /healthz of a server that was started
                                               with --healthz; exit status 0 or 1

            A folder whose name is health or compress is written ./health. Each flag has an
            environment variable: --header-timeout is WEBSERVER_HEADER_TIMEOUT. The flag
            wins. The address is the first line on standard output; everything else goes
            to standard error. SIGTERM and Ctrl-C let the responses that are on their way
            come to their end; a second one does not wait. SIGHUP and SIGUSR1 open the log
            file again; SIGUSR2 starts the program anew and hands the sockets over to it.
            """,
        version: "1.0.0")

    @Argument(help: "The folder to serve; without one, the built-in landing page.")
    var folder: String?

    @Argument(help: ArgumentHelp("The folder to compress.", visibility: .hidden))
    var second: String?

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
        _ = try workers(.process)
        if folder == "compress" {
            if second == nil {
                throw ValidationError("compress takes the folder to compress: webserver compress FOLDER")
            }
        } else if let second {
            throw ValidationError("'\(second)' is one folder too many: only one is served.")
        }
    }

    private func workers(_ environment: Environment) throws(ValidationError) -> Int {
        try environment.resolve(workers, "workers", "a number from 1 to 256") { (1...256).contains($0) }
            ?? Self.processors
    }

    /// Serves until a signal comes; or compresses, or asks a server for its health.
    public func run() throws {
        let environment = Environment.process
        if folder == "compress", let second { return try compress(second) }
        let (addresses, port) = (try address.addresses(environment), try address.port(environment))
        if folder == "health" { return try Health(addresses: addresses, port: port).check() }
        socket_calls_ignore_harmless_signals()
        try serve(Configuration(self, environment, addresses, port))
    }

    private func compress(_ folder: String) throws {
        var compressor = Precompressor()
        for sentence in compressor.missing { StandardError.say(sentence) }
        guard compressor.canCompress else { throw ExitCode(1) }
        try compressor.compress(folder: folder)
        for problem in compressor.problems { StandardError.say(problem) }
        print(compressor.summary)
        if !compressor.problems.isEmpty { throw ExitCode(1) }
    }

    /// All settings, checked, before anything is opened.
    private struct Configuration {
        var options: SiteOptions
        var limits: LoopLimits
        let addresses: [BindAddress]
        let port: Int
        let socketMode: UInt32
        let workers: Int
        let folder: String?
        let user: String?
        let passwordFile: String?
        let logFormat: AccessLog.Format
        let logFile: String?
        let forwarding: Forwarding
        let isQuiet: Bool

        init(
            _ command: WebServer, _ environment: Environment, _ addresses: [BindAddress], _ port: Int
        ) throws(ValidationError) {
            options = try command.site.options(environment)
            limits = try command.limits.limits(environment)
            (self.addresses, self.port) = (addresses, port)
            socketMode = try command.address.mode(environment)
            workers = try command.workers(environment)
            folder = environment.text(command.folder, "folder")
            user = environment.text(command.user, "user")
            passwordFile = command.site.passwordFile(environment)
            logFormat = try command.log.format(environment)
            logFile = command.log.file(environment)
            forwarding = try command.log.forwarding(environment)
            isQuiet = try command.log.isQuiet(environment)
        }
    }

    /// Opens everything, gives up root, and serves. The order matters: what needs root comes before it is given up, and the
    /// keeper, which keeps it, starts before there is a second thread.
    private func serve(_ configuration: Configuration) throws {
        var configuration = configuration
        let manager = ServiceManager()
        let folder = try configuration.folder.map { path in
            try SiteFolder(path: path, symlinks: configuration.options.symlinks)
        }
        let descriptors = max(64, Descriptors.raiseLimit() - 64)
        configuration.limits.connections = min(configuration.limits.connections, descriptors)
        // Cached files are given back when connections need the descriptors.
        configuration.options.cachedFiles = min(
            configuration.options.cachedFiles, max(1, descriptors * 2 / 3 / configuration.workers))
        let listeners =
            manager.sockets > 0
            ? try Listeners(inherited: manager.sockets, own: manager.isHandover ? configuration.addresses : [])
            : try Listeners(
                configuration.addresses, port: configuration.port, count: configuration.workers,
                socketMode: mode_t(configuration.socketMode))
        var logDescriptor = STDERR_FILENO
        if configuration.logFormat != .none, let path = configuration.logFile {
            logDescriptor = LogSink.open(path)
            guard logDescriptor >= 0 else {
                throw LogError(path: path, reason: String(cString: strerror(-logDescriptor)))
            }
        }
        let program = (path: Self.programPath, arguments: CommandLine.arguments)
        var keeper = keeper(configuration, listeners, program)
        let outcome = try Privileges.drop(to: configuration.user, folder: folder?.descriptor)
        if outcome == .staysRootAsAsked || outcome == .staysRootForFolder { keeper = nil }
        let kept = keeper
        func opener(_ item: Int) -> (@Sendable () -> Int32)? {
            guard let kept else { return nil }
            return { kept.open(item) }
        }

        configuration.options.warnings = Warnings { StandardError.say("warning: \($0)") }
        if let path = configuration.passwordFile {
            configuration.options.passwords = try PasswordFile(
                path: path, opener: opener(2), warnings: configuration.options.warnings)
        }
        let sink =
            configuration.logFormat == .none
            ? nil : LogSink(descriptor: logDescriptor, path: configuration.logFile, opener: opener(1))
        let root = folder.map { folder in
            SiteRoot(
                path: configuration.folder ?? "", folder: folder, symlinks: configuration.options.symlinks,
                opener: opener(0), report: { StandardError.say($0) })
        }
        let server = Server(
            Server.Parts(
                listeners: listeners, workers: configuration.workers, limits: configuration.limits,
                forwarding: configuration.forwarding, logFormat: configuration.logFormat, logSink: sink,
                manager: manager, keeper: keeper, program: program))
        let embedded = root == nil ? EmbeddedFile.landingPage : []
        let (queue, options) = (BackgroundQueue(), configuration.options)
        let ending = try server.run(
            makeResponder: { wake in
                guard let root else {
                    return SiteResponder(embedded: embedded, options: options, queue: queue, wake: wake)
                }
                return SiteResponder(root: root, options: options, queue: queue, wake: wake)
            },
            isReady: { announce(listeners, configuration.isQuiet, outcome) })
        if ending == .cut { throw ExitCode(1) }
    }

    private func announce(_ listeners: Listeners, _ isQuiet: Bool, _ outcome: Privileges.Outcome) {
        let lines = listeners.endpoints.map { "listening on \($0.url)\n" }
        StandardError.write(lines.joined(), to: STDOUT_FILENO)
        for variable in Environment.unknown(Self.flagNames) {
            StandardError.say("warning: the environment variable \(variable) stands for no flag")
        }
        if isQuiet { return }
        StandardError.say("\(Reachability(listeners))")
        if outcome == .staysRootForFolder {
            StandardError.say(
                "warning: running as root, since only root may read the folder; name an account with --user")
        }
    }

    /// The process that stays root for what only root can open again; nil when this process is not root anyway.
    private func keeper(
        _ configuration: Configuration, _ listeners: Listeners, _ program: (path: String, arguments: [String])
    ) -> Keeper? {
        guard geteuid() == 0 else { return nil }
        return Keeper(
            [
                .folder(SiteRoot.absolute(configuration.folder ?? "/")),
                .log(SiteRoot.absolute(configuration.logFile ?? "/dev/null")),
                .file(SiteRoot.absolute(configuration.passwordFile ?? "/dev/null")),
            ] + listeners.ownedFiles.map { .socket($0) }, program: program.path, arguments: program.arguments)
    }

    /// Every flag that has a variable.
    private static let flagNames =
        SiteFlags.names + [
            "port", "bind", "socket-mode", "workers", "user", "log", "log-file", "trust-proxy", "client-field", "quiet",
            "max-connections", "max-connections-per-address", "max-request-line", "max-field", "max-head", "max-fields",
            "max-body", "header-timeout", "body-timeout", "idle-timeout", "write-timeout", "drain-timeout", "ready-fd",
        ]

    /// The file of this program, by the path that it has now: a new program takes its place there.
    private static var programPath: String {
        #if os(Linux)
            var buffer = [CChar](repeating: 0, count: 4_096)
            let count = readlink("/proc/self/exe", &buffer, buffer.count)
            if count > 0, count < buffer.count {
                return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        #endif
        return CommandLine.arguments.first ?? "webserver"
    }

    /// The processors that this process may run on.
    private static var processors: Int { min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), 64) }
}
