import Foundation
import SQLDatabase
import SocialService

/// Statuses that will be posted later. Their drafts are kept as JSON: nobody looks into one but as a whole.
extension SQLRecords {
    private static let scheduledColumns: SQLStatement = "id, account_id, at, draft"

    private func scheduled(_ rows: [SQLRow]) throws -> [ScheduledStatus] {
        try rows.map { row in
            let draft = try JSONDecoder().decode(StatusDraft.self, from: Data(try row.text(3).utf8))
            var scheduled = ScheduledStatus(
                id: try row.id(0), accountID: try row.id(1), at: try row.moment(2) ?? 0, draft: draft)
            if !draft.media.isEmpty {
                let media = try self.media(draft.media)
                scheduled.media = draft.media.compactMap { id in media.first { $0.id == id } }
            }
            return scheduled
        }
    }

    func insert(_ scheduled: ScheduledStatus) throws {
        let draft = String(decoding: try JSONEncoder().encode(scheduled.draft), as: UTF8.self)
        try connection.execute(
            """
            INSERT INTO scheduled_statuses (id, account_id, at, draft)
            VALUES (\(scheduled.id), \(scheduled.accountID), \(scheduled.at), \(draft))
            """)
        for media in scheduled.draft.media {
            try connection.execute(
                "INSERT INTO scheduled_media (media_id, scheduled_id) VALUES (\(media), \(scheduled.id))")
        }
    }

    func setTime(_ at: Int64, ofScheduled id: Identifier) throws {
        try connection.execute("UPDATE scheduled_statuses SET at = \(at) WHERE id = \(id)")
    }

    func scheduled(_ id: Identifier) throws -> ScheduledStatus? {
        try scheduled(
            connection.query("SELECT \(Self.scheduledColumns) FROM scheduled_statuses WHERE id = \(id)")
        ).first
    }

    func scheduled(of account: Identifier, _ page: PageRequest) throws -> [ScheduledStatus] {
        try scheduled(
            connection.query(
                """
                SELECT \(Self.scheduledColumns) FROM scheduled_statuses
                WHERE account_id = \(account) AND id < \(page.below) AND id > \(page.above)
                ORDER BY id \(order(page)) LIMIT \(page.limit)
                """))
    }

    func countScheduled(of account: Identifier, from: Int64, to: Int64) throws -> Int {
        try connection.value(
            """
            SELECT count(*) FROM scheduled_statuses
            WHERE account_id = \(account) AND at >= \(from) AND at < \(to)
            """)
    }

    func due(now: Int64, limit: Int) throws -> [ScheduledStatus] {
        try scheduled(
            connection.query(
                "SELECT \(Self.scheduledColumns) FROM scheduled_statuses WHERE at <= \(now) ORDER BY at LIMIT \(limit)")
        )
    }

    func deleteScheduled(_ id: Identifier) throws -> Bool {
        try connection.execute("DELETE FROM scheduled_statuses WHERE id = \(id)") == 1
    }
}
