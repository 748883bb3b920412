import Foundation

/// A login that goes on.
public struct Session: Sendable, Hashable {
    /// The hash of the token in the client's cookie.
    public let token: TokenHash
    /// Whose session it is: the account's identifier.
    public let subject: String
    /// When the login was.
    public let started: Date
    /// When the client was last seen, to within ``Sessions/Lifetime/resolution``.
    public var lastSeen: Date

    /// Makes a session, as a store does that reads one.
    public init(token: TokenHash, subject: String, started: Date, lastSeen: Date) {
        self.token = token
        self.subject = subject
        self.started = started
        self.lastSeen = lastSeen
    }
}

/// Where sessions are stored: three functions over a table with the hash as its key.
public protocol SessionStore: Sendable {
    /// Adds a session.
    func insert(_ session: Session) async throws
    /// The session with this token, if there is one.
    func session(_ token: TokenHash) async throws -> Session?
    /// Notes that the client has been seen.
    func touch(_ token: TokenHash, lastSeen: Date) async throws
    /// Removes a session, if it is there.
    func remove(_ token: TokenHash) async throws
    /// Removes all sessions of an account but one.
    func removeAll(of subject: String, but token: TokenHash?) async throws
    /// Removes sessions that have expired.
    func remove(startedBefore: Date, lastSeenBefore: Date) async throws
}

/// Starts, finds and ends logins. A session ends by logout, after a time without a request, and in any case some time
/// after the login.
public struct Sessions<Store: SessionStore>: Sendable {
    /// How long sessions last.
    public struct Lifetime: Sendable {
        /// For how many seconds a session lasts without a request.
        public var idle: TimeInterval = 14 * 86400
        /// For how many seconds a session lasts in any case.
        public var total: TimeInterval = 90 * 86400
        /// How exactly ``Session/lastSeen`` is kept, in seconds: each request writing it would be a waste.
        public var resolution: TimeInterval = 300

        /// Makes the default lifetimes.
        public init() {}
    }

    /// How long sessions last.
    public let lifetime: Lifetime
    private let store: Store

    /// Makes sessions over a store.
    public init(store: Store, lifetime: Lifetime = Lifetime()) {
        self.store = store
        self.lifetime = lifetime
    }

    /// Starts a session after a login. The token is always a new one: a token that the client had before the login may
    /// have been planted there (session fixation).
    ///
    /// - Returns: The token for the client's cookie.
    public func start(for subject: String, now: Date = Date()) async throws -> SecretToken {
        let token = SecretToken()
        try await store.insert(Session(token: token.hash, subject: subject, started: now, lastSeen: now))
        return token
    }

    /// The session of a token that has neither ended nor expired.
    public func session(_ token: SecretToken?, now: Date = Date()) async throws -> Session? {
        guard let token, var session = try await store.session(token.hash) else { return nil }
        guard now.timeIntervalSince(session.lastSeen) < lifetime.idle,
            now.timeIntervalSince(session.started) < lifetime.total
        else {
            try await store.remove(session.token)
            return nil
        }
        if now.timeIntervalSince(session.lastSeen) >= lifetime.resolution {
            try await store.touch(session.token, lastSeen: now)
            session.lastSeen = now
        }
        return session
    }

    /// Ends a session: logout.
    public func end(_ token: SecretToken) async throws { try await store.remove(token.hash) }

    /// Ends all sessions of an account, as after a change of its password.
    ///
    /// - Parameters:
    ///   - subject: The account.
    ///   - token: The session that goes on, if any.
    public func endAll(of subject: String, but token: SecretToken? = nil) async throws {
        try await store.removeAll(of: subject, but: token?.hash)
    }

    /// Removes what has expired; call it once an hour or so.
    public func sweep(now: Date = Date()) async throws {
        try await store.remove(
            startedBefore: now.addingTimeInterval(-lifetime.total),
            lastSeenBefore: now.addingTimeInterval(-lifetime.idle))
    }
}
