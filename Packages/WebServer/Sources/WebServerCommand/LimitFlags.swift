import ArgumentParser
import SocketLoop

/// The flags that say how much of the server clients may hold, and for how long.
struct LimitFlags: ParsableArguments {
    @Option(help: "Connections in all.")
    var maxConnections: Int?

    @Option(help: "Connections of one address; by default 256, and any number from this machine itself.")
    var maxConnectionsPerAddress: Int?

    @Option(help: "Octets of a request line.")
    var maxRequestLine: Int?

    @Option(help: "Octets of one header field.")
    var maxField: Int?

    @Option(help: "Octets of a request's head in all.")
    var maxHead: Int?

    @Option(help: "Header fields of one request.")
    var maxFields: Int?

    @Option(help: "Octets of a request's content, which is thrown away.")
    var maxBody: Int?

    @Option(help: "Seconds for a request's head.")
    var headerTimeout: Double?

    @Option(help: "Seconds for a request's content.")
    var bodyTimeout: Double?

    @Option(help: "Seconds that a connection may wait for its next request.")
    var idleTimeout: Double?

    @Option(help: "Seconds in which a client must take some of a response.")
    var writeTimeout: Double?

    @Option(help: "Seconds for the last responses after SIGTERM.")
    var drainTimeout: Double?

    /// The limits for the loop.
    func limits(_ environment: Environment) throws(ValidationError) -> LoopLimits {
        var limits = LoopLimits()
        try set(&limits.connections, maxConnections, "max-connections", environment)
        limits.connectionsPerAddress = try environment.resolve(
            maxConnectionsPerAddress, "max-connections-per-address", "a number from 1 on", where: { $0 >= 1 })
        try set(&limits.request.requestLine, maxRequestLine, "max-request-line", environment)
        try set(&limits.request.fieldLine, maxField, "max-field", environment)
        try set(&limits.request.head, maxHead, "max-head", environment)
        try set(&limits.request.fieldCount, maxFields, "max-fields", environment)
        try set(&limits.request.body, maxBody, "max-body", environment, from: 0)
        try set(&limits.headMilliseconds, headerTimeout, "header-timeout", environment)
        try set(&limits.bodyMilliseconds, bodyTimeout, "body-timeout", environment)
        try set(&limits.idleMilliseconds, idleTimeout, "idle-timeout", environment)
        try set(&limits.writeMilliseconds, writeTimeout, "write-timeout", environment)
        try set(&limits.drainMilliseconds, drainTimeout, "drain-timeout", environment)
        return limits
    }

    func validate() throws { _ = try limits(.process) }

    /// The largest limit: above it, sums of a few of them would leave 32 bits, in which a head's offsets are kept.
    private static let most = 1 << 28

    private func set(
        _ limit: inout Int, _ given: Int?, _ flag: String, _ environment: Environment, from least: Int = 1
    ) throws(ValidationError) {
        let value = try environment.resolve(given, flag, "a number from \(least) to \(Self.most)") {
            (least...Self.most).contains($0)
        }
        if let value { limit = value }
    }

    private func set(
        _ limit: inout Int64, _ given: Double?, _ flag: String, _ environment: Environment
    ) throws(ValidationError) {
        let value = try environment.resolve(given, flag, "seconds above 0 and up to 86400") { $0 > 0 && $0 <= 86_400 }
        if let value { limit = max(1, Int64(value * 1_000)) }
    }
}
