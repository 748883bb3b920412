import SQLDatabase
import SocialService

/// Lists of statuses: each is a range of an index.
extension SQLRecords {
    /// Up to how many followed accounts are looked up one by one.
    private static let fewFollowed = 64
    /// How many of the newest statuses of all are looked through for those of many followed accounts.
    private static let window = 4000

    /// Fan-out on read: nothing is written for followers when somebody posts.
    ///
    /// Who follows few: the newest of each account, merged. Who follows many probably follows some of those who posted
    /// last: a window of the newest statuses of all is looked through. What is still missing then comes from the
    /// accounts whose newest status is the newest: of no more of them than entries are wanted.
    func home(of account: Identifier, followingCount: Int, _ page: PageRequest) throws -> [Status] {
        let followed: SQLStatement = """
            (SELECT target_id AS author, shows_boosts AS boosts FROM follows WHERE account_id = \(account)
                UNION ALL SELECT \(account), \(true))
            """
        guard followingCount > Self.fewFollowed else { return try merged(followed, page) }
        let (found, edge) = try homeWindow(of: account, page)
        guard found.count < page.limit, let edge else { return found }
        var rest = page.after(edge)
        rest.limit = page.limit - found.count
        let freshest: SQLStatement = """
            (SELECT author, boosts FROM (
                SELECT f.author, f.boosts, (
                    SELECT \(rest.isAscending ? "min(id)" : "max(id)" as SQLStatement) FROM statuses
                    WHERE account_id = f.author AND id < \(rest.below) AND id > \(rest.above)
                        AND (f.boosts OR boost_of_id IS NULL)) AS newest
                FROM \(followed) f) n
            WHERE newest IS NOT NULL ORDER BY newest \(order(rest)) LIMIT \(rest.limit))
            """
        return found + (try merged(freshest, rest))
    }

    /// The newest statuses of some authors: from each no more than are wanted in all.
    func merged(_ authors: SQLStatement, _ page: PageRequest) throws -> [Status] {
        let ofAuthor: SQLStatement = """
            SELECT id FROM statuses WHERE account_id = f.author AND id < \(page.below) AND id > \(page.above)
                AND (f.boosts OR boost_of_id IS NULL) ORDER BY id \(order(page)) LIMIT \(page.limit)
            """
        let joined: SQLStatement =
            connection.dialect == .sqlite
            ? "\(authors) f CROSS JOIN statuses o ON o.id IN (\(ofAuthor))"
            : "\(authors) f CROSS JOIN LATERAL (\(ofAuthor)) o"
        return try statusQuery(
            """
            SELECT \(Self.statusColumns) FROM statuses s WHERE s.id IN (
                SELECT o.id FROM \(joined) ORDER BY o.id \(order(page)) LIMIT \(page.limit))
            ORDER BY s.id \(order(page))
            """)
    }

    /// The statuses of followed accounts within the window, and the window's last entry if there is more behind it.
    private func homeWindow(
        of account: Identifier, _ page: PageRequest
    ) throws -> (found: [Status], edge: Identifier?) {
        let window: SQLStatement = """
            (SELECT id, account_id, boost_of_id FROM statuses WHERE id < \(page.below) AND id > \(page.above)
            ORDER BY id \(order(page)) LIMIT \(Self.window))
            """
        // SQLite hands a subquery's rows on in its order, and stops at the limit; told to sort them once more, it would
        // read the whole window first. It also joins in the order that `CROSS JOIN` gives.
        let isSQLite = connection.dialect == .sqlite
        let sorted: SQLStatement = isSQLite ? "" : "ORDER BY w.id \(order(page))"
        let found = try statusQuery(
            """
            SELECT \(Self.statusColumns) FROM (
                SELECT w.id FROM \(window) w
                WHERE w.account_id = \(account) OR (
                    w.account_id IN (SELECT target_id FROM follows WHERE account_id = \(account))
                    AND (w.boost_of_id IS NULL OR NOT EXISTS (
                        SELECT 1 FROM follows f
                        WHERE f.account_id = \(account) AND f.target_id = w.account_id AND NOT f.shows_boosts)))
                \(sorted) LIMIT \(page.limit)) found
            \(isSQLite ? "CROSS JOIN" : "JOIN" as SQLStatement) statuses s ON s.id = found.id
            """
        ).sorted { page.isAscending ? $0.id < $1.id : $0.id > $1.id }
        guard found.count < page.limit else { return (found, nil) }
        let edge = try connection.first(
            """
            SELECT id FROM statuses WHERE id < \(page.below) AND id > \(page.above)
            ORDER BY id \(order(page)) LIMIT 1 OFFSET \(Self.window - 1)
            """)
        return (found, try edge?.id(0))
    }

    func publicTimeline(_ page: PageRequest, onlyMedia: Bool) throws -> [Status] {
        let media: SQLStatement = onlyMedia ? "AND s.attachments & 1 = 1" : ""
        return try statusQuery(
            """
            SELECT \(Self.statusColumns) FROM statuses s
            WHERE s.visibility = 0 AND s.boost_of_id IS NULL AND s.id < \(page.below) AND s.id > \(page.above) \(media)
            ORDER BY s.id \(order(page)) LIMIT \(page.limit)
            """)
    }

