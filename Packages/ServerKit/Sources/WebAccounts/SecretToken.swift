import Crypto

/// A secret that a client carries (in a cookie, a header or a link) and that the server can only recognise: 256 random
/// bits, of which the server stores nothing but ``hash``.
///
/// A token cannot be guessed, so a plain SHA-256 is enough: it has nothing of a password that a slow hash would have to
/// protect, and it is cheap at every request.
public struct SecretToken: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// What the client carries: 43 characters of `A-Z a-z 0-9 - _`. Never log it, never store it.
    public let text: String

    /// A fresh token from the system's generator.
    public init() {
        var generator = SystemRandomNumberGenerator()
        text = Base64.encode((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }, alphabet: .url)
    }

    /// A token that a client sent; nil if it cannot be one.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 43, Base64.decode(text, alphabet: .url)?.count == 32 else { return nil }
        self.text = String(text)
    }

    /// What the server stores, and looks it up by.
    public var hash: TokenHash { TokenHash(of: text) }

    /// Hidden, so that a token does not reach a log by way of a message; take ``text`` where it is meant.
    public var description: String { "(secret token)" }

    /// Hidden from dumps as well.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// The SHA-256 of a token: the key under which a server stores what the token stands for.
public struct TokenHash: Sendable, Hashable, LosslessStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The hash of any secret text, such as a token of somebody else's making.
    public init(of text: String) {
        bytes = Array(SHA256.hash(data: Array(text.utf8)))
    }

    /// A stored hash; nil unless it has 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// A stored hash from its text.
    public init?(_ description: String) {
        guard description.utf8.count == 43, let bytes = Base64.decode(description, alphabet: .url) else { return nil }
        self.init(bytes: bytes)
    }

    /// 43 characters, for a column of text.
    public var description: String { Base64.encode(bytes, alphabet: .url) }
}
