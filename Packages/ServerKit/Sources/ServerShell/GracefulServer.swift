import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Runs an HTTP application until a signal, in the way that every server here does.
///
/// It binds, prints `listening on http://HOST:PORT` as the first line on standard output, answers `/livez`, `/healthz`,
/// `/robots.txt` and `/favicon.ico`, refuses what is too long, writes errors in one shape, lets other sites' scripts use
/// what ``ServerSettings/crossOrigin`` names, and ends on SIGINT or SIGTERM: `/healthz` says 503, requests are served
/// for ``ServerSettings/drainSeconds`` more, and those that are under way then are finished.
///
/// A request goes through these steps, in this order: the limit on its address; what every server answers alike; the
/// limit on its body; the handler; an error becomes an answer; headers that every answer has; the log. What is wrong at
/// one step is told by the same path out as everything else, so that no answer lacks what the last steps add.
public struct GracefulServer: Sendable {
    /// The context of a request.
    public typealias Context = BasicRequestContext
    /// Answers one request.
    public typealias Handler = @Sendable (Request, Context) async throws -> Response
    /// Answers one request of a client at an address, such as `192.0.2.1`; `nil` where a connection has none.
    public typealias AddressedHandler = @Sendable (Request, String?) async throws -> Response

    private let settings: ServerSettings
    private let isHealthy: @Sendable () async -> Bool
    private let server: ServerMaker
    private let handler: @Sendable (Request, Origin) async throws -> Response
    private let drain: Drain

    /// Makes the server under the application of what HTTP/1.1 connections are configured with.
    public typealias ServerMaker = @Sendable (HTTP1Channel.Configuration) -> HTTPServerBuilder

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - settings: Where it listens, and its limits.
    ///   - isHealthy: Whether what it depends on answers, for `/healthz`.
    ///   - server: The server under the application: HTTP/1.1, or one that speaks something beside it on the same port,
    ///     such as WebSocket. When the server ends, each of its connections gets NIO's `ChannelShouldQuiesceEvent`.
    ///   - handler: Answers every other request; an error that it throws becomes an answer by ``ErrorAnswer``.
    public init(
        settings: ServerSettings, isHealthy: @escaping @Sendable () async -> Bool = { true },
        server: @escaping ServerMaker = { .http1(configuration: $0) }, handler: @escaping Handler
    ) {
        self.settings = settings
        self.isHealthy = isHealthy
        self.server = server
        drain = Drain(seconds: settings.drainSeconds)
        self.handler = { request, origin in try await handler(request, origin.basic) }
    }

    /// Makes a server whose handler knows where its clients are, for throttles.
    ///
    /// - Parameters:
    ///   - settings: Where it listens, and its limits.
    ///   - isHealthy: Whether what it depends on answers, for `/healthz`.
    ///   - server: The server under the application.
    ///   - addressed: Answers every other request.
    public init(
        settings: ServerSettings, isHealthy: @escaping @Sendable () async -> Bool,
        server: @escaping ServerMaker = { .http1(configuration: $0) }, addressed: @escaping AddressedHandler
    ) {
        self.settings = settings
        self.isHealthy = isHealthy
        self.server = server
        drain = Drain(seconds: settings.drainSeconds)
        handler = { request, origin in try await addressed(request, origin.address) }
    }

