/// What an authorization code stands for until it is exchanged (RFC 6749, 4.1).
public struct AuthorizationCode: Sendable {
    /// What the token will stand for.
    public var grant: AccessGrant
    /// Where the code was sent, which must be named again.
    public var redirectURI: String
    /// The challenge of RFC 7636, method S256.
    public var challenge: String?
    /// When it ends, in milliseconds since 1970.
    public var expiresAt: Int64

    /// Makes a code's meaning.
    public init(grant: AccessGrant, redirectURI: String, challenge: String?, expiresAt: Int64) {
        self.grant = grant
        self.redirectURI = redirectURI
        self.challenge = challenge
        self.expiresAt = expiresAt
    }
}
