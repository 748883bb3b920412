import SQLDatabase
import SocialService

/// Conversations, muted threads and pins.
extension SQLRecords {
    private static func conversation(_ row: SQLRow) throws -> Conversation {
        Conversation(threadID: try row.id(0), lastStatusID: try row.id(1), isUnread: try row.flag(2))
    }

    func conversations(of account: Identifier, _ page: PageRequest) throws -> [Conversation] {
        try connection.query(
            """
            SELECT thread_id, last_status_id, is_unread FROM conversations
            WHERE account_id = \(account) AND last_status_id < \(page.below) AND last_status_id > \(page.above)
            ORDER BY last_status_id \(order(page)) LIMIT \(page.limit)
            """
        ).map(Self.conversation)
    }

    func conversation(_ thread: Identifier, of account: Identifier) throws -> Conversation? {
        try connection.first(
            """
            SELECT thread_id, last_status_id, is_unread FROM conversations
            WHERE account_id = \(account) AND thread_id = \(thread)
            """
        ).map(Self.conversation)
    }

    func set(_ conversation: Conversation, of account: Identifier) throws {
        try connection.execute(
            """
            INSERT INTO conversations (account_id, thread_id, last_status_id, is_unread)
            VALUES (\(account), \(conversation.threadID), \(conversation.lastStatusID), \(conversation.isUnread))
            ON CONFLICT (account_id, thread_id)
            DO UPDATE SET last_status_id = excluded.last_status_id, is_unread = excluded.is_unread
            """)
    }

    func deleteConversation(_ thread: Identifier, of account: Identifier) throws {
        try connection.execute("DELETE FROM conversations WHERE account_id = \(account) AND thread_id = \(thread)")
    }

    func lastDirect(in thread: Identifier, with account: Identifier) throws -> Identifier? {
        try connection.first(
            """
            SELECT s.id FROM statuses s WHERE s.thread_id = \(thread) AND s.visibility = 3
                AND (s.account_id = \(account) OR EXISTS (
                    SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = \(account)))
            ORDER BY s.id DESC LIMIT 1
            """
        )?.id(0)
    }

    func setMuted(_ isMuted: Bool, thread: Identifier, of account: Identifier) throws {
        try connection.execute("DELETE FROM muted_threads WHERE account_id = \(account) AND thread_id = \(thread)")
        guard isMuted else { return }
        try connection.execute("INSERT INTO muted_threads (account_id, thread_id) VALUES (\(account), \(thread))")
    }

    func mutedThreads(of account: Identifier, among threads: [Identifier]) throws -> Set<Identifier> {
        guard !threads.isEmpty else { return [] }
        return Set(
            try connection.values(
                "SELECT thread_id FROM muted_threads WHERE account_id = \(account) AND thread_id \(among(threads))"))
    }

    func pin(_ status: Identifier, of account: Identifier, id: Identifier) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO pins (id, account_id, status_id) VALUES (\(id), \(account), \(status))
            ON CONFLICT (account_id, status_id) DO NOTHING
            """) == 1
    }

    func unpin(_ status: Identifier, of account: Identifier) throws {
        try connection.execute("DELETE FROM pins WHERE account_id = \(account) AND status_id = \(status)")
    }

    func pinned(by account: Identifier) throws -> [Status] {
        try statusQuery(
            """
            SELECT \(Self.statusColumns) FROM pins p JOIN statuses s ON s.id = p.status_id
            WHERE p.account_id = \(account) ORDER BY p.id DESC
            """)
    }
}
