import SQLDatabase
import SocialService

/// Followed and featured hashtags. They are kept by name: one may follow what nobody has used yet.
extension SQLRecords {
    func followedTags(of account: Identifier, _ page: PageRequest) throws -> [Placed<TagSummary>] {
        try connection.query(
            """
            SELECT f.id, coalesce(t.id, 0), f.name, coalesce(t.statuses_count, 0)
            FROM followed_tags f LEFT JOIN tags t ON t.name = f.name
            WHERE f.account_id = \(account) AND f.id < \(page.below) AND f.id > \(page.above)
            ORDER BY f.id \(order(page)) LIMIT \(page.limit)
            """
        ).map {
            Placed(
                place: try $0.id(0),
                element: TagSummary(id: try $0.id(1), name: try $0.text(2), statusesCount: try $0.int(3)))
        }
    }

    func followedTags(of account: Identifier, among names: [String]) throws -> Set<String> {
        let names = names.filter { !$0.utf8.contains(0) }
        guard !names.isEmpty else { return [] }
        return Set(
            try connection.values(
                "SELECT name FROM followed_tags WHERE account_id = \(account) AND name IN (\(list: names))"))
    }

    func follow(tag name: String, id: Identifier, of account: Identifier) throws {
        try connection.execute(
            """
            INSERT INTO followed_tags (id, account_id, name) VALUES (\(id), \(account), \(name))
            ON CONFLICT (account_id, name) DO NOTHING
            """)
    }

    func unfollow(tag name: String, of account: Identifier) throws {
        try connection.execute("DELETE FROM followed_tags WHERE account_id = \(account) AND name = \(name)")
    }

    func followedTagTimeline(of account: Identifier, _ page: PageRequest) throws -> [Status] {
        let names: [String] = try connection.values(
            "SELECT name FROM followed_tags WHERE account_id = \(account) ORDER BY id DESC LIMIT 1000")
        guard !names.isEmpty else { return [] }
        return try statusQuery(
            """
            SELECT DISTINCT \(Self.statusColumns) FROM status_tags t JOIN statuses s ON s.id = t.status_id
            WHERE t.tag_id IN (SELECT id FROM tags WHERE name IN (\(list: names)))
                AND t.status_id < \(page.below) AND t.status_id > \(page.above) AND s.visibility = 0
            ORDER BY s.id \(order(page)) LIMIT \(page.limit)
            """)
    }

    func followers(ofTags names: [String], among accounts: [Identifier]) throws -> Set<Identifier> {
        let names = names.filter { !$0.utf8.contains(0) }
        guard !names.isEmpty, !accounts.isEmpty else { return [] }
        return Set(
            try connection.values(
                """
                SELECT DISTINCT account_id FROM followed_tags
                WHERE name IN (\(list: names)) AND account_id \(among(accounts))
                """))
    }

    func featuredTags(of account: Identifier) throws -> [FeaturedTag] {
        try connection.query(
            """
            SELECT f.id, f.name, count(s.id), max(s.id) FROM featured_tags f LEFT JOIN tags n ON n.name = f.name
                LEFT JOIN status_tags t ON t.tag_id = n.id
                LEFT JOIN statuses s ON s.id = t.status_id AND s.account_id = f.account_id AND s.visibility <= 1
            WHERE f.account_id = \(account) GROUP BY f.id, f.name ORDER BY f.id
            """
        ).map {
            FeaturedTag(
                id: try $0.id(0), name: try $0.text(1), statusesCount: try $0.int(2),
                lastStatusID: try $0.optionalID(3))
        }
    }

    func feature(tag name: String, id: Identifier, of account: Identifier) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO featured_tags (id, account_id, name) VALUES (\(id), \(account), \(name))
            ON CONFLICT (account_id, name) DO NOTHING
            """) == 1
    }

    func deleteFeaturedTag(_ id: Identifier, of account: Identifier) throws {
        try connection.execute("DELETE FROM featured_tags WHERE account_id = \(account) AND id = \(id)")
    }

    func mostUsedTags(of account: Identifier, limit: Int) throws -> [TagSummary] {
        try connection.query(
            """
            SELECT n.id, n.name, count(*) AS used FROM statuses s JOIN status_tags t ON t.status_id = s.id
                JOIN tags n ON n.id = t.tag_id
            WHERE s.account_id = \(account) AND s.visibility <= 1
            GROUP BY n.id, n.name ORDER BY used DESC, n.name LIMIT \(limit)
            """
        ).map { TagSummary(id: try $0.id(0), name: try $0.text(1), statusesCount: try $0.int(2)) }
    }
}
