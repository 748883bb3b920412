import NIOCore

/// The server's end of one WebSocket, for any thread.
public final class WebSocketConnection: Sendable {
    private let eventLoop: any EventLoop
    private let handler: NIOLoopBound<WebSocketHandler>

    init(eventLoop: any EventLoop, handler: NIOLoopBound<WebSocketHandler>) {
        self.eventLoop = eventLoop
        self.handler = handler
    }

    /// Sends a message. Messages of one sender keep their order. It returns at once: what the client does not read in
    /// time is kept up to ``WebSocketLimits/maximumWaiting``, and beyond that the client is closed with 1008.
    public func send(_ message: EncodedMessage) {
        onLoop { $0.send(message.frame) }
    }

    /// Sends a text.
    public func send(_ text: String) { send(EncodedMessage(text)) }

    /// Closes the connection: sends the code and the reason and waits a while for the client to do the same.
    ///
    /// - Parameters:
    ///   - code: Why.
    ///   - reason: Why, in words; at most 123 bytes are sent.
    public func close(_ code: CloseCode = .normal, reason: String = "") {
        onLoop { $0.close(code, reason) }
    }

    /// Sends one message to many connections: each event loop is woken once, however many of them it has.
    public static func send(_ message: EncodedMessage, to connections: some Sequence<WebSocketConnection>) {
        let groups = Dictionary(grouping: connections) { ObjectIdentifier($0.eventLoop) }
        for group in groups.values {
            guard let eventLoop = group.first?.eventLoop else { continue }
            eventLoop.execute { for connection in group { connection.handler.value.send(message.frame) } }
        }
    }

    private func onLoop(_ work: @escaping @Sendable (WebSocketHandler) -> Void) {
        if eventLoop.inEventLoop {
            work(handler.value)
        } else {
            eventLoop.execute { work(self.handler.value) }
        }
    }
}

extension WebSocketConnection: Hashable {
    /// Whether both are the same connection.
    public static func == (one: WebSocketConnection, other: WebSocketConnection) -> Bool { one === other }

    /// Hashes the connection's identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
