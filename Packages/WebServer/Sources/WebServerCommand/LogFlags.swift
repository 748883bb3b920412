import ArgumentParser
import SocketLoop

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension AccessLog.Format: ExpressibleByArgument {}

/// The flags that say what is written down, and where.
struct LogFlags: ParsableArguments {
    @Option(help: "How requests are written down: none, common, combined or json.")
    var log: AccessLog.Format?

    @Option(help: "Where requests are written down; by default standard error.")
    var logFile: String?

    @Option(
        name: .customLong("trust-proxy"),
        help: "Believe the Forwarded field of this address or block, as 127.0.0.1 or 10.0.0.0/8; may be repeated.")
    var trustedProxies: [String] = []

    @Flag(help: "Write nothing to standard error but failures.")
    var quiet = false

    func format(_ environment: Environment) throws -> AccessLog.Format {
        if let log { return log }
        if let text = environment.text("log") {
            guard let format = AccessLog.Format(rawValue: text) else { throw VariableError(flag: "log", text: text) }
            return format
        }
        return isQuiet(environment) && file(environment) == nil ? .none : .common
    }

    func isQuiet(_ environment: Environment) -> Bool { environment.isSet(quiet, "quiet") }

    func file(_ environment: Environment) -> String? { logFile ?? environment.text("log-file") }

    func blocks(_ environment: Environment) throws -> [AddressBlock] {
        let texts = trustedProxies.isEmpty ? environment.text("trust-proxy").map { [$0] } ?? [] : trustedProxies
        return try texts.map { text in
            guard let block = AddressBlock(text) else {
                throw ValidationError("--trust-proxy takes an address or block, as 10.0.0.0/8, and not \"\(text)\".")
            }
            return block
        }
    }

    /// The descriptor that the log goes to.
    func descriptor(_ environment: Environment) throws -> Int32 {
        guard let path = file(environment) else { return STDERR_FILENO }
        let opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        guard opened >= 0 else { throw LogError(path: path, reason: String(cString: strerror(errno))) }
        return opened
    }

    func validate() throws { _ = try blocks(Environment { _ in nil }) }
}

/// The log's file cannot be opened.
struct LogError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "the log \(path) cannot be written: \(reason)" }
}
