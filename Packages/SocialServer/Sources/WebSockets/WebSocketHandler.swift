import NIOCore

/// One WebSocket on its event loop: reads what the client says, answers pings and closes, keeps the time and the
/// limits, and hands messages to the session.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case open
        /// The client has said its last; what it said before is still being answered.
        case finishing
        /// A close frame has been sent; the client's is awaited.
        case closing
        /// All has been said; what the client still sends is thrown away until it closes the connection. Closing
        /// first, with bytes unread, would make the kernel tear down what the client has not read yet.
        case draining
    }

    /// What is done in line, one after the other.
    private enum Step {
        case opened
        case message(WebSocketMessage)
        /// The client closed, or broke a rule: the server's close frame comes after the answers to what it said before.
        case finish(ByteBuffer)
        case closed
    }

    private let limits: WebSocketLimits
    private let session: any WebSocketSession
    private var reader: MessageReader
    private var phase = Phase.open
    private let eventLoop: any EventLoop
    /// Set while the handler is in a pipeline.
    private var context: ChannelHandlerContext?
    private var connection: WebSocketConnection?
    private var closeCode: CloseCode?
    /// Bytes of a header or a control frame that is not complete.
    private var incoming: ByteBuffer?
    private var queue = CircularBuffer<Step>()
    private var isDelivering = false
    private var hasEnded = false
    private var isInputClosed = false
    /// Whether the server does not read, because the session has much to do.
    private var isReadHeld = false
    /// Whether the channel wanted to read meanwhile.
    private var isReadWanted = false
    private var lastHeard = NIODeadline.now()
    private var isPinged = false
    private var timer: Scheduled<Void>?

    init(limits: WebSocketLimits, session: any WebSocketSession, eventLoop: any EventLoop) {
        self.limits = limits
        self.eventLoop = eventLoop
        self.session = session
        reader = MessageReader(maximumMessage: limits.maximumMessage)
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        connection = WebSocketConnection(
            eventLoop: eventLoop, handler: NIOLoopBound(self, eventLoop: eventLoop))
        lastHeard = .now()
        wake(after: limits.pingInterval)
        deliver(.opened)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    private func end() {
        timer?.cancel()
        timer = nil
        phase = .draining
        incoming = nil
        guard !hasEnded else { return }
        hasEnded = true
        deliver(.closed)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: close(.goingAway, "The server is ending.")
        case ChannelEvent.inputClosed:
            isInputClosed = true
            if phase != .finishing { context.close(promise: nil) }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)  // the socket's own error: the client is gone
    }

    // MARK: The client speaks

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isListening else { return }
        lastHeard = .now()
        isPinged = false
        var buffer = unwrapInboundIn(data)
        if var before = incoming {
            before.writeBuffer(&buffer)
            buffer = before
            incoming = nil
        }
        do throws(ProtocolFault) {
            while isListening, let event = try reader.next(&buffer) { handle(event) }
        } catch {
            finish(error.code, EncodedMessage.close(error.code, error.description))
        }
        if isListening, buffer.readableBytes > 0 {
            // At most 130 bytes of a frame are waited for; a copy lets go of the socket's large buffer.
            incoming = ByteBuffer(bytes: buffer.readableBytesView)
        }
    }

    private func handle(_ event: MessageReader.Event) {
        switch event {
        case .message(let message):
            if phase == .open { deliver(.message(message)) }
        case .ping(let payload):
            if phase == .open { send(EncodedMessage.frame(.pong, payload)) }
        case .pong: break
        case .close(let code, _): finish(code, EncodedMessage.close(code, ""))
        }
    }

    private var isListening: Bool { phase == .open || phase == .closing }

    private func finish(_ code: CloseCode?, _ frame: ByteBuffer) {
        guard phase == .open else { return drain() }
        phase = .finishing
        closeCode = code
        wake(after: limits.closeTimeout)
        deliver(.finish(frame))
    }

    func read(context: ChannelHandlerContext) {
        if isReadHeld { isReadWanted = true } else { context.read() }
    }

    private func hold(_ isHeld: Bool) {
        isReadHeld = isHeld
        guard !isHeld, isReadWanted else { return }
        isReadWanted = false
        lastHeard = .now()
        context?.read()
    }

    // MARK: The server speaks

    func send(_ frame: ByteBuffer) {
        guard phase == .open || phase == .finishing, let context else { return }
        guard context.channel.isWritable else {
            return close(
                .policyViolation, "The client reads too slowly: \(limits.maximumWaiting) bytes are waiting for it.")
        }
        write(frame)
    }

    func close(_ code: CloseCode, _ reason: String) {
        guard phase == .open || phase == .finishing else { return }
        phase = .closing
        closeCode = code
        write(EncodedMessage.close(code, reason))
        wake(after: limits.closeTimeout)
    }

    private func write(_ frame: ByteBuffer) {
        context?.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    /// Ends the server's side once all is written, and the connection when the client has ended its own.
    private func drain() {
        guard phase != .draining, let context else { return }
        phase = .draining
        wake(after: limits.closeTimeout)
        hold(false)
        let (channel, mode) = (context.channel, isInputClosed ? CloseMode.all : .output)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in
            channel.close(mode: mode, promise: nil)
        }
    }

    // MARK: Time

    private func wake(after time: TimeAmount) {
        timer?.cancel()
        timer = eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in self?.woken() }
    }

    private func woken() {
        guard phase == .open else {
            context?.close(promise: nil)
            return
        }
        let silent = NIODeadline.now() - lastHeard
        if isReadHeld {
            wake(after: limits.pingInterval)  // it is the server that does not listen
        } else if isPinged {
            closeCode = nil
            context?.close(promise: nil)  // nobody is there to read a close frame
        } else if silent >= limits.pingInterval {
            isPinged = true
            send(EncodedMessage.frame(.ping, ByteBuffer()))
            if phase == .open { wake(after: limits.pongTimeout) }
        } else {
            wake(after: limits.pingInterval - silent)
        }
    }

    // MARK: The session

    private func deliver(_ step: Step) {
        queue.append(step)
        if queue.count >= limits.maximumQueued { hold(true) }
        deliverNext()
    }

    private func deliverNext() {
        guard !isDelivering, !queue.isEmpty, let connection else { return }
        let next = queue.removeFirst()
        if case .finish(let frame) = next {
            // A client that does not read, or that the server is closing anyway, gets no second close frame.
            if phase == .finishing { write(frame) }
            drain()
            return deliverNext()
        }
        isDelivering = true
        let (session, code) = (session, closeCode)
        let isLast: Bool
        if case .closed = next { isLast = true } else { isLast = false }
        let here = NIOLoopBound(self, eventLoop: eventLoop)
        Task {
            switch next {
            case .opened: await session.opened(connection)
            case .message(let message): await session.received(message, on: connection)
            case .finish: break
            case .closed: await session.closed(connection, code: code)
            }
            here.eventLoop.execute { here.value.delivered(isLast: isLast) }
        }
    }

    private func delivered(isLast: Bool) {
        isDelivering = false
        if isLast { connection = nil }
        if queue.count < limits.maximumQueued / 2 + 1 { hold(false) }
        deliverNext()
    }
}
