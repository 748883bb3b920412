import SocialService
import Synchronization
import WebAccounts
import WebSockets

/// One WebSocket of the streaming API: what it has subscribed to, and what its client says.
///
/// Clients say, in JSON:
/// - `{"type":"subscribe","stream":"hashtag","tag":"swift"}` and `unsubscribe` with the same.
/// - `{"type":"post","id":"1","idempotency_key":"…","status":{"status":"Hello","visibility":"public"}}`: the form of
///   `POST /api/v1/statuses` under `status`. The answer is `{"event":"posted","id":"1","payload":"…"}` with the status
///   as a text of JSON, as in the other events. It needs the scope `write:statuses`.
///
/// What goes wrong is answered with `{"error":"…","status":422}`, with the `id` if there was one.
final class StreamingSession: WebSocketSession {
    /// Streams that one connection may watch.
    private static let mostChannels = 64
    /// Posts that one connection may send in five minutes, as many as REST's requests.
    private static let mostPosts = 300

    private let streaming: Streaming
    private let reader: Streaming.Reader
    private let base: String
    private let state: Mutex<State>

    private struct State {
        var channels: Set<StreamChannel>
        var watcher: Watcher?
        var posts = RateLimiter<Int>(limit: StreamingSession.mostPosts, window: 300, maximumKeys: 2)
    }

    init(streaming: Streaming, reader: Streaming.Reader, base: String, channels: [StreamChannel]) {
        self.streaming = streaming
        self.reader = reader
        self.base = base
        state = Mutex(State(channels: Set(channels)))
    }

    private var registry: StreamRegistry { streaming.streams.registry }

    func opened(_ connection: WebSocketConnection) async {
        let watcher = Watcher(viewer: reader.account, token: reader.token, base: base, sink: .socket(connection))
        let channels = state.withLock { state in
            state.watcher = watcher
            return state.channels
        }
        for channel in channels { registry.add(watcher, channel) }
    }

    func closed(_ connection: WebSocketConnection, code: CloseCode?) async {
        let (watcher, channels) = state.withLock { state in (state.watcher.take(), state.channels) }
        guard let watcher else { return }
        for channel in channels { registry.remove(watcher, channel) }
    }

    func received(_ message: WebSocketMessage, on connection: WebSocketConnection) async {
        guard case .text(let text) = message else {
            return connection.close(.unsupportedData, reason: "This API speaks JSON in text messages.")
        }
        var id: String?
        do {
            let parameters = try Parameters(try JSONReader.read(Array(text.utf8)))
            id = try parameters.text("id")
            guard id?.utf8.count ?? 0 <= 100 else { throw Parameters.Fault(message: "'id' is longer than 100 bytes.") }
            switch try parameters.text("type") {
            case "subscribe": try subscribe(try await self.channel(parameters))
            case "unsubscribe": try unsubscribe(try await self.channel(parameters))
            case "post": connection.send(try await post(parameters, id: id))
            default:
                throw APIError(.badRequest, "'type' must be subscribe, unsubscribe or post.")
            }
        } catch {
            connection.send(Self.message(of: APIError(error), id: id))
        }
    }

    private func channel(_ parameters: Parameters) async throws -> StreamChannel {
        try await streaming.channel(try parameters.required("stream"), parameters, for: reader)
    }

    private func subscribe(_ channel: StreamChannel) throws {
        let watcher = try state.withLock { state in
            guard state.channels.contains(channel) || state.channels.count < Self.mostChannels else {
                throw APIError(.unprocessableContent, "A connection watches at most \(Self.mostChannels) streams.")
            }
            state.channels.insert(channel)
            return state.watcher
        }
        if let watcher { registry.add(watcher, channel) }
    }

    private func unsubscribe(_ channel: StreamChannel) throws {
        let watcher = state.withLock { state in state.channels.remove(channel) == nil ? nil : state.watcher }
        if let watcher { registry.remove(watcher, channel) }
    }

    /// Posts as REST does; the rules are the service's.
    private func post(_ parameters: Parameters, id: String?) async throws -> String {
        let verdict = state.withLock { $0.posts.take(0) }
        guard verdict.isAllowed else {
            throw APIError(.tooManyRequests, "Too many posts; try again in \(verdict.retryAfter()) seconds.")
        }
        guard let status = try parameters.inner("status") else {
            throw Parameters.Fault(message: "'status' is missing.")
        }
        guard reader.account != nil else { throw SocialError.unauthenticated }
        var draft = try ClientAPI.draft(status, base: base)
        draft.idempotencyKey = try parameters.text("idempotency_key")
        let sent = draft
        let outcome = try await streaming.api.network.write(as: reader.caller, scope: "write:statuses") {
            try $0.accept(sent)
        }
        var payload = JSONWriter(capacity: 4096)
        switch outcome {
        case .posted(let view): Entities(base: base).status(view, &payload)
        case .scheduled(let scheduled): Entities(base: base).scheduled(scheduled, &payload)
        }
        var json = JSONWriter(capacity: payload.count * 9 / 8 + 100)
        json.raw("{\"event\":\"posted\",\"id\":")
        json.string(id)
        json.raw(",\"payload\":")
        json.string(payload.bytes)
        json.raw("}")
        return json.text
    }

    private static func message(of error: APIError, id: String?) -> String {
        var json = JSONWriter(capacity: 256)
        json.raw("{\"error\":")
        json.string(error.message)
        json.raw(",\"status\":")
        json.number(error.status.code)
        if let id {
            json.raw(",\"id\":")
            json.string(id)
        }
        json.raw("}")
        return json.text
    }
}
