/// Joining and leaving, and what proves who somebody is. The hashes are made above; this layer only keeps them.
extension SocialNetwork {
    /// Makes an account.
    ///
    /// - Parameter invitation: The hash of an invitation's code, one use of which is taken together with the account.
    /// - Throws: ``SocialError/invalid(field:reason:)`` and ``SocialError/taken(field:)``.
    public func register(
        username: String, email: String, passwordRecord: String, standing: Standing = .active,
        invitation: [UInt8]? = nil
    ) async throws -> Account {
        try Self.check(username: username, email: email)
        return try await write(as: .anyone) { transaction in
            guard try !transaction.records.isTaken(username: username.lowercased()) else {
                throw SocialError.taken(field: "Username")
            }
            guard try !transaction.records.isTaken(email: email.lowercased()) else {
                throw SocialError.taken(field: "E-mail")
            }
            if let invitation {
                guard try transaction.records.takeInvitation(codeHash: invitation, now: transaction.now) else {
                    throw SocialError.invalid(field: "Invitation", reason: "has ended or was used up")
                }
            }
            var account = Account(id: transaction.newID(), username: username)
            account.standing = standing
            try transaction.records.insert(
                account, Credentials(accountID: account.id, email: email, passwordRecord: passwordRecord))
            return account
        }
    }

    /// Checks a name and an address before a password is hashed for nothing.
    public static func check(username: String, email: String) throws {
        let isName =
            (1...StatusText.longestName).contains(username.utf8.count)
            && username.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
            }
        guard isName else {
            throw SocialError.invalid(
                field: "Username", reason: "must have 1 to \(StatusText.longestName) letters, digits and underscores")
        }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isEmail =
            parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && email.utf8.count <= 254
            && email.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && !"<>\",;:\\()[]".utf8.contains($0) }
        guard isEmail else {
            throw SocialError.invalid(field: "E-mail", reason: "is not an address such as ada@example.org")
        }
    }

    /// How somebody logs in: by name or address, whatever its case.
    public func credentials(login: String) async throws -> Credentials? {
        guard login.utf8.count <= 254 else { return nil }
        return try await store.read { try $0.credentials(login: login.lowercased()) }
    }

    /// How an account logs in.
    public func credentials(of account: Identifier) async throws -> Credentials? {
        try await store.read { try $0.credentials(of: account) }
    }

    /// Replaces a password and ends all logins and tokens but one login.
    public func setPassword(
        _ record: String, of account: Identifier, exceptSession session: [UInt8]? = nil
    ) async throws {
        try await store.write { records in
            try records.setPassword(record, of: account)
            try records.deleteAccess(of: account, exceptSession: session, tokensToo: true)
        }
    }

    /// Replaces the record of an unchanged password by one of today's cost.
    public func renewPassword(_ record: String, of account: Identifier) async throws {
        try await store.write { try $0.setPassword(record, of: account) }
    }

    /// Deletes an account with everything that hangs on it, by the operator's hand.
    public func deleteAccount(_ id: Identifier) async throws {
        try await write(as: .account(id)) { try $0.deleteAccount(id) }
    }
}
