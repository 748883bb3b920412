import ArgumentParser
import Foundation

/// The words that every server of the street understands: where it listens.
///
/// Each has an environment variable named after the tool, and `PORT` is understood by all; a flag wins over the
/// tool's own variable, and that over `PORT`.
public struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The address to listen on. In the environment: the tool's name and _BIND.", valueName: "address"))
    var bind: String?

    @Option(
        help: ArgumentHelp(
            "The port; 0 takes any free one. In the environment: the tool's name and _PORT, or PORT.",
            valueName: "number"))
    var port: Int?

    @Flag(help: "Write one line for each request to standard error.")
    var accessLog = false

    /// Makes the options with their defaults.
    public init() {}

    /// Where to listen.
    ///
    /// - Parameters:
    ///   - tool: The tool's name, which its environment variables begin with in capitals.
    ///   - defaultPort: The port if nothing names one.
    ///   - environment: The environment.
    /// - Throws: `ValidationError` for a port that is none.
    public func settings(
        tool: String, defaultPort: Int, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> ServerSettings {
        let prefix = tool.uppercased()
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        var number = port
        for name in ["\(prefix)_PORT", "PORT"] where number == nil {
            guard let text = variable(name) else { continue }
            guard let value = Int(text) else {
                throw ValidationError("\(name) is '\(text.prefix(40))' where a port from 0 to 65535 should be.")
            }
            number = value
        }
        guard (0...65535).contains(number ?? defaultPort) else {
            throw ValidationError("'\(number ?? defaultPort)' is no port: give a number from 0 to 65535.")
        }
        var settings = ServerSettings(tool: tool)
        settings.host = bind ?? variable("\(prefix)_BIND") ?? "127.0.0.1"
        settings.port = number ?? defaultPort
        settings.logsAccess = accessLog || variable("\(prefix)_ACCESS_LOG") == "1"
        return settings
    }
}

/// How a server runs: where it listens, and what it takes from strangers.
public struct ServerSettings: Sendable {
    /// The tool's name, for the `Server` header and the log.
    public var tool: String
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port; 0 for any free one.
    public var port = 8080
    /// Whether each request is logged to standard error.
    public var logsAccess = false
    /// How many connections are open at most; others wait in the kernel's queue.
    public var maximumConnections = 2000
    /// After how many seconds without a byte a connection is closed.
    public var idleSeconds = 60
    /// How many bytes a request's path and query may have; longer ones get 414.
    public var maximumTarget = 16 * 1024
    /// How many bytes of headers a request may have.
    public var maximumHeaders = 32 * 1024
    /// How many bytes of body a handler should collect, unless it has a reason for more.
    public var maximumBody = 64 * 1024

    /// Makes the default settings.
    public init(tool: String) {
        self.tool = tool
    }
}