    /// Runs until SIGINT or SIGTERM.
    ///
    /// - Parameter whenListening: Called with the server's address once it accepts connections.
    /// - Throws: ``StartFailure`` if the address cannot be had.
    public func run(whenListening: @escaping @Sendable (String) -> Void = { _ in }) async throws {
        // Trapped before the first request can come: a signal that is too early must not end the process halfway.
        let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint])
        try await run(endingOn: signals, whenListening: whenListening)
    }

    /// What ``run(whenListening:)`` does, with signals of the caller's making.
    func run<Signals: AsyncSequence & Sendable>(
        endingOn signals: Signals, whenListening: @escaping @Sendable (String) -> Void
    ) async throws {
        let service = service(whenListening)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await drain.end(service, on: signals) }
            defer { group.cancelAll() }
            try await runToEnd(service)
        }
    }

    /// Runs for as long as `body` does, and ends then as after a signal; signals themselves are left to the process.
    ///
    /// - Parameter body: Gets the server's address once it accepts connections.
    /// - Throws: ``StartFailure`` if the address cannot be had; what `body` throws.
    public func whileRunning<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let (addresses, found) = AsyncStream.makeStream(of: String.self)
        let service = service { found.yield($0) }
        let running = Task {
            defer { found.finish() }
            try await runToEnd(service)
        }
        for await address in addresses {
            do {
                let value = try await body(address)
                await service.triggerGracefulShutdown()
                try await running.value
                return value
            } catch {
                await service.triggerGracefulShutdown()
                throw error
            }
        }
        try await running.value
        throw CancellationError()
    }

    private func service(_ whenListening: @escaping @Sendable (String) -> Void) -> ServiceGroup {
        var logger = Logger(label: settings.tool) { StandardErrorLog(label: $0) }
        logger.logLevel = .error
        let settings = settings
        let application = Application(
            responder: Responder(server: self),
            server: server(
                HTTP1Channel.Configuration(
                    idleTimeout: .seconds(Int64(settings.idleSeconds)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: settings.maximumHeaders, maxHeaderListSize: settings.maximumHeaders,
                        maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: settings.tool,
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? settings.port
                let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
                let address = "http://\(host):\(port)"
                // Written past all buffers, since whoever started the server waits for this line.
                FileHandle.standardOutput.write(Data("listening on \(address)\n".utf8))
                whenListening(address)
            },
            logger: logger)
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [application], logger: logger))
    }

    private func runToEnd(_ service: ServiceGroup) async throws {
        do {
            try await service.run()
        } catch let error as IOError {
            throw StartFailure(host: settings.host, port: settings.port, reason: "\(error)")
        } catch let error as SocketAddressError {
            throw StartFailure(host: settings.host, port: settings.port, reason: "\(error)")
        }
    }

    /// Why a server cannot start.
    public struct StartFailure: Error, CustomStringConvertible {
        /// The address that it should have listened on.
        public let host: String
        /// The port.
        public let port: Int
        /// What the system said.
        public let reason: String

        /// One sentence.
        public var description: String {
            "Nothing can listen on \(host) port \(port): \(reason). Choose another with --bind and --port."
        }
    }

    /// The path from a request to an answer; the type's comment names its steps.
    func answer(_ request: Request, _ origin: Origin) async -> Response {
        let start = settings.logsAccess ? ContinuousClock.now : nil
        var response: Response
        do {
            guard request.uri.string.utf8.count <= settings.maximumTarget else {
                throw ErrorAnswer(.uriTooLong, "The address is longer than \(settings.maximumTarget) bytes.")
            }
            if let common = await commonAnswer(to: request) {
                response = common
            } else {
                response = try await handler(BodyLimit.apply(settings.maximumBody, to: request), origin)
            }
        } catch {
            response = ErrorAnswer(error).response
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        if let rule = settings.crossOrigin, rule.covers(request.uri.path) { rule.open(&response) }
        if request.method == .head {
            let length = response.body.contentLength
            response.body = ResponseBody()
            if let length { response.headers[.contentLength] = String(length) }
        }
        if let start { log(request, response, ContinuousClock.now - start) }
        return response
    }

    /// The answer to what every server is asked alike; nil for the tool's own requests.
    private func commonAnswer(to request: Request) async -> Response? {
        if request.method == .options, let rule = settings.crossOrigin, rule.covers(request.uri.path) {
            return rule.preflight(request)
        }
        guard request.method == .get || request.method == .head else { return nil }
        switch request.uri.path {
        case "/livez": return Self.health("ok", .ok, request)
        case "/healthz":
            if drain.isDraining { return Self.health("draining", .serviceUnavailable, request) }
            return await isHealthy()
                ? Self.health("ok", .ok, request) : Self.health("unavailable", .serviceUnavailable, request)
        case "/robots.txt":
            return settings.robots.map {
                Answer(
                    type: "text/plain; charset=utf-8", body: Array($0.utf8),
                    headers: [(.cacheControl, "public, max-age=3600")]
                ).response(for: request)
            }
        case "/favicon.ico":
            if let icon = settings.icon { return icon.response(for: request) }
            // Browsers ask for it at every site. "There is none" is an answer that they keep; 404 is a fault in a log.
            return Response(status: .noContent, headers: [.cacheControl: "public, max-age=86400"])
        default: return nil
        }
    }

    /// A probe must get the state of this moment, whatever is between.
    private static func health(_ word: String, _ status: HTTPResponse.Status, _ request: Request) -> Response {
        Answer(
            status: status, type: "text/plain; charset=utf-8", body: Array("\(word)\n".utf8),
            headers: [(.cacheControl, "no-store")]
        ).response(for: request)
    }

    private func log(_ request: Request, _ response: Response, _ time: Duration) {
        let milliseconds = Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000
        let rounded = (milliseconds * 100).rounded() / 100
        let length = response.body.contentLength.map(String.init) ?? "-"
        // A line end or an escape sequence in an address must not forge a line of the log.
        let target = Self.withoutSecrets(request.uri.string).unicodeScalars.map {
            $0.value < 32 || $0.value == 127 ? "?" : String($0)
        }
        FileHandle.standardError.write(
            Data(
                "\(Date().ISO8601Format()) \(request.method) \(target.joined()) \(response.status.code) \(length) \(rounded)ms\n"
                    .utf8))
    }

    /// An address without the values of fields that are secrets (RFC 6750, 2.3; RFC 6749, 4.1): a log is read by many.
    public static func withoutSecrets(_ target: String) -> String {
        guard let question = target.firstIndex(of: "?") else { return target }
        let fields = target[target.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false)
        let shown = fields.map { field -> Substring in
            let name = field.prefix { $0 != "=" }
            let isSecret = ["access_token", "token", "code", "client_secret", "password", "state"].contains(name)
            return isSecret && name.count < field.count ? "\(name)=…" : field
        }
        return "\(target[...question])\(shown.joined(separator: "&"))"
    }

    private struct Responder: HTTPResponder {
        let server: GracefulServer

        func respond(to request: Request, context: Origin) async throws -> Response {
            await server.answer(request, context)
        }
    }

    /// The context of a request with where it came from.
    struct Origin: RequestContext {
        var coreContext: CoreRequestContextStorage
        let basic: BasicRequestContext
        private let remote: SocketAddress?

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
            basic = BasicRequestContext(source: source)
            remote = source.channel.remoteAddress
        }

        var address: String? { remote?.ipAddress }
    }
}

/// Writes what the libraries log to standard error, since standard output belongs to the first line.
private struct StandardErrorLog: LogHandler {
    let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.error

    init(label: String) {
        self.label = label
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        FileHandle.standardError.write(Data("\(label): \(event.level): \(event.message)\n".utf8))
    }
}
