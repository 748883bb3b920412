import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket
import Synchronization

/// A connection that begins as HTTP/1.1 and becomes a WebSocket if its first request asks for one that can be had, and
/// Hummingbird's own `HTTP1Channel` if not.
///
/// NIO upgrades on a connection's first request only; no client asks later, since it cannot know what else its
/// connection is used for.
struct WebSocketChannel: ServerChildChannel {
    /// A connection; what it becomes is known after its first request.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let outcome: EventLoopFuture<Outcome>
    }

    /// What a connection has become.
    enum Outcome: Sendable {
        case http(HTTP1Channel, HTTP1Channel.Value)
        case webSocket
    }

    let server: WebSocketServer
    let http: HTTP1Channel.Configuration
    let responder: HTTPChannelHandler.Responder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let encoder = HTTPResponseEncoder()
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = http.httpDecoder.maxHeaderFieldSize
            limits.maxHeaderListSize = http.httpDecoder.maxHeaderListSize
            limits.maxHeaderFieldCount = http.httpDecoder.maxHeaderFieldCount
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits))
            let guardian = FirstRequestGuard(timeout: http.idleTimeout)
            let copier = FirstRequestCopier(guardian: guardian)
            let upgrader = WebSocketUpgrader(
                server: server, guardian: NIOLoopBound(guardian, eventLoop: channel.eventLoop))
            let decision = NIOTypedHTTPServerUpgradeHandler(
                httpEncoder: encoder, extraHTTPHandlers: [decoder, copier],
                upgradeConfiguration: .init(upgraders: [upgrader]) { channel in
                    self.serveHTTP(channel, upgrader: upgrader, logger: logger)
                })
            try pipeline.addHandlers([encoder, decoder, copier, decision, guardian])
            return Value(channel: channel, outcome: decision.upgradeResultFuture)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskCancellationHandler {
            do {
                switch try await value.outcome.get() {
                case .http(let http, let connection):
                    await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
                        await http.handle(value: connection, logger: logger)
                    }
                case .webSocket: try await value.channel.closeFuture.get()
                }
            } catch {
                // The client left, or sent what is no request; nobody is there to hear of it.
                try? await value.channel.close()
            }
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }

    /// What `HTTP1Channel.setup` does, without the codec that is there already.
    private func serveHTTP(
        _ channel: any Channel, upgrader: WebSocketUpgrader, logger: Logger
    ) -> EventLoopFuture<Outcome> {
        channel.eventLoop.makeCompletedFuture {
            let refusal = upgrader.guardian.value.refusal
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandlers(http.additionalChannelHandlers())
            try pipeline.addHandler(
                HTTPConnectionStateHandler(idleTimeout: http.idleTimeout.map { Duration($0) }, logger: logger))
            let connection = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
            upgrader.guardian.value.replay()
            upgrader.guardian.value.dismiss()
            let first = Mutex(refusal)
            let http = HTTP1Channel(
                responder: { request, writer, channel in
                    let refusal = first.withLock { $0.take() } ?? laterRefusal(of: request)
                    guard let refusal else { return try await responder(request, writer, channel) }
                    let response = server.response(refusal)
                    try await writer.write(response: response.head, body: response.body)
                }, configuration: http)
            return .http(http, connection)
        }
    }

    /// What a request to a WebSocket's path gets that did not become one.
    private func laterRefusal(of request: Request) -> UpgradeRefusal? {
        guard server.route(request.uri.path) != nil else { return nil }
        return Handshake.refusal(
            method: request.method.rawValue, isAtLeastHTTP11: true, headers: request.headers)
            ?? UpgradeRefusal(
                .badRequest, "A WebSocket can be had by a connection's first request only; open a new connection.")
    }
}
