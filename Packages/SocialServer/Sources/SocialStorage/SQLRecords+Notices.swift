import SQLDatabase
import SocialService

/// Notices and reading markers.
extension SQLRecords {
    private static func notice(_ row: SQLRow) throws -> Notice {
        guard let kind = Notice.Kind(rawValue: try row.int(2)) else {
            throw SQLError.mismatch(column: "kind", expected: "the number of a kind of notice", found: "another")
        }
        return Notice(
            id: try row.id(0), accountID: try row.id(1), kind: kind, fromID: try row.id(3),
            statusID: try row.optionalID(4))
    }

    func insert(_ notice: Notice, waits: Bool) throws {
        try connection.execute(
            """
            INSERT INTO notices (id, account_id, kind, from_id, status_id, is_waiting)
            VALUES (\(notice.id), \(notice.accountID), \(notice.kind.rawValue), \(notice.fromID),
                \(notice.statusID), \(waits))
            """)
    }

    func notices(
        of account: Identifier, kinds: [Notice.Kind], from: Identifier?, includesWaiting: Bool, _ page: PageRequest
    ) throws -> [Notice] {
        let isIn: SQLStatement = includesWaiting ? "" : "AND NOT is_waiting"
        let isFrom: SQLStatement = from.map { "AND from_id = \($0)" } ?? ""
        let isKind: SQLStatement =
            kinds.count == Notice.Kind.allCases.count ? "" : "AND kind IN (\(list: kinds.map(\.rawValue)))"
        return try connection.query(
            """
            SELECT id, account_id, kind, from_id, status_id FROM notices
            WHERE account_id = \(account) AND id < \(page.below) AND id > \(page.above) \(isKind) \(isFrom) \(isIn)
            ORDER BY id \(order(page)) LIMIT \(page.limit)
            """
        ).map(Self.notice)
    }

    func notice(_ id: Identifier) throws -> Notice? {
        try connection.first("SELECT id, account_id, kind, from_id, status_id FROM notices WHERE id = \(id)")
            .map(Self.notice)
    }

    func deleteNotices(of account: Identifier, id: Identifier?) throws {
        let isOne: SQLStatement = id.map { "AND id = \($0)" } ?? ""
        try connection.execute("DELETE FROM notices WHERE account_id = \(account) \(isOne)")
    }

    func deleteNotice(kind: Notice.Kind, to account: Identifier, from: Identifier, status: Identifier?) throws {
        let isAbout: SQLStatement = status.map { "status_id = \($0)" } ?? "status_id IS NULL"
        try connection.execute(
            """
            DELETE FROM notices WHERE account_id = \(account) AND kind = \(kind.rawValue) AND from_id = \(from)
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
