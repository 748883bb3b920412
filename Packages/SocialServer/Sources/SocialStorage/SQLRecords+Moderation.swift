import SQLDatabase
import SocialService

/// Moderators and invitations.
extension SQLRecords {
    func setModerator(_ isModerator: Bool, of account: Identifier) throws {
        try connection.execute("UPDATE accounts SET is_moderator = \(isModerator) WHERE id = \(account)")
    }

    func accounts(standing: Standing?, containing words: String, _ page: PageRequest) throws -> [Account] {
        let isSo: SQLStatement = standing.map { "AND a.standing = \($0.rawValue)" } ?? ""
        let position: SQLStatement = connection.dialect == .sqlite ? "instr" : "strpos"
        let contains: SQLStatement =
            words.isEmpty || words.utf8.contains(0)
            ? ""
            : "AND \(position)(a.username_key || ' ' || a.display_key || ' ' || a.email_key, \(words)) > 0"
        return try connection.query(
            """
            SELECT \(Self.accountColumns) FROM accounts a WHERE a.id < \(page.below) AND a.id > \(page.above)
                \(isSo) \(contains)
            ORDER BY a.id \(order(page)) LIMIT \(page.limit)
            """
        ).map { try Self.account($0) }
    }

    func insert(_ invitation: Invitation, codeHash: [UInt8]) throws {
        try connection.execute(
            """
            INSERT INTO invitations (id, code_hash, uses_left, expires_at)
            VALUES (\(invitation.id), \(codeHash), \(invitation.usesLeft), \(invitation.expiresAt))
            """)
    }

    func takeInvitation(codeHash: [UInt8], now: Int64) throws -> Bool {
        try connection.execute(
            """
            UPDATE invitations SET uses_left = uses_left - 1
            WHERE code_hash = \(codeHash) AND uses_left > 0 AND expires_at > \(now)
            """) == 1
    }

    func isInvited(codeHash: [UInt8], now: Int64) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM invitations WHERE code_hash = \(codeHash) AND uses_left > 0 AND expires_at > \(now)") != nil
    }

    func invitations(now: Int64) throws -> [Invitation] {
        try connection.query(
            """
            SELECT id, uses_left, expires_at FROM invitations WHERE uses_left > 0 AND expires_at > \(now)
            ORDER BY id DESC LIMIT 200
            """
        ).map { Invitation(id: try $0.id(0), usesLeft: try $0.int(1), expiresAt: try $0.moment(2) ?? 0) }
    }

    func deleteInvitation(_ id: Identifier) throws -> Bool {
        try connection.execute("DELETE FROM invitations WHERE id = \(id)") == 1
    }
}
