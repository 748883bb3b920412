import SQLDatabase
import SocialService

/// Programs, tokens, codes and logins.
extension SQLRecords {
    func insert(_ application: Application) throws {
        try connection.execute(
            """
            INSERT INTO applications (id, client_id, secret_hash, name, website, redirect_uris, scopes)
            VALUES (\(application.id), \(application.clientID), \(application.secretHash), \(application.name),
                \(application.website), \(application.redirectURIs.joined(separator: "\n")),
                \(application.scopes.description))
            """)
    }

    private static let applicationColumns: SQLStatement =
        "id, client_id, secret_hash, name, website, redirect_uris, scopes"

    private static func application(_ row: SQLRow) throws -> Application {
        Application(
            id: try row.id(0), clientID: try row.text(1), secretHash: try row.get(at: 2), name: try row.text(3),
            website: try row.optionalText(4),
            redirectURIs: try row.text(5).split(separator: "\n").map(String.init),
            scopes: Scopes(try row.text(6)) ?? .standard)
    }

    func application(clientID: String) throws -> Application? {
        try connection.first("SELECT \(Self.applicationColumns) FROM applications WHERE client_id = \(clientID)")
            .map(Self.application)
    }

    func application(_ id: Identifier) throws -> Application? {
        try connection.first("SELECT \(Self.applicationColumns) FROM applications WHERE id = \(id)")
            .map(Self.application)
    }

    func insertToken(hash: [UInt8], _ grant: AccessGrant) throws {
        try connection.execute(
            """
            INSERT INTO access_tokens (hash, application_id, account_id, scopes, created_at)
            VALUES (\(hash), \(grant.applicationID), \(grant.accountID), \(grant.scopes.description),
                \(grant.createdAt))
            """)
    }

    func grant(tokenHash: [UInt8]) throws -> AccessGrant? {
        let row = try connection.first(
            """
            SELECT t.application_id, t.account_id, t.scopes, t.created_at, coalesce(a.standing, 0),
                CASE WHEN EXISTS (SELECT 1 FROM filters WHERE account_id = a.id) THEN 1 ELSE 0 END
                + CASE WHEN EXISTS (SELECT 1 FROM muted_threads WHERE account_id = a.id) THEN 2 ELSE 0 END
                + CASE WHEN EXISTS (SELECT 1 FROM blocks WHERE account_id = a.id)
                    OR EXISTS (SELECT 1 FROM blocks WHERE target_id = a.id)
                    OR EXISTS (SELECT 1 FROM mutes WHERE account_id = a.id) THEN 4 ELSE 0 END
                + CASE WHEN EXISTS (SELECT 1 FROM followed_tags WHERE account_id = a.id) THEN 8 ELSE 0 END
                + CASE WHEN EXISTS (SELECT 1 FROM lists WHERE account_id = a.id AND is_exclusive) THEN 16 ELSE 0 END
            FROM access_tokens t LEFT JOIN accounts a ON a.id = t.account_id WHERE t.hash = \(tokenHash)
            """)
        guard let row else { return nil }
        var grant = AccessGrant(
            applicationID: try row.optionalID(0), accountID: try row.optionalID(1),
            scopes: Scopes(try row.text(2)) ?? .standard, createdAt: try row.moment(3) ?? 0)
        grant.standing = Standing(rawValue: try row.int(4)) ?? .suspended
        grant.extent = AccessGrant.Extent(rawValue: try row.int(5))
        return grant
    }

    func deleteToken(hash: [UInt8], of application: Identifier?) throws {
        let isOwn: SQLStatement = application.map { "AND application_id = \($0)" } ?? ""
        try connection.execute("DELETE FROM access_tokens WHERE hash = \(hash) \(isOwn)")
    }

    func insertCode(hash: [UInt8], _ code: AuthorizationCode) throws {
        try connection.execute(
            """
            INSERT INTO authorization_codes
                (hash, application_id, account_id, scopes, redirect_uri, challenge, expires_at)
            VALUES (\(hash), \(code.grant.applicationID), \(code.grant.accountID), \(code.grant.scopes.description),
                \(code.redirectURI), \(code.challenge), \(code.expiresAt))
            """)
    }

    func takeCode(hash: [UInt8]) throws -> AuthorizationCode? {
        let row = try connection.first(
            """
            SELECT application_id, account_id, scopes, redirect_uri, challenge, expires_at FROM authorization_codes
            WHERE hash = \(hash)
            """)
        guard let row,
            // Of two that come at once, one deletes the row.
            try connection.execute("DELETE FROM authorization_codes WHERE hash = \(hash)") == 1
        else { return nil }
        return AuthorizationCode(
            grant: AccessGrant(
                applicationID: try row.optionalID(0), accountID: try row.optionalID(1),
                scopes: Scopes(try row.text(2)) ?? .standard, createdAt: 0),
            redirectURI: try row.text(3), challenge: try row.optionalText(4), expiresAt: try row.moment(5) ?? 0)
    }

    func insert(_ session: BrowserSession) throws {
        try connection.execute(
            """
            INSERT INTO browser_sessions (hash, account_id, started_at, last_seen_at)
            VALUES (\(session.tokenHash), \(session.accountID), \(session.startedAt), \(session.lastSeenAt))
            """)
    }

    func session(tokenHash: [UInt8]) throws -> BrowserSession? {
        let row = try connection.first(
            "SELECT account_id, started_at, last_seen_at FROM browser_sessions WHERE hash = \(tokenHash)")
        guard let row else { return nil }
        return BrowserSession(
            tokenHash: tokenHash, accountID: try row.id(0), startedAt: try row.moment(1) ?? 0,
            lastSeenAt: try row.moment(2) ?? 0)
    }

    func touchSession(tokenHash: [UInt8], lastSeenAt: Int64) throws {
        try connection.execute("UPDATE browser_sessions SET last_seen_at = \(lastSeenAt) WHERE hash = \(tokenHash)")
    }

    func deleteSession(tokenHash: [UInt8]) throws {
        try connection.execute("DELETE FROM browser_sessions WHERE hash = \(tokenHash)")
    }

    func deleteAccess(of account: Identifier, exceptSession: [UInt8]?, tokensToo: Bool) throws {
        let others: SQLStatement = exceptSession.map { "AND hash <> \($0)" } ?? ""
        try connection.execute("DELETE FROM browser_sessions WHERE account_id = \(account) \(others)")
        guard tokensToo else { return }
        try connection.execute("DELETE FROM access_tokens WHERE account_id = \(account)")
        try connection.execute("DELETE FROM authorization_codes WHERE account_id = \(account)")
    }

    func sweepAccess(startedBefore: Int64, lastSeenBefore: Int64, now: Int64) throws {
        try connection.execute(
            "DELETE FROM browser_sessions WHERE started_at < \(startedBefore) OR last_seen_at < \(lastSeenBefore)")
        try connection.execute("DELETE FROM authorization_codes WHERE expires_at < \(now)")
        try connection.execute("DELETE FROM used_codes WHERE expires_at < \(now)")
        try connection.execute("DELETE FROM idempotency_keys WHERE at < \(now - 86_400_000)")
    }
}
