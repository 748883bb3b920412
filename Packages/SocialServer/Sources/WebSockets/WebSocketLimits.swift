import NIOCore

/// What a client may do, and for how long the server waits for it.
public struct WebSocketLimits: Sendable {
    /// How many bytes a message may have, over all of its frames; more is answered with 1009.
    public var maximumMessage = 128 * 1024
    /// How many bytes may wait for a client that reads too slowly, beyond what the kernel holds; with more it is
    /// closed with 1008.
    public var maximumWaiting = 1024 * 1024
    /// How many of its messages a client may have in line before the server stops reading from it.
    public var maximumQueued = 16
    /// After what time without a byte from the client it is pinged.
    public var pingInterval = TimeAmount.seconds(30)
    /// How long it has to answer; then the connection ends.
    public var pongTimeout = TimeAmount.seconds(20)
    /// How long a client has to answer a close frame and to close the connection.
    public var closeTimeout = TimeAmount.seconds(5)

    /// Makes the default limits.
    public init() {}
}
