import SQLDatabase
import SocialService

/// What hangs on statuses: images, mentions, tags, favourites and bookmarks.
extension SQLRecords {
    private enum MediaColumn: Int, TableColumns {
        case id, accountId, statusId, kind, file, description, width, height, focusX, focusY
    }

    private static let mediaColumns = MediaColumn.list(of: "media")

    private static func media(_ row: SQLRow) throws -> Media {
        let reader = ColumnReader<MediaColumn>(row: row, start: 0)
        guard let kind = ImageKind(rawValue: try reader.int(.kind)) else {
            throw SQLError.mismatch(column: "kind", expected: "the number of a kind of image", found: "another")
        }
        var focus: Media.Focus?
        if let x = try reader.number(.focusX), let y = try reader.number(.focusY) { focus = Media.Focus(x: x, y: y) }
        var media = Media(
            id: try reader.id(.id), accountID: try reader.id(.accountId), kind: kind, file: try reader.text(.file),
            description: try reader.text(.description), width: try reader.int(.width),
            height: try reader.int(.height), focus: focus)
        media.statusID = try reader.optionalID(.statusId)
        return media
    }

    func media(ofStatuses ids: [Identifier]) throws -> [Media] {
        try connection.query(
            "SELECT \(Self.mediaColumns) FROM media WHERE status_id \(among(ids)) ORDER BY status_id, place"
        ).map(Self.media)
    }

    func mentions(ofStatuses ids: [Identifier]) throws -> [(status: Identifier, mention: Mention)] {
        try connection.query(
            """
            SELECT m.status_id, m.account_id, a.username FROM \(listed(ids))
                JOIN mentions m ON m.status_id = listed.value JOIN accounts a ON a.id = m.account_id
            ORDER BY m.status_id, m.account_id
            """
        ).map { (try $0.id(0), Mention(accountID: try $0.id(1), username: try $0.text(2))) }
    }

    func tags(ofStatuses ids: [Identifier]) throws -> [(status: Identifier, tag: String)] {
        try connection.query(
            """
            SELECT t.status_id, n.name FROM \(listed(ids))
                JOIN status_tags t ON t.status_id = listed.value JOIN tags n ON n.id = t.tag_id
            ORDER BY t.status_id, t.tag_id
            """
        ).map { (try $0.id(0), try $0.text(1)) }
    }

    func marks(of account: Identifier, on ids: [Identifier]) throws -> [Identifier: Marks] {
        var marks: [Identifier: Marks] = [:]
        for row in try connection.query(
            """
            SELECT listed.value, f.id, s.id, b.id, p.id FROM \(listed(ids))
                LEFT JOIN favourites f ON f.account_id = \(account) AND f.status_id = listed.value
                LEFT JOIN statuses s ON s.boost_of_id = listed.value AND s.account_id = \(account)
                LEFT JOIN bookmarks b ON b.account_id = \(account) AND b.status_id = listed.value
                LEFT JOIN pins p ON p.account_id = \(account) AND p.status_id = listed.value
            WHERE f.id IS NOT NULL OR s.id IS NOT NULL OR b.id IS NOT NULL OR p.id IS NOT NULL
            """)
        {
            var found: Marks = []
            if row[1] != .null { found.insert(.favourited) }
            if row[2] != .null { found.insert(.boosted) }
            if row[3] != .null { found.insert(.bookmarked) }
            if row[4] != .null { found.insert(.pinned) }
            marks[try row.id(0), default: []].formUnion(found)
        }
        return marks
    }

    // MARK: Images

    func insert(_ media: Media) throws {
        try connection.execute(
            """
            INSERT INTO media (id, account_id, kind, file, description, width, height, focus_x, focus_y)
            VALUES (\(media.id), \(media.accountID), \(media.kind.rawValue), \(media.file), \(media.description),
                \(media.width), \(media.height), \(media.focus?.x), \(media.focus?.y))
            """)
    }

    func update(_ media: Media) throws {
        try connection.execute(
            """
            UPDATE media SET description = \(media.description), focus_x = \(media.focus?.x),
                focus_y = \(media.focus?.y) WHERE id = \(media.id)
            """)
    }

    func media(_ ids: [Identifier]) throws -> [Media] {
        try connection.query("SELECT \(Self.mediaColumns) FROM media WHERE id \(among(ids))").map(Self.media)
    }

    func attach(_ media: [Identifier], to status: Identifier, now: Int64) throws {
        try connection.execute(
            "UPDATE media SET status_id = NULL, place = 0, orphaned_at = \(now) WHERE status_id = \(status)")
        for (place, id) in media.enumerated() {
            try connection.execute(
                "UPDATE media SET status_id = \(status), place = \(place), orphaned_at = NULL WHERE id = \(id)")
        }
    }

