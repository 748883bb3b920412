import SQLDatabase
import SocialService

/// Statuses themselves.
extension SQLRecords {
    enum StatusColumn: Int, TableColumns {
        case id, accountId, text, spoiler, isSensitive, visibility, language, inReplyToId, inReplyToAccountId,
            boostOfId, application, editedAt, repliesCount, boostsCount, favouritesCount, attachments, threadId
    }

    /// The columns that ``status(_:from:)`` reads.
    static let statusColumns = StatusColumn.list(of: "s")

    static func status(_ row: SQLRow, from start: Int = 0) throws -> Status {
        let reader = ColumnReader<StatusColumn>(row: row, start: start)
        // What cannot be read is shown to nobody.
        let visibility = Visibility(rawValue: try reader.int(.visibility)) ?? .direct
        var status = Status(
            id: try reader.id(.id), accountID: try reader.id(.accountId), text: try reader.text(.text),
            visibility: visibility)
        status.spoiler = try reader.text(.spoiler)
        status.isSensitive = try reader.flag(.isSensitive)
        status.language = try reader.optionalText(.language)
        status.inReplyTo = try reader.optionalID(.inReplyToId)
        status.inReplyToAccount = try reader.optionalID(.inReplyToAccountId)
        status.boostOf = try reader.optionalID(.boostOfId)
        status.application = try reader.optionalText(.application)
        status.editedAt = try reader.moment(.editedAt)
        status.repliesCount = try reader.int(.repliesCount)
        status.boostsCount = try reader.int(.boostsCount)
        status.favouritesCount = try reader.int(.favouritesCount)
        status.attachments = Status.Attachments(rawValue: try reader.int(.attachments))
        status.threadID = try reader.id(.threadId)
        return status
    }

    func insert(_ status: Status, tags: [String], mentions: [Identifier]) throws {
        try connection.execute(
            """
            INSERT INTO statuses (id, account_id, text, spoiler, is_sensitive, visibility, language, in_reply_to_id,
                in_reply_to_account_id, boost_of_id, application, attachments, thread_id)
            VALUES (\(status.id), \(status.accountID), \(status.text), \(status.spoiler), \(status.isSensitive),
                \(status.visibility.rawValue), \(status.language), \(status.inReplyTo), \(status.inReplyToAccount),
                \(status.boostOf), \(status.application), \(status.attachments.rawValue), \(status.threadID))
            """)
        if status.boostOf == nil { try addToIndex(status) }
        // A count that everybody sees must not tell of what few may see.
        if status.visibility != .direct {
            try connection.execute(
                """
                UPDATE accounts SET statuses_count = statuses_count + 1, last_status_at = \(status.id.millisecond)
                WHERE id = \(status.accountID)
                """)
        }
        if let parent = status.inReplyTo, status.visibility == .public || status.visibility == .unlisted {
            try connection.execute("UPDATE statuses SET replies_count = replies_count + 1 WHERE id = \(parent)")
        }
        if let boosted = status.boostOf {
            try connection.execute("UPDATE statuses SET boosts_count = boosts_count + 1 WHERE id = \(boosted)")
        }
        try insertTags(tags, of: status)
        try insertMentions(mentions, of: status.id)
    }

    func update(_ status: Status, tags: [String], mentions: [Identifier]) throws {
        try removeFromIndex("= \(status.id)")
        try connection.execute(
            """
            UPDATE statuses SET text = \(status.text), spoiler = \(status.spoiler), is_sensitive = \(status.isSensitive),
                language = \(status.language), edited_at = \(status.editedAt),
                attachments = \(status.attachments.rawValue)
            WHERE id = \(status.id)
            """)
        try addToIndex(status)
        if status.visibility == .public {
            try connection.execute(
                """
                UPDATE tags SET statuses_count = statuses_count - 1
                WHERE id IN (SELECT tag_id FROM status_tags WHERE status_id = \(status.id))
                """)
        }
        try connection.execute("DELETE FROM status_tags WHERE status_id = \(status.id)")
        try connection.execute("DELETE FROM mentions WHERE status_id = \(status.id)")
        try insertTags(tags, of: status)
        try insertMentions(mentions, of: status.id)
    }

    /// Adds a status to SQLite's index of words; PostgreSQL keeps its own.
    ///
    /// Row by row: after a statement that might write many rows, SQLite has the index write out what it has gathered,
    /// and not once for the transaction.
    private func addToIndex(_ status: Status) throws {
        guard connection.dialect == .sqlite else { return }
        try connection.execute(
            """
            INSERT INTO statuses_text (rowid, spoiler, text) VALUES (\(status.id), \(status.spoiler), \(status.text))
            """)
    }

    /// Takes statuses out of SQLite's index of words, which must be told the words as they are before they change.
    private func removeFromIndex(_ chosen: SQLStatement) throws {
        guard connection.dialect == .sqlite else { return }
        try connection.execute(
            """
            INSERT INTO statuses_text (statuses_text, rowid, spoiler, text)
            SELECT 'delete', id, spoiler, text FROM statuses WHERE boost_of_id IS NULL AND id \(chosen)
            """)
    }

    private func insertTags(_ tags: [String], of status: Status) throws {
        // Only what is in the timelines of everybody counts there.
        let counted = status.visibility == .public ? 1 : 0
        for tag in tags.prefix(50) {
            // A tag's identifier is that of the status that used it first: unique together with its place.
            let known = try connection.first("SELECT id FROM tags WHERE name = \(tag)")
            let id: Identifier
            if let known {
                id = try known.id(0)
                try connection.execute("UPDATE tags SET statuses_count = statuses_count + \(counted) WHERE id = \(id)")
            } else {
                id = try newTag(tag, counted)
            }
            try connection.execute("INSERT INTO status_tags (tag_id, status_id) VALUES (\(id), \(status.id))")
        }
    }

