import HTTPMessages

/// How much of the server clients may hold, and for how long.
public struct LoopLimits: Sendable, Equatable {
    /// What a request may be.
    public var request = RequestLimits()
    /// Connections in all; one more is answered with 503 and closed.
    public var connections = 16_384
    /// Connections of one address; one more is answered with 503 and closed. Nil means 256, and no limit for this
    /// machine itself, where every reader of a proxy comes from.
    public var connectionsPerAddress: Int?
    /// Milliseconds from a request's first octet, or from the connection's beginning, to the head's end: 408.
    public var headMilliseconds: Int64 = 10_000
    /// Milliseconds from the head's end to the content's end: 408.
    public var bodyMilliseconds: Int64 = 30_000
    /// Milliseconds that a connection may wait for its next request.
    public var idleMilliseconds: Int64 = 60_000
    /// Milliseconds in which a client must take at least ``minimumTaken`` octets of a response.
    public var writeMilliseconds: Int64 = 30_000
    /// The octets that a client must take in ``writeMilliseconds``.
    public var minimumTaken = 16_384
    /// Milliseconds that the last responses may take after SIGTERM.
    public var drainMilliseconds: Int64 = 30_000
    /// Milliseconds that an idle connection is kept after another process has taken over: a request that is on its way
    /// is then still answered.
    public var farewellMilliseconds: Int64 = 2_000
    /// Milliseconds that the rest of a refused request is read and thrown away, so that the client can read the
    /// refusal before its own octets come back as a reset (RFC 9112, section 9.6).
    public var lingerMilliseconds: Int64 = 2_000

    /// The defaults.
    public init() {}

    func allowed(for address: PeerAddress) -> Int {
        connectionsPerAddress ?? (address.isLoopback ? .max : 256)
    }
}