    func deleteMedia(_ ids: [Identifier]) throws {
        try connection.execute("DELETE FROM media WHERE id \(among(ids))")
    }

    func mediaFiles(of account: Identifier) throws -> [String] {
        try connection.values("SELECT file FROM media WHERE account_id = \(account)")
    }

    func orphanedMedia(before moment: Int64, limit: Int) throws -> [Media] {
        // An image of an earlier version of a status stays with that version, and so does one that will be posted.
        try connection.query(
            """
            SELECT \(Self.mediaColumns) FROM media WHERE status_id IS NULL
                AND id < \(Identifier(millisecond: moment)) AND (orphaned_at IS NULL OR orphaned_at < \(moment))
                AND id NOT IN (SELECT media_id FROM scheduled_media)
                AND NOT EXISTS (SELECT 1 FROM status_edits e JOIN statuses s ON s.id = e.status_id
                    WHERE s.account_id = media.account_id AND e.media LIKE '%' || CAST(media.id AS TEXT) || '%')
            ORDER BY id LIMIT \(limit)
            """
        ).map(Self.media)
    }

    // MARK: Marks

    private func table(_ mark: Marks) -> SQLStatement { mark == .bookmarked ? "bookmarks" : "favourites" }

    func insert(_ mark: Marks, id: Identifier, of account: Identifier, on status: Identifier) throws -> Bool {
        let isNew =
            try connection.execute(
                """
                INSERT INTO \(table(mark)) (id, account_id, status_id) VALUES (\(id), \(account), \(status))
                ON CONFLICT (account_id, status_id) DO NOTHING
                """) == 1
        if isNew, mark == .favourited {
            try connection.execute("UPDATE statuses SET favourites_count = favourites_count + 1 WHERE id = \(status)")
        }
        return isNew
    }

    func delete(_ mark: Marks, of account: Identifier, on status: Identifier) throws -> Bool {
        let wasThere =
            try connection.execute(
                "DELETE FROM \(table(mark)) WHERE account_id = \(account) AND status_id = \(status)") == 1
        if wasThere, mark == .favourited {
            try connection.execute("UPDATE statuses SET favourites_count = favourites_count - 1 WHERE id = \(status)")
        }
        return wasThere
    }

    func marked(_ mark: Marks, by account: Identifier, _ page: PageRequest) throws -> [Placed<Status>] {
        try connection.query(
            """
            SELECT m.id, \(Self.statusColumns) FROM \(table(mark)) m JOIN statuses s ON s.id = m.status_id
            WHERE m.account_id = \(account) AND m.id < \(page.below) AND m.id > \(page.above)
            ORDER BY m.id \(order(page)) LIMIT \(page.limit)
            """
        ).map { Placed(place: try $0.id(0), element: try Self.status($0, from: 1)) }
    }

    func markers(_ mark: Marks, of status: Identifier, _ page: PageRequest) throws -> [Placed<Account>] {
        let marks: SQLStatement =
            mark == .boosted
            ? "(SELECT id, account_id, boost_of_id AS status_id FROM statuses WHERE boost_of_id = \(status) AND visibility < 2)"
            : table(mark)
        return try connection.query(
            """
            SELECT m.id, \(Self.accountColumns) FROM \(marks) m JOIN accounts a ON a.id = m.account_id
            WHERE m.status_id = \(status) AND m.id < \(page.below) AND m.id > \(page.above)
            ORDER BY m.id \(order(page)) LIMIT \(page.limit)
            """
        ).map { Placed(place: try $0.id(0), element: try Self.account($0, from: 1)) }
    }

    // MARK: Tags

    func searchTags(_ prefix: String, limit: Int, offset: Int) throws -> [TagSummary] {
        guard !prefix.utf8.contains(0) else { return [] }
        return try connection.query(
            """
            SELECT id, name, statuses_count FROM tags
            WHERE name >= \(prefix) AND name < \(prefix + "\u{10ffff}") AND statuses_count > 0
            ORDER BY statuses_count DESC, name LIMIT \(limit) OFFSET \(offset)
            """
        ).map(Self.tag)
    }

    func tag(_ name: String) throws -> TagSummary? {
        guard !name.utf8.contains(0) else { return nil }
        return try connection.first("SELECT id, name, statuses_count FROM tags WHERE name = \(name)").map(Self.tag)
    }

    private static func tag(_ row: SQLRow) throws -> TagSummary {
        TagSummary(id: try row.id(0), name: try row.text(1), statusesCount: try row.int(2))
    }
}
