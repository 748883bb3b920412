import NIOCore
import NIOHTTP1

/// Stands at the end of a connection's pipeline until its first request has come: ends it when none comes, when the
/// server ends, or when what comes is no HTTP; and keeps what has been decided on it.
final class FirstRequestGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Why the request gets no WebSocket, if it asked for one in vain.
    var refusal: UpgradeRefusal?
    /// What is done with the client, if it gets one.
    var session: (any WebSocketSession)?
    /// Whether the server ends while the decision is being made.
    private(set) var isEnding = false
    /// Whether the decision has been made.
    private(set) var isDismissed = false

    /// What NIO's upgrade handler has taken of a request that it then did not upgrade.
    fileprivate(set) var swallowed: [HTTPServerRequestPart] = []

    private let timeout: TimeAmount?
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?

    init(timeout: TimeAmount?) {
        self.timeout = timeout
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        guard let timeout else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { [weak self] in
            self?.context?.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        self.context = nil
    }

    /// Hands on what was swallowed, to the handlers that now follow.
    func replay() {
        guard let context, !swallowed.isEmpty else { return }
        for part in swallowed { context.fireChannelRead(wrapInboundOut(part)) }
        context.fireChannelReadComplete()
        swallowed = []
    }

    /// Leaves the pipeline: the decision has been made.
    func dismiss() {
        isDismissed = true
        guard let context else { return }
        timer?.cancel()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        isEnding = true
        if session == nil { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return }  // the upgrader's own: the application answers
        let head = HTTPResponseHead(
            version: .http1_1, status: .badRequest, headers: ["Connection": "close", "Content-Length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}

/// Stands before NIO's upgrade handler and copies what it takes of a request with an `Upgrade` header: if such a
/// request gets no upgrade, NIO (2.101) neither answers it nor hands it on, and its client would wait in vain.
final class FirstRequestCopier: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let guardian: FirstRequestGuard
    private var isCopying = false
    private var isDone = false

    init(guardian: FirstRequestGuard) {
        self.guardian = guardian
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if !isDone {
            if case .head(let head) = part { isCopying = head.headers.contains(name: "Upgrade") }
            if isCopying { guardian.swallowed.append(part) }
            if case .end = part { isDone = true }
        }
        context.fireChannelRead(data)
        // What comes after the decision reaches the application by itself.
        if guardian.isDismissed { context.pipeline.syncOperations.removeHandler(self, promise: nil) }
    }
}
