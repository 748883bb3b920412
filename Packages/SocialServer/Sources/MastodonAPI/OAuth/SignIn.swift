import Foundation
import SocialService
import WebAccounts

/// How members prove who they are: by password, throttled, and then by a cookie.
public struct SignIn: Sendable {
    private let network: SocialNetwork
    private let hasher: PasswordHasher
    private let throttle: LoginThrottle
    /// What a new password must be.
    public let rules = PasswordRules()
    /// The logins of browsers.
    public let sessions: Sessions<NetworkSessions>
    /// The cookie that carries a login.
    public let cookie: SessionCookie
    /// The cookie that ties the form for a login to its browser.
    public let formCookie: SessionCookie

    /// Makes it.
    ///
    /// - Parameters:
    ///   - network: The network whose members they are.
    ///   - isSecure: Whether people reach the server by HTTPS, so that cookies are sent by nothing else.
    ///   - cost: How much work a password's hash is.
    ///   - throttle: How often somebody may try.
    public init(
        network: SocialNetwork, isSecure: Bool, cost: ScryptCost = .recommended,
        throttle: LoginThrottle = LoginThrottle()
    ) {
        self.network = network
        self.throttle = throttle
        hasher = PasswordHasher(cost: cost)
        sessions = Sessions(store: NetworkSessions(network: network))
        cookie = SessionCookie(name: "session", isSecure: isSecure)
        formCookie = SessionCookie(name: "form", isSecure: isSecure, sameSite: .strict)
    }

    /// Who has this name or address and this password; `nil` if nobody has.
    ///
    /// - Throws: ``WebAccounts/LoginThrottle/Refusal`` after too many attempts.
    public func account(login: String, password: String, address: String) async throws -> Identifier? {
        let credentials = try await network.credentials(login: login)
        let subject = LoginThrottle.Subject(account: credentials?.accountID.description, login: login)
        try throttle.attempt(subject, address: address)
        let record = credentials.flatMap { PasswordRecord($0.passwordRecord) }
        guard try await hasher.verify(password, against: record), let credentials else { return nil }
        throttle.succeeded(subject, address: address)
        guard credentials.standing == .active || credentials.standing == .silenced else {
            throw SocialError.disabled(credentials.standing)
        }
        if let record, hasher.needsRehash(record) {
            let renewed = try await hasher.record(of: password)
            try await network.renewPassword(renewed.description, of: credentials.accountID)
        }
        return credentials.accountID
    }

    /// Makes an account.
    ///
    /// - Throws: ``SocialError`` and ``WebAccounts/PasswordError``.
    public func register(
        username: String, email: String, password: String, standing: Standing = .active, invitation: [UInt8]? = nil
    ) async throws -> Account {
        try SocialNetwork.check(username: username, email: email)
        try rules.check(password, not: [username, email])
        let record = try await hasher.record(of: password)
        return try await network.register(
            username: username, email: email, passwordRecord: record.description, standing: standing,
            invitation: invitation)
    }

    /// Replaces a password; all logins and tokens of the account end.
    public func setPassword(_ password: String, of account: Account) async throws {
        try rules.check(password, not: [account.username])
        let record = try await hasher.record(of: password)
        try await network.setPassword(record.description, of: account.id)
    }

    /// Who is logged in by a request's cookie, and by which token.
    public func visitor(cookies: String?) async throws -> (account: Identifier, token: SecretToken)? {
        guard let token = cookie.token(in: cookies), let session = try await sessions.session(token),
            let account = Identifier(session.subject)
        else { return nil }
        return (account, token)
    }
}

/// The logins of browsers in the network's own store.
public struct NetworkSessions: SessionStore {
    let network: SocialNetwork

    private static func milliseconds(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970 * 1000) }

    private static func date(_ milliseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// Adds a login.
    public func insert(_ session: Session) async throws {
        guard let account = Identifier(session.subject) else { throw SocialError.unauthenticated }
        let kept = BrowserSession(
            tokenHash: session.token.bytes, accountID: account, startedAt: Self.milliseconds(session.started),
            lastSeenAt: Self.milliseconds(session.lastSeen))
        try await network.store.write { try $0.insert(kept) }
    }

    /// Finds a login.
    public func session(_ token: TokenHash) async throws -> Session? {
        let found = try await network.store.read { try $0.session(tokenHash: token.bytes) }
        return found.map {
            Session(
                token: token, subject: $0.accountID.description, started: Self.date($0.startedAt),
                lastSeen: Self.date($0.lastSeenAt))
        }
    }

    /// Notes a use of a login.
    public func touch(_ token: TokenHash, lastSeen: Date) async throws {
        let moment = Self.milliseconds(lastSeen)
        try await network.store.write { try $0.touchSession(tokenHash: token.bytes, lastSeenAt: moment) }
    }

    /// Ends a login.
    public func remove(_ token: TokenHash) async throws {
        try await network.store.write { try $0.deleteSession(tokenHash: token.bytes) }
    }

    /// Ends all logins of an account but one.
    public func removeAll(of subject: String, but token: TokenHash?) async throws {
        guard let account = Identifier(subject) else { return }
        try await network.store.write {
            try $0.deleteAccess(of: account, exceptSession: token?.bytes, tokensToo: false)
        }
    }

    /// Removes logins that have expired, and codes and keys with them.
    public func remove(startedBefore: Date, lastSeenBefore: Date) async throws {
        try await network.sweepAccess(
            startedBefore: Self.milliseconds(startedBefore), lastSeenBefore: Self.milliseconds(lastSeenBefore),
            now: Self.milliseconds(Date()))
    }
}
