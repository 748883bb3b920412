/// What a client did against RFC 6455 or the server's limits; it ends the connection with the code and the reason.
public struct ProtocolFault: Error, Equatable, CustomStringConvertible {
    /// The code of the close frame.
    public let code: CloseCode
    /// The reason in the close frame: a sentence of at most 123 bytes.
    public let description: String

    init(_ code: CloseCode, _ reason: String) {
        self.code = code
        description = reason
    }
}
