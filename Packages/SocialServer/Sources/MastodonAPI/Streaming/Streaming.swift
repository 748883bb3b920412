import HTTPTypes
import Hummingbird
import NIOCore
import ServerShell
import ServiceLifecycle
import SocialService
import WebAccounts
import WebSockets

/// The streaming API: WebSocket at `/api/v1/streaming`, and server-sent events below it.
///
/// Who asks proves it with a token, in `Authorization`, as `access_token` in the query, or, since browsers can set
/// nothing else, as the WebSocket's subprotocol. Streams for everybody can be had without one, as the timelines can.
public struct Streaming: Sendable {
    /// Where the streams are.
    public static let path = "/api/v1/streaming"
    /// After how many seconds a quiet stream of events gets a comment, so that nobody between takes it for dead.
    private static let heartbeat = Duration.seconds(15)
    /// How many events may wait for a client that reads slowly.
    private static let waitingEvents = 256

    let api: ClientAPI
    let streams: LiveStreams

    /// Makes the API over what carries the events.
    public init(api: ClientAPI, streams: LiveStreams) {
        self.api = api
        self.streams = streams
    }

    // MARK: WebSocket

    /// The route for ``WebSockets/WebSocketServer``.
    public var route: WebSocketRoute {
        WebSocketRoute(Self.path) { request in
            do {
                return try await accept(request)
            } catch {
                let error = APIError(error)
                var headers = HTTPFields()
                for (name, value) in error.headers { headers[name] = value }
                return .refuse(UpgradeRefusal(error.status, error.message, headers: headers))
            }
        }
    }

    /// The body of a refusal, in the shape of the API's errors.
    public static func describe(_ refusal: UpgradeRefusal) -> Response {
        APIError(refusal.status, refusal.message).reply.response
    }

    private func accept(_ request: UpgradeRequest) async throws -> UpgradeAnswer {
        var parameters = Parameters()
        try parameters.add(query: request.uri.query ?? "")
        let offered = request.subprotocols.first
        let reader = try await reader(
            header: request.headers[.authorization], query: try parameters.text("access_token"), subprotocol: offered)
        var channels: [StreamChannel] = []
        if let stream = try parameters.text("stream"), !stream.isEmpty {
            channels.append(try await channel(stream, parameters, for: reader))
        }
        let host = HTTPField.Name("Host").flatMap { request.headers[$0] } ?? ""
        let base = api.profile.publicURL ?? WebText.base(host: host)
        let session = StreamingSession(streaming: self, reader: reader, base: base, channels: channels)
        return .accept(session, subprotocol: offered)
    }

    // MARK: Who asks

    /// Who watches, and with which rights.
    struct Reader: Sendable {
        var token: [UInt8]?
        var account: Identifier?
        var scopes: Scopes?

        var caller: Caller { token.map(Caller.token) ?? .anyone }
    }

    private func reader(header: String?, query: String?, subprotocol: String?) async throws -> Reader {
        let text: String? =
            if let header { APITokens<MemoryAccountStore>.bearer(header)?.text ?? "" } else { query ?? subprotocol }
        guard let text else { return Reader() }
        guard let token = SecretToken(text), let grant = try await api.network.grant(tokenHash: token.hash.bytes) else {
            throw SocialError.unauthenticated
        }
        return Reader(token: token.hash.bytes, account: grant.accountID, scopes: grant.scopes)
    }

    /// A stream that the reader may watch.
    func channel(_ stream: String, _ parameters: Parameters, for reader: Reader) async throws -> StreamChannel {
        let (tag, list) = (try parameters.text("tag"), try parameters.text("list"))
        guard let channel = StreamChannel(stream, tag: tag, list: list) else {
            throw APIError(
                .badRequest, "Unknown stream type '\(stream.prefix(40))', or one that needs a tag or a list.")
        }
        if let scopes = reader.scopes, !scopes.includes(channel.scope) {
            throw SocialError.scopeMissing(channel.scope)
        }
        guard !channel.isPersonal || reader.account != nil else { throw SocialError.unauthenticated }
        if case .list(let id) = channel { _ = try await api.network.read(as: reader.caller) { try $0.list(id) } }
        return channel
    }

    // MARK: Server-sent events

    /// Answers requests for streams of events, and for their health; nil for any other path.
    public func respond(to request: Request) async -> Response? {
        let path = request.uri.path
        guard path.hasPrefix(Self.path + "/") else { return nil }
        let name = path.dropFirst(Self.path.count + 1).split(separator: "/").joined(separator: ":")
        guard request.method == .get else {
            var error = APIError(.methodNotAllowed, "This address knows GET only.")
            error.headers = [(.allow, "GET")]
            return error.reply.response
        }
        if name == "health" {
            return Reply(type: "text/plain; charset=utf-8", body: Array("OK".utf8)).response
        }
        do {
            var parameters = Parameters()
            try parameters.add(query: request.uri.query ?? "")
            guard StreamChannel(name, tag: "x", list: "1") != nil else { return nil }
            let reader = try await reader(
                header: request.headers[.authorization], query: try parameters.text("access_token"), subprotocol: nil)
            let isMedia = try parameters.flag("only_media") ?? false
            let stream = isMedia && name.hasPrefix("public") ? name + ":media" : name
            let channel = try await channel(stream, parameters, for: reader)
            return events(
                of: channel, for: reader,
                base: api.profile.publicURL ?? WebText.base(host: request.head.authority ?? ""))
        } catch {
            return APIError(error).reply.response
        }
    }

    private func events(of channel: StreamChannel, for reader: Reader, base: String) -> Response {
        let registry = streams.registry
        let body = ResponseBody { writer in
            let (lines, continuation) = AsyncStream.makeStream(
                of: ByteBuffer.self, bufferingPolicy: .bufferingOldest(Self.waitingEvents))
            let watcher = Watcher(
                viewer: reader.account, token: reader.token, base: base, sink: .lines(continuation))
            registry.add(watcher, channel)
            let heart = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: Self.heartbeat)
                    continuation.yield(ByteBuffer(string: ":thump\n"))
                }
            }
            defer {
                heart.cancel()
                registry.remove(watcher, channel)
            }
            // Something at once, so that the client knows that it is heard.
            try await writer.write(ByteBuffer(string: ":)\n\n"))
            try await withGracefulShutdownHandler {
                for await line in lines { try await writer.write(line) }
            } onGracefulShutdown: {
                continuation.finish()
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "private, no-store", .xAccelBuffering: "no",
            ],
            body: body)
    }
}

extension HTTPField.Name {
    /// nginx's switch for answers that must not wait in a buffer.
    fileprivate static let xAccelBuffering = HTTPField.Name("X-Accel-Buffering")!  // proven: a token
}
