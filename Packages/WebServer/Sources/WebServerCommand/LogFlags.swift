import ArgumentParser
import SocketLoop

extension AccessLog.Format: ExpressibleByArgument {}

/// The flags that say what is written down, and where.
struct LogFlags: ParsableArguments {
    @Option(help: "How requests are written down: none, common, combined or json.")
    var log: AccessLog.Format?

    @Option(help: "Where requests are written down; by default standard error. SIGHUP and SIGUSR1 open it again.")
    var logFile: String?

    @Option(
        name: .customLong("trust-proxy"),
        help: ArgumentHelp(
            """
            Believe what this proxy says of the client: an address, a block as 10.0.0.0/8, or unix; may be repeated.
            """, valueName: "address"))
    var trustedProxies: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            The one field in which trusted proxies name the client: X-Forwarded-For (the default), Forwarded, or one with \
            a single address, as X-Real-IP.
            """, valueName: "name"))
    var clientField: String?

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp("Write nothing to standard error but failures.", visibility: .default))
    var quiet: Bool?

    func format(_ environment: Environment) throws(ValidationError) -> AccessLog.Format {
        if let chosen = try environment.choice(log, "log") { return chosen }
        return try isQuiet(environment) && file(environment) == nil ? .none : .common
    }

    func isQuiet(_ environment: Environment) throws(ValidationError) -> Bool { try environment.isOn(quiet, "quiet") }

    func file(_ environment: Environment) -> String? { environment.text(logFile, "log-file") }

    func forwarding(_ environment: Environment) throws(ValidationError) -> Forwarding {
        let trusted = try environment.list(trustedProxies, "trust-proxy") { text throws(Reason) in
            guard let block = AddressBlock(text) else {
                throw Reason("a proxy is an address, a block as 10.0.0.0/8, or unix")
            }
            return block
        }
        let name = try environment.resolve(clientField, "client-field", "a field's name, as X-Real-IP") {
            Forwarding.Field($0) != nil
        }
        if name != nil, trusted.isEmpty {
            throw ValidationError("--client-field says nothing without --trust-proxy, since nobody is believed.")
        }
        return Forwarding(trusted: trusted, field: name.flatMap { Forwarding.Field($0) } ?? .xForwardedFor)
    }

    func validate() throws {
        _ = try format(.process)
        _ = try forwarding(.process)
    }
}

/// The log's file cannot be opened.
struct LogError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "the log \(path) cannot be written: \(reason)" }
}
