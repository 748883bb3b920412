import ArgumentParser
import Foundation

/// The words that every server understands: where it listens, what it logs and how it ends.
///
/// Each has an environment variable named after the tool, and `PORT` is understood by all; a flag wins over the
/// tool's own variable, and that over `PORT`. A variable passes the same check as its flag.
public struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The address to listen on. In the environment: the tool's name and _BIND.", valueName: "address"))
    var bind: String?

    @Option(
        help: ArgumentHelp(
            "The port; 0 takes any free one. In the environment: the tool's name and _PORT, or PORT.",
            valueName: "number"))
    var port: String?

    @Option(
        help: ArgumentHelp(
            "Seconds after SIGTERM in which /healthz says 503 and requests are still served; 0 if not given. In the environment: the tool's name and _DRAIN_SECONDS.",
            valueName: "number"))
    var drainSeconds: String?

    @Flag(
        help:
            "Write one line for each request to standard error. In the environment: the tool's name and _ACCESS_LOG=1.")
    var accessLog = false

    /// Makes the options with their defaults.
    public init() {}

    /// Checks the flags; variables are checked by ``settings(tool:defaultPort:environment:)``, which knows their names.
    public func validate() throws {
        _ = try bind.map { try Self.host($0, "--bind") }
        _ = try port.map { try Self.number($0, "--port", "port", 0...65535) }
        _ = try drainSeconds.map { try Self.number($0, "--drain-seconds", "number of seconds", 0...3600) }
    }

    /// The settings that the flags and the environment make.
    ///
    /// - Parameters:
    ///   - tool: The tool's name, which its environment variables begin with in capitals.
    ///   - defaultPort: The port if nothing names one.
    ///   - environment: The environment; an empty variable is none.
    /// - Throws: `ValidationError` that names the flag or the variable, its value and what would be right.
    public func settings(
        tool: String, defaultPort: Int, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> ServerSettings {
        let prefix = tool.uppercased()
        /// What the flag says, or the first of the variables that is there, with the name to blame.
        func value(_ flag: String?, _ option: String, _ variables: String...) -> (text: String, name: String)? {
            if let flag { return (flag, option) }
            for name in variables {
                if let text = environment[name], !text.isEmpty { return (text, name) }
            }
            return nil
        }
        var settings = ServerSettings(tool: tool)
        settings.port = defaultPort
        if let (text, name) = value(port, "--port", "\(prefix)_PORT", "PORT") {
            settings.port = try Self.number(text, name, "port", 0...65535)
        }
        if let (text, name) = value(bind, "--bind", "\(prefix)_BIND") { settings.host = try Self.host(text, name) }
        if let (text, name) = value(drainSeconds, "--drain-seconds", "\(prefix)_DRAIN_SECONDS") {
            settings.drainSeconds = try Self.number(text, name, "number of seconds", 0...3600)
        }
        settings.logsAccess = accessLog
        if let (text, name) = value(nil, "", "\(prefix)_ACCESS_LOG"), !accessLog {
            settings.logsAccess = try Self.flag(text, name)
        }
        return settings
    }

    /// A number in digits, without a sign or spaces.
    ///
    /// - Throws: `ValidationError` with the name of the flag or variable.
    public static func number(_ text: String, _ name: String, _ what: String, _ range: ClosedRange<Int>) throws -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text),
            range.contains(value)
        else {
            throw ValidationError(
                "'\(text.prefix(40))' is not a valid \(what) for \(name) (\(range.lowerBound) to \(range.upperBound)).")
        }
        return value
    }

    /// A flag from a variable: 1, true, yes or on; 0, false, no or off; in any case.
    ///
    /// - Throws: `ValidationError` with the name of the variable.
    public static func flag(_ text: String, _ name: String) throws -> Bool {
        switch text.lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default: throw ValidationError("'\(text.prefix(40))' is not a valid value for \(name) (1 or 0).")
        }
    }

    /// An address to listen on: a name or a number, an IPv6 one without or within brackets.
    @discardableResult
    private static func host(_ text: String, _ name: String) throws -> String {
        let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        guard (1...255).contains(bare.utf8.count),
            bare.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"/[]@?#".utf8.contains($0) })
        else {
            throw ValidationError(
                "'\(text.prefix(80))' is not a valid address for \(name): give a host such as 127.0.0.1, 0.0.0.0 or ::1."
            )
        }
        return bare
    }
}

/// How a server runs: where it listens, how it ends, and what it takes from untrusted clients.
public struct ServerSettings: Sendable {
    /// The tool's name, for the `Server` header and the log.
    public var tool: String
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port; 0 for any free one.
    public var port = 8080
    /// Whether each request is logged to standard error.
    public var logsAccess = false
    /// For how many seconds after a signal `/healthz` says 503 while requests are still served.
    public var drainSeconds = 0
    /// How many connections are open at most; others wait in the kernel's queue.
    public var maximumConnections = 2000
    /// After how many seconds without a byte a connection is closed.
    public var idleSeconds = 60
    /// How many bytes a request's path and query may have; longer ones get 414.
    public var maximumTarget = 16 * 1024
    /// How many bytes of headers a request may have.
    public var maximumHeaders = 32 * 1024
    /// How many bytes of body a request may have; longer ones get 413. A tool that takes files sets its own.
    public var maximumBody = 64 * 1024
    /// What scripts of other sites may use; nothing, if it is nil.
    public var crossOrigin: CrossOrigin?
    /// What `/robots.txt` says; nil leaves it to the handler.
    public var robots: String? = "User-agent: *\nDisallow:\n"
    /// What `/favicon.ico` answers; nil for "there is none", which is 204.
    public var icon: Answer?

    /// Makes the default settings.
    public init(tool: String) {
        self.tool = tool
    }
}
