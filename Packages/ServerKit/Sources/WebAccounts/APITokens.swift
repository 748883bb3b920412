import Foundation

/// A token with which a program acts for an account, as it is stored.
public struct APIToken: Sendable, Hashable {
    /// The hash of what the program sends.
    public let token: TokenHash
    /// Whose token it is: the account's identifier.
    public let subject: String
    /// What its owner calls it.
    public let name: String
    /// What it may do.
    public let scopes: Set<String>
    /// When it was made.
    public let created: Date
    /// When it ends; nil if it does not.
    public let expires: Date?

    /// Makes a token, as a store does that reads one.
    public init(
        token: TokenHash, subject: String, name: String, scopes: Set<String>, created: Date, expires: Date?
    ) {
        self.token = token
        self.subject = subject
        self.name = name
        self.scopes = scopes
        self.created = created
        self.expires = expires
    }
}

/// Where API tokens are stored.
public protocol APITokenStore: Sendable {
    /// Adds a token.
    func insert(_ token: APIToken) async throws
    /// The token with this hash.
    func apiToken(_ token: TokenHash) async throws -> APIToken?
    /// All tokens of an account, oldest first, for its owner to see.
    func apiTokens(of subject: String) async throws -> [APIToken]
    /// Removes a token of an account; whether there was one.
    func remove(_ token: TokenHash, of subject: String) async throws -> Bool
}

/// Makes, recognises and revokes tokens for programs.
public struct APITokens<Store: APITokenStore>: Sendable {
    private let store: Store

    /// Makes tokens over a store.
    public init(store: Store) {
        self.store = store
    }

    /// Makes a token.
    ///
    /// - Returns: What the program sends; it can be shown once, since the server does not keep it.
    public func make(
        for subject: String, name: String, scopes: Set<String>, lifetime: TimeInterval? = nil, now: Date = Date()
    ) async throws -> SecretToken {
        let token = SecretToken()
        try await store.insert(
            APIToken(
                token: token.hash, subject: subject, name: name, scopes: scopes, created: now,
                expires: lifetime.map { now.addingTimeInterval($0) }))
        return token
    }

    /// The token in an `Authorization: Bearer` header, if it is known and has not ended.
    public func authenticate(authorization header: String?, now: Date = Date()) async throws -> APIToken? {
        guard let token = Self.bearer(header), let found = try await store.apiToken(token.hash) else { return nil }
        if let expires = found.expires, expires <= now { return nil }
        return found
    }

    /// The token in an `Authorization` header (RFC 6750, section 2.1).
    public static func bearer(_ header: String?) -> SecretToken? {
        guard let header, header.prefix(7).lowercased() == "bearer " else { return nil }
        return SecretToken(header.dropFirst(7).drop { $0 == " " })
    }

    /// All tokens of an account.
    public func all(of subject: String) async throws -> [APIToken] { try await store.apiTokens(of: subject) }

    /// Ends a token of an account; false if the account has no such token.
    public func revoke(_ token: TokenHash, of subject: String) async throws -> Bool {
        try await store.remove(token, of: subject)
    }
}
