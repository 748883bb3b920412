import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Decides whether a connection's first request gets a WebSocket.
///
/// NIOWebSocket's typed upgrader makes the answer of the handshake; in its place after it comes ``WebSocketHandler``,
/// for the reasons that ``MessageReader`` gives.
struct WebSocketUpgrader: NIOTypedHTTPServerProtocolUpgrader {
    typealias UpgradeResult = WebSocketChannel.Outcome

    let server: WebSocketServer
    let guardian: NIOLoopBound<FirstRequestGuard>

    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []

    /// The request has no WebSocket to get here; the application answers it.
    private struct NotUpgraded: Error {}

    func buildUpgradeResponse(
        channel: any Channel, upgradeRequest head: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        let request = UpgradeRequest(head, remoteAddress: channel.remoteAddress?.ipAddress)
        let eventLoop = channel.eventLoop
        guard let route = server.route(request.uri.path) else { return eventLoop.makeFailedFuture(NotUpgraded()) }
        if let refusal = Handshake.refusal(
            method: head.method.rawValue, isAtLeastHTTP11: head.version.major > 1 || head.version.minor >= 1,
            headers: request.headers)
        {
            guardian.value.refusal = refusal
            return eventLoop.makeFailedFuture(NotUpgraded())
        }
        return eventLoop.makeFutureWithTask { await route.answer(request) }.flatMap { answer in
            switch answer {
            case .refuse(let refusal):
                guardian.value.refusal = refusal
                return eventLoop.makeFailedFuture(NotUpgraded())
            case .accept(let session, let subprotocol):
                guardian.value.session = session
                let headers: HTTPHeaders = subprotocol.map { ["Sec-WebSocket-Protocol": $0] } ?? [:]
                let nio = NIOTypedWebSocketServerUpgrader<UpgradeResult>(
                    shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(headers) },
                    upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededFuture(.webSocket) })
                return nio.buildUpgradeResponse(
                    channel: channel, upgradeRequest: head, initialResponseHeaders: initialResponseHeaders)
            }
        }
    }

    func upgrade(channel: any Channel, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<UpgradeResult> {
        channel.eventLoop.makeCompletedFuture {
            guard let session = guardian.value.session else { throw NotUpgraded() }
            let isEnding = guardian.value.isEnding
            guardian.value.dismiss()
            try channel.syncOptions?.setOption(
                .writeBufferWaterMark,
                value: .init(low: min(32 * 1024, server.limits.maximumWaiting), high: server.limits.maximumWaiting))
            let handler = WebSocketHandler(limits: server.limits, session: session, eventLoop: channel.eventLoop)
            try channel.pipeline.syncOperations.addHandler(handler)
            if isEnding { handler.close(.goingAway, "The server is ending.") }
            return .webSocket
        }
    }
}
