/// Programs, tokens, codes and logins.
extension SocialNetwork {
    /// Registers a program.
    public func register(
        clientID: String, secretHash: [UInt8], name: String, website: String?, redirectURIs: [String], scopes: Scopes
    ) async throws -> Application {
        guard !name.isEmpty, name.count <= 100, !name.utf8.contains(0) else {
            throw SocialError.invalid(field: "Application name", reason: "must have 1 to 100 characters")
        }
        if let website {
            guard website.utf8.count <= 2000, website.hasPrefix("https://") || website.hasPrefix("http://") else {
                throw SocialError.invalid(field: "Website", reason: "must be a valid URL")
            }
        }
        return try await store.write { records in
            let application = Application(
                id: identifiers.next(), clientID: clientID, secretHash: secretHash, name: name, website: website,
                redirectURIs: redirectURIs, scopes: scopes)
            try records.insert(application)
            return application
        }
    }

    /// A program by what the outside knows it by.
    public func application(clientID: String) async throws -> Application? {
        guard clientID.utf8.count <= 128, !clientID.utf8.contains(0) else { return nil }
        return try await store.read { try $0.application(clientID: clientID) }
    }

    /// A program.
    public func application(_ id: Identifier) async throws -> Application? {
        try await store.read { try $0.application(id) }
    }

    /// Keeps a token.
    public func issue(tokenHash: [UInt8], _ grant: AccessGrant) async throws {
        try await store.write { try $0.insertToken(hash: tokenHash, grant) }
    }

    /// What a token stands for.
    public func grant(tokenHash: [UInt8]) async throws -> AccessGrant? {
        try await store.read { try $0.grant(tokenHash: tokenHash) }
    }

    /// Ends a token of a program.
    public func revoke(tokenHash: [UInt8], of application: Identifier?) async throws {
        try await store.write { try $0.deleteToken(hash: tokenHash, of: application) }
    }

    /// Keeps an authorization code.
    public func issue(codeHash: [UInt8], _ code: AuthorizationCode) async throws {
        try await store.write { try $0.insertCode(hash: codeHash, code) }
    }

    /// Takes an authorization code for a token to come: whoever comes second gets nothing.
    ///
    /// A code that comes twice was seen by somebody whom it was not meant for, and nobody knows who was first: the token
    /// that it was exchanged for ends (RFC 6749, 4.1.2).
    public func takeCode(hash: [UInt8], for token: [UInt8]) async throws -> AuthorizationCode? {
        try await store.write { records in
            guard let code = try records.takeCode(hash: hash) else {
                if let known = try records.token(ofUsedCode: hash) { try records.deleteToken(hash: known, of: nil) }
                return nil
            }
            try records.rememberUsed(code: hash, token: token, until: code.expiresAt)
            return code
        }
    }

    /// Removes logins and codes that have ended.
    public func sweepAccess(startedBefore: Int64, lastSeenBefore: Int64, now: Int64) async throws {
        try await store.write {
            try $0.sweepAccess(startedBefore: startedBefore, lastSeenBefore: lastSeenBefore, now: now)
        }
    }
}
