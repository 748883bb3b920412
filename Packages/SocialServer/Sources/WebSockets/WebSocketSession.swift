/// What an application does with one client. Its functions are called one after another, never two at a time; while one
/// runs, the client's next messages wait in line, and when ``WebSocketLimits/maximumQueued`` wait, the server reads no
/// more from the client: a client cannot send faster than its messages are dealt with.
public protocol WebSocketSession: Sendable {
    /// The connection stands; called first.
    func opened(_ connection: WebSocketConnection) async
    /// The client sent a message.
    func received(_ message: WebSocketMessage, on connection: WebSocketConnection) async
    /// The connection is over; called last, exactly once.
    ///
    /// - Parameters:
    ///   - connection: The connection; nothing can be sent any more.
    ///   - code: The code that the client closed with, or that it was closed with; nil if there was none.
    func closed(_ connection: WebSocketConnection, code: CloseCode?) async
}