    private func newTag(_ name: String, _ count: Int) throws -> Identifier {
        let next: Int64 = try connection.value("SELECT coalesce(max(id), 0) + 1 FROM tags")
        try connection.execute("INSERT INTO tags (id, name, statuses_count) VALUES (\(next), \(name), \(count))")
        return Identifier(rawValue: next)
    }

    private func insertMentions(_ accounts: [Identifier], of status: Identifier) throws {
        for account in accounts {
            try connection.execute("INSERT INTO mentions (status_id, account_id) VALUES (\(status), \(account))")
        }
    }

    func deleteStatuses(_ ids: [Identifier]) throws {
        guard !ids.isEmpty else { return }
        try deleteStatuses(where: among(ids))
    }

    /// Removes the statuses whose identifiers a condition names, and their boosts; first of all, the counts.
    func deleteStatuses(where chosen: SQLStatement) throws {
        let all: SQLStatement = """
            IN (SELECT d.id FROM statuses d WHERE d.id \(chosen)
                UNION SELECT d.id FROM statuses d WHERE d.boost_of_id \(chosen))
            """
        try connection.execute(
            """
            UPDATE accounts SET statuses_count = statuses_count
                - (SELECT count(*) FROM statuses c WHERE c.account_id = accounts.id AND c.visibility < 3 AND c.id \(all))
            WHERE id IN (SELECT account_id FROM statuses WHERE id \(all))
            """)
        try connection.execute(
            """
            UPDATE statuses SET replies_count = replies_count
                - (SELECT count(*) FROM statuses c WHERE c.in_reply_to_id = statuses.id AND c.visibility < 2 AND c.id \(all))
            WHERE id IN (SELECT in_reply_to_id FROM statuses WHERE in_reply_to_id IS NOT NULL AND id \(all))
            """)
        try connection.execute(
            """
            UPDATE statuses SET boosts_count = boosts_count
                - (SELECT count(*) FROM statuses c WHERE c.boost_of_id = statuses.id AND c.id \(all))
            WHERE id IN (SELECT boost_of_id FROM statuses WHERE boost_of_id IS NOT NULL AND id \(all))
            """)
        try connection.execute(
            """
            UPDATE tags SET statuses_count = statuses_count
                - (SELECT count(*) FROM status_tags t JOIN statuses c ON c.id = t.status_id
                    WHERE t.tag_id = tags.id AND c.visibility = 0 AND c.id \(all))
            WHERE id IN (SELECT tag_id FROM status_tags WHERE status_id \(all))
            """)
        try removeFromIndex(all)
        try connection.execute("DELETE FROM statuses WHERE id \(all)")
    }

    func statuses(_ ids: [Identifier]) throws -> [Status] {
        if let id = ids.first, ids.count == 1 {
            return try statusQuery("SELECT \(Self.statusColumns) FROM statuses s WHERE s.id = \(id)")
        }
        guard !ids.isEmpty else { return [] }
        return try statusQuery(
            "SELECT \(Self.statusColumns) FROM \(listed(ids)) JOIN statuses s ON s.id = listed.value")
    }

    func boosts(of status: Identifier) throws -> [Status] {
        try statusQuery("SELECT \(Self.statusColumns) FROM statuses s WHERE s.boost_of_id = \(status)")
    }

    func boost(of status: Identifier, by account: Identifier) throws -> Status? {
        try statusQuery(
            """
            SELECT \(Self.statusColumns) FROM statuses s
            WHERE s.boost_of_id = \(status) AND s.account_id = \(account) LIMIT 1
            """
        ).first
    }

    func statusQuery(_ statement: SQLStatement) throws -> [Status] {
        try connection.query(statement).map { try Self.status($0) }
    }

    // MARK: Versions

    func edits(of status: Identifier) throws -> [StatusEdit] {
        try connection.query(
            "SELECT at, text, spoiler, is_sensitive, media FROM status_edits WHERE status_id = \(status) ORDER BY id"
        ).map { row in
            StatusEdit(
                at: try row.moment(0) ?? 0, text: try row.text(1), spoiler: try row.text(2),
                isSensitive: try row.flag(3),
                mediaIDs: try row.text(4).split(separator: " ").compactMap { Identifier($0) })
        }
    }

    func insert(_ edit: StatusEdit, of status: Identifier, id: Identifier) throws {
        try connection.execute(
            """
            INSERT INTO status_edits (id, status_id, at, text, spoiler, is_sensitive, media)
            VALUES (\(id), \(status), \(edit.at), \(edit.text), \(edit.spoiler), \(edit.isSensitive),
                \(edit.mediaIDs.map(\.description).joined(separator: " ")))
            """)
    }

    // MARK: Second attempts

    func idempotent(_ key: String, of account: Identifier, since: Int64) throws -> Identifier? {
        guard !key.utf8.contains(0) else { return nil }
        return try connection.first(
            """
            SELECT status_id FROM idempotency_keys WHERE account_id = \(account) AND key = \(key) AND at >= \(since)
            """
        )?.id(0)
    }

    func remember(_ key: String, of account: Identifier, status: Identifier, at: Int64) throws {
        try connection.execute(
            "DELETE FROM idempotency_keys WHERE account_id = \(account) AND key = \(key) AND at < \(at - 86_400_000)")
        try connection.execute(
            """
            INSERT INTO idempotency_keys (account_id, key, status_id, at)
            VALUES (\(account), \(key), \(status), \(at))
            """)
    }
}
