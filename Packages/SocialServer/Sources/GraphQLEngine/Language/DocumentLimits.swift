/// What the lexer and the parser read of an untrusted document. Each limit stops at once, with a location.
public struct DocumentLimits: Sendable {
    /// Bytes of a document. White space and comments are no tokens, so the size needs its own limit.
    public var bytes: Int
    /// Tokens of a document. The introspection query of client tools has about 400; generated queries of large
    /// applications some thousands.
    public var tokens: Int
    /// How deep selection sets, values and types may nest. Parsing is recursive: this keeps the stack small.
    public var depth: Int

    /// Limits for untrusted clients, or others.
    public init(bytes: Int = 262_144, tokens: Int = 15_000, depth: Int = 200) {
        self.bytes = bytes
        self.tokens = tokens
        self.depth = depth
    }

    /// For schemas and other documents that the program's own author wrote.
    public static let trusted = DocumentLimits(bytes: 64 << 20, tokens: 10_000_000, depth: 200)
}