    func tagTimeline(_ filter: TagFilter, _ page: PageRequest) throws -> [Status] {
        let any = filter.any.filter { !$0.utf8.contains(0) }
        guard !any.isEmpty else { return [] }
        var conditions: SQLStatement = filter.onlyMedia ? "AND s.attachments & 1 = 1" : ""
        for tag in filter.all.filter({ !$0.utf8.contains(0) }).prefix(4) {
            conditions =
                conditions
                    + """
                     AND EXISTS (SELECT 1 FROM status_tags x JOIN tags n ON n.id = x.tag_id
                        WHERE x.status_id = s.id AND n.name = \(tag))
                    """
        }
        for tag in filter.none.filter({ !$0.utf8.contains(0) }).prefix(4) {
            conditions =
                conditions
                    + """
                     AND NOT EXISTS (SELECT 1 FROM status_tags x JOIN tags n ON n.id = x.tag_id
                        WHERE x.status_id = s.id AND n.name = \(tag))
                    """
        }
        let tagged: SQLStatement =
            any.count == 1
            ? "t.tag_id = (SELECT id FROM tags WHERE name = \(any[0]))"
            : "t.tag_id IN (SELECT id FROM tags WHERE name IN (\(list: any.prefix(5))))"
        return try statusQuery(
            """
            SELECT \(any.count == 1 ? "" : "DISTINCT" as SQLStatement) \(Self.statusColumns)
            FROM status_tags t JOIN statuses s ON s.id = t.status_id
            WHERE \(tagged) AND t.status_id < \(page.below) AND t.status_id > \(page.above) AND s.visibility = 0
                \(conditions)
            ORDER BY \(any.count == 1 ? "t.status_id" : "s.id" as SQLStatement) \(order(page)) LIMIT \(page.limit)
            """)
    }

    func statuses(of account: Identifier, _ filter: ProfileFilter, _ page: PageRequest) throws -> [Status] {
        var conditions: SQLStatement = ""
        if filter.onlyMedia { conditions = conditions + " AND s.attachments & 1 = 1" }
        if filter.excludesBoosts { conditions = conditions + " AND s.boost_of_id IS NULL" }
        if filter.excludesReplies {
            conditions = conditions + " AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id)"
        }
        if filter.excludesDirect { conditions = conditions + " AND s.visibility < 3" }
        if filter.onlyOpen { conditions = conditions + " AND s.visibility <= 1" }
        if let tag = filter.tag, !tag.utf8.contains(0) {
            conditions =
                conditions
                    + """
                     AND EXISTS (SELECT 1 FROM status_tags x JOIN tags n ON n.id = x.tag_id
                        WHERE x.status_id = s.id AND n.name = \(tag))
                    """
        }
        return try statusQuery(
            """
            SELECT \(Self.statusColumns) FROM statuses s
            WHERE s.account_id = \(account) AND s.id < \(page.below) AND s.id > \(page.above)\(conditions)
            ORDER BY s.id \(order(page)) LIMIT \(page.limit)
            """)
    }

    func searchStatuses(
        _ words: [String], by author: Identifier?, for reader: Identifier, _ page: PageRequest, offset: Int
    ) throws -> [Status] {
        let matches = SearchWords.condition(words, connection.dialect)
        let isFindable: SQLStatement = """
            (s.account_id = \(reader)
                OR s.visibility = 0 AND (SELECT a.is_indexable FROM accounts a WHERE a.id = s.account_id)
                OR EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = \(reader))
                OR EXISTS (SELECT 1 FROM favourites f WHERE f.status_id = s.id AND f.account_id = \(reader))
                OR EXISTS (SELECT 1 FROM bookmarks b WHERE b.status_id = s.id AND b.account_id = \(reader))
                OR EXISTS (SELECT 1 FROM poll_votes v WHERE v.status_id = s.id AND v.account_id = \(reader))
                OR EXISTS (SELECT 1 FROM statuses x WHERE x.boost_of_id = s.id AND x.account_id = \(reader))
                OR EXISTS (SELECT 1 FROM statuses y WHERE y.in_reply_to_id = s.id AND y.account_id = \(reader)))
            """
        let isAuthor: SQLStatement = author.map { "AND s.account_id = \($0)" } ?? ""
        return try statusQuery(
            """
            SELECT \(Self.statusColumns) FROM statuses s
            WHERE \(matches) AND s.boost_of_id IS NULL AND s.id < \(page.below) AND s.id > \(page.above) \(isAuthor)
                AND \(isFindable)
            ORDER BY s.id \(order(page)) LIMIT \(page.limit) OFFSET \(offset)
            """)
    }

    func ancestors(of status: Status, limit: Int) throws -> [Status] {
        guard let parent = status.inReplyTo else { return [] }
        return try statusQuery(
            """
            WITH RECURSIVE up (id, depth) AS (
                SELECT CAST(\(parent) AS BIGINT), 1
                UNION ALL SELECT p.in_reply_to_id, up.depth + 1 FROM up JOIN statuses p ON p.id = up.id
                WHERE p.in_reply_to_id IS NOT NULL AND up.depth < \(limit))
            SELECT \(Self.statusColumns) FROM up JOIN statuses s ON s.id = up.id ORDER BY up.depth DESC
            """)
    }

    func descendants(of status: Identifier, limit: Int) throws -> [Status] {
        let found = try statusQuery(
            """
            WITH RECURSIVE down (id, depth) AS (
                SELECT id, 1 FROM statuses WHERE in_reply_to_id = \(status)
                UNION ALL SELECT c.id, down.depth + 1 FROM down JOIN statuses c ON c.in_reply_to_id = down.id
                WHERE down.depth < 60)
            SELECT \(Self.statusColumns) FROM statuses s
            WHERE s.id IN (SELECT id FROM down LIMIT \(limit)) ORDER BY s.id
            """)
        // Each answer below what it answers, the older branch first.
        let children = Dictionary(grouping: found) { $0.inReplyTo }
        var ordered: [Status] = []
        var waiting = Array((children[status] ?? []).reversed())
        while let next = waiting.popLast() {
            ordered.append(next)
            waiting += (children[next.id] ?? []).reversed()
        }
        return ordered
    }
}
