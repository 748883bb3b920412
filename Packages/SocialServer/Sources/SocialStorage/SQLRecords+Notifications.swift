import SQLDatabase
import SocialService

/// Notifications and reading markers.
extension SQLRecords {
    private static func notification(_ row: SQLRow) throws -> SocialNotification {
        guard let kind = SocialNotification.Kind(rawValue: try row.int(2)) else {
            throw SQLError.mismatch(column: "kind", expected: "the number of a kind of notification", found: "another")
        }
        return SocialNotification(
            id: try row.id(0), accountID: try row.id(1), kind: kind, fromID: try row.id(3),
            statusID: try row.optionalID(4))
    }

    func insert(_ notification: SocialNotification, waits: Bool) throws {
        try connection.execute(
            """
            INSERT INTO notifications (id, account_id, kind, from_id, status_id, is_waiting)
            VALUES (\(notification.id), \(notification.accountID), \(notification.kind.rawValue), \(notification.fromID),
                \(notification.statusID), \(waits))
            """)
    }

    func notifications(
        of account: Identifier, kinds: [SocialNotification.Kind], from: Identifier?, includesWaiting: Bool,
        _ page: PageRequest
    ) throws -> [SocialNotification] {
        let isIn: SQLStatement = includesWaiting ? "" : "AND NOT is_waiting"
        let isFrom: SQLStatement = from.map { "AND from_id = \($0)" } ?? ""
        let isKind: SQLStatement =
            kinds.count == SocialNotification.Kind.allCases.count ? "" : "AND kind IN (\(list: kinds.map(\.rawValue)))"
        return try connection.query(
            """
            SELECT id, account_id, kind, from_id, status_id FROM notifications
            WHERE account_id = \(account) AND id < \(page.below) AND id > \(page.above) \(isKind) \(isFrom) \(isIn)
            ORDER BY id \(order(page)) LIMIT \(page.limit)
            """
        ).map(Self.notification)
    }

    func notification(_ id: Identifier) throws -> SocialNotification? {
        try connection.first("SELECT id, account_id, kind, from_id, status_id FROM notifications WHERE id = \(id)")
            .map(Self.notification)
    }

    func deleteNotifications(of account: Identifier, id: Identifier?) throws {
        let isOne: SQLStatement = id.map { "AND id = \($0)" } ?? ""
        try connection.execute("DELETE FROM notifications WHERE account_id = \(account) \(isOne)")
    }

    func deleteNotification(
        kind: SocialNotification.Kind, to account: Identifier, from: Identifier, status: Identifier?
    ) throws {
        let isAbout: SQLStatement = status.map { "status_id = \($0)" } ?? "status_id IS NULL"
        try connection.execute(
            """
            DELETE FROM notifications WHERE account_id = \(account) AND kind = \(kind.rawValue) AND from_id = \(from)
                AND \(isAbout)
            """)
    }

    func markers(of account: Identifier) throws -> [ReadingMarker] {
        try connection.query(
            "SELECT timeline, last_read_id, version, updated_at FROM reading_markers WHERE account_id = \(account)"
        ).map {
            ReadingMarker(
                timeline: try $0.text(0), lastReadID: try $0.id(1), version: try $0.int(2),
                updatedAt: try $0.moment(3) ?? 0)
        }
    }

    func setMarker(_ marker: ReadingMarker, of account: Identifier) throws {
        try connection.execute(
            """
            INSERT INTO reading_markers (account_id, timeline, last_read_id, version, updated_at)
            VALUES (\(account), \(marker.timeline), \(marker.lastReadID), \(marker.version), \(marker.updatedAt))
            ON CONFLICT (account_id, timeline) DO UPDATE SET last_read_id = excluded.last_read_id,
                version = excluded.version, updated_at = excluded.updated_at
            """)
    }
}
