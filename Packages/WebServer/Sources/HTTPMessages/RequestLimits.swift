/// How much an untrusted client may send before anything is known of the request.
public struct RequestLimits: Sendable, Equatable {
    /// Octets of the request line, without CRLF; more is answered with 414. Browsers and proxies send up to 8,000
    /// (RFC 9112, section 3, recommends to support at least that).
    public var requestLine = 8_192
    /// Octets of one field line, without CRLF; more is answered with 431.
    public var fieldLine = 8_192
    /// Octets of the whole head; more is answered with 431.
    public var head = 32_768
    /// Field lines in one head; more is answered with 431. Browsers send about 20.
    public var fieldCount = 100
    /// Octets of a method's name; more is answered with 501. The registry's longest has 17.
    public var method = 32
    /// Empty lines that may stand before a request line (RFC 9112, section 2.2: old clients send one after a body).
    public var leadingEmptyLines = 2
    /// Octets of a request's content; more is answered with 413. The server discards content, so this bounds waste.
    public var body = 1_048_576
    /// Octets of one chunk's size line with its extensions, and of each trailer line.
    public var chunkLine = 1_024
    /// Trailer lines after the last chunk.
    public var trailerCount = 32

    /// The defaults.
    public init() {}
}
