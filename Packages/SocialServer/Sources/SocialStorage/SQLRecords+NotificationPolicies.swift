import SQLDatabase
import SocialService

/// From whom notifications are wanted, and those that wait.
extension SQLRecords {
    func notificationPolicy(of account: Identifier) throws -> NotificationPolicy {
        var policy = NotificationPolicy()
        let row = try connection.first(
            """
            SELECT not_following, not_followers, new_accounts, private_mentions, limited_accounts
            FROM notification_policies WHERE account_id = \(account)
            """)
        guard let row else { return policy }
        func verdict(_ column: Int) throws -> NotificationPolicy.Verdict {
            NotificationPolicy.Verdict(rawValue: try row.int(column)) ?? .filter
        }
        policy.notFollowing = try verdict(0)
        policy.notFollowers = try verdict(1)
        policy.newAccounts = try verdict(2)
        policy.privateMentions = try verdict(3)
        policy.limitedAccounts = try verdict(4)
        return policy
    }

    func set(_ policy: NotificationPolicy, of account: Identifier) throws {
        try connection.execute("DELETE FROM notification_policies WHERE account_id = \(account)")
        try connection.execute(
            """
            INSERT INTO notification_policies
                (account_id, not_following, not_followers, new_accounts, private_mentions, limited_accounts)
            VALUES (\(account), \(policy.notFollowing.rawValue), \(policy.notFollowers.rawValue),
                \(policy.newAccounts.rawValue), \(policy.privateMentions.rawValue), \(policy.limitedAccounts.rawValue))
            """)
    }

    func isAccepted(_ sender: Identifier, by account: Identifier) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM accepted_senders WHERE account_id = \(account) AND from_id = \(sender)") != nil
    }

    func accept(_ sender: Identifier, by account: Identifier) throws {
        try connection.execute(
            """
            INSERT INTO accepted_senders (account_id, from_id) VALUES (\(account), \(sender))
            ON CONFLICT (account_id, from_id) DO NOTHING
            """)
        try connection.execute(
            """
            UPDATE notifications SET is_waiting = \(false)
            WHERE account_id = \(account) AND from_id = \(sender) AND is_waiting
            """)
    }

    func dismiss(_ sender: Identifier, by account: Identifier) throws {
        try connection.execute(
            "DELETE FROM notifications WHERE account_id = \(account) AND from_id = \(sender) AND is_waiting")
    }

    private static let waitingColumns: SQLStatement = "from_id, count(*), min(id), max(id), max(status_id)"

    private static func waiting(_ row: SQLRow) throws -> WaitingNotifications {
        WaitingNotifications(
            sender: try row.id(0), count: try row.int(1), first: try row.id(2), last: try row.id(3),
            lastStatus: try row.optionalID(4))
    }

    func notificationRequests(of account: Identifier, _ page: PageRequest) throws -> [WaitingNotifications] {
        try connection.query(
            """
            SELECT \(Self.waitingColumns) FROM notifications WHERE account_id = \(account) AND is_waiting
            GROUP BY from_id HAVING max(id) < \(page.below) AND max(id) > \(page.above)
            ORDER BY max(id) \(order(page)) LIMIT \(page.limit)
            """
        ).map(Self.waiting)
    }

    func notificationRequest(from sender: Identifier, of account: Identifier) throws -> WaitingNotifications? {
        try connection.first(
            """
            SELECT \(Self.waitingColumns) FROM notifications
            WHERE account_id = \(account) AND from_id = \(sender) AND is_waiting GROUP BY from_id
            """
        ).map(Self.waiting)
    }

    func countWaiting(of account: Identifier) throws -> (requests: Int, notifications: Int) {
        let row = try connection.first(
            """
            SELECT count(DISTINCT from_id), count(*) FROM notifications WHERE account_id = \(account) AND is_waiting
            """)
        guard let row else { return (0, 0) }
        return (try row.int(0), try row.int(1))
    }

    func countNotifications(
        of account: Identifier, kind: SocialNotification.Kind, status: Identifier?, from: Identifier, to: Identifier
    ) throws -> (count: Int, newest: Identifier) {
        let isAbout: SQLStatement = status.map { "AND status_id = \($0)" } ?? ""
        let row = try connection.first(
            """
            SELECT count(*), coalesce(max(id), 0) FROM notifications
            WHERE account_id = \(account) AND kind = \(kind.rawValue) AND id >= \(from) AND id < \(to)
                AND NOT is_waiting \(isAbout)
            """)
        guard let row else { return (0, to) }
        return (try row.int(0), try row.id(1))
    }
}
