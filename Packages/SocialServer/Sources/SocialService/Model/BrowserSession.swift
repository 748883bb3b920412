/// A login of a browser.
public struct BrowserSession: Sendable {
    /// The hash of the cookie's token.
    public var tokenHash: [UInt8]
    /// Who is logged in.
    public var accountID: Identifier
    /// When it began, in milliseconds since 1970.
    public var startedAt: Int64
    /// When it was last used.
    public var lastSeenAt: Int64

    /// Makes a session.
    public init(tokenHash: [UInt8], accountID: Identifier, startedAt: Int64, lastSeenAt: Int64) {
        self.tokenHash = tokenHash
        self.accountID = accountID
        self.startedAt = startedAt
        self.lastSeenAt = lastSeenAt
    }
}
