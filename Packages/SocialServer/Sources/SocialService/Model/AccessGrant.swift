/// What a token stands for.
public struct AccessGrant: Sendable, Hashable {
    /// The program that it was given to; none for a page of our own.
    public var applicationID: Identifier?
    /// In whose name the program acts; nobody's for a program by itself.
    public var accountID: Identifier?
    /// What it may do.
    public var scopes: Scopes
    /// When it was given, in milliseconds since 1970.
    public var createdAt: Int64
    /// What the operator has decided about the account.
    public var standing = Standing.active

    /// Makes a grant.
    public init(applicationID: Identifier?, accountID: Identifier?, scopes: Scopes, createdAt: Int64) {
        self.applicationID = applicationID
        self.accountID = accountID
        self.scopes = scopes
        self.createdAt = createdAt
    }
}
