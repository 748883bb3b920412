import SQLDatabase
import SocialService

/// Lists of accounts.
extension SQLRecords {
    private static let listColumns: SQLStatement = "l.id, l.account_id, l.title, l.replies, l.is_exclusive"

    private static func list(_ row: SQLRow) throws -> MemberList {
        MemberList(
            id: try row.id(0), ownerID: try row.id(1), title: try row.text(2),
            replies: MemberList.Replies(rawValue: try row.int(3)) ?? .none, isExclusive: try row.flag(4))
    }

    func lists(of owner: Identifier) throws -> [MemberList] {
        try connection.query("SELECT \(Self.listColumns) FROM lists l WHERE l.account_id = \(owner) ORDER BY l.id")
            .map(Self.list)
    }

    func list(_ id: Identifier) throws -> MemberList? {
        try connection.first("SELECT \(Self.listColumns) FROM lists l WHERE l.id = \(id)").map(Self.list)
    }

    func insert(_ list: MemberList) throws {
        try connection.execute(
            """
            INSERT INTO lists (id, account_id, title, replies, is_exclusive)
            VALUES (\(list.id), \(list.ownerID), \(list.title), \(list.replies.rawValue), \(list.isExclusive))
            """)
    }

    func update(_ list: MemberList) throws {
        try connection.execute(
            """
            UPDATE lists SET title = \(list.title), replies = \(list.replies.rawValue),
                is_exclusive = \(list.isExclusive) WHERE id = \(list.id)
            """)
    }

    func deleteList(_ list: Identifier) throws { try connection.execute("DELETE FROM lists WHERE id = \(list)") }

    func accounts(on list: Identifier, _ page: PageRequest) throws -> [Placed<Account>] {
        try connection.query(
            """
            SELECT e.id, \(Self.accountColumns) FROM list_accounts e JOIN accounts a ON a.id = e.account_id
            WHERE e.list_id = \(list) AND e.id < \(page.below) AND e.id > \(page.above)
            ORDER BY e.id \(order(page)) LIMIT \(page.limit)
            """
        ).map { Placed(place: try $0.id(0), element: try Self.account($0, from: 1)) }
    }

    func listed(on list: Identifier, among accounts: [Identifier]) throws -> Set<Identifier> {
        guard !accounts.isEmpty else { return [] }
        return Set(
            try connection.values(
                "SELECT account_id FROM list_accounts WHERE list_id = \(list) AND account_id \(among(accounts))"))
    }

    func lists(of owner: Identifier, with account: Identifier) throws -> [MemberList] {
        try connection.query(
            """
            SELECT \(Self.listColumns) FROM list_accounts e JOIN lists l ON l.id = e.list_id
            WHERE e.account_id = \(account) AND l.account_id = \(owner) ORDER BY l.id
            """
        ).map(Self.list)
    }

    func insert(_ account: Identifier, on list: Identifier, id: Identifier) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO list_accounts (id, list_id, account_id) VALUES (\(id), \(list), \(account))
            ON CONFLICT (list_id, account_id) DO NOTHING
            """) == 1
    }

    func delete(_ accounts: [Identifier], from list: Identifier) throws {
        guard !accounts.isEmpty else { return }
        try connection.execute(
            "DELETE FROM list_accounts WHERE list_id = \(list) AND account_id \(among(accounts))")
    }

    func delete(_ account: Identifier, fromListsOf owner: Identifier) throws {
        try connection.execute(
            """
            DELETE FROM list_accounts WHERE account_id = \(account)
                AND list_id IN (SELECT id FROM lists WHERE account_id = \(owner))
            """)
    }

    func timeline(of list: Identifier, _ page: PageRequest) throws -> [Status] {
        try merged(
            """
            (SELECT e.account_id AS author, coalesce(f.shows_boosts, \(true)) AS boosts FROM list_accounts e
                JOIN lists l ON l.id = e.list_id
                LEFT JOIN follows f ON f.account_id = l.account_id AND f.target_id = e.account_id
                WHERE e.list_id = \(list))
            """, page)
    }

    func exclusivelyListed(of owner: Identifier) throws -> Set<Identifier> {
        Set(
            try connection.values(
                """
                SELECT e.account_id FROM lists l JOIN list_accounts e ON e.list_id = l.id
                WHERE l.account_id = \(owner) AND l.is_exclusive
                """))
    }

    func lists(with account: Identifier, among lists: [Identifier]) throws -> [MemberList] {
        guard !lists.isEmpty else { return [] }
        return try connection.query(
            """
            SELECT \(Self.listColumns) FROM list_accounts e JOIN lists l ON l.id = e.list_id
            WHERE e.account_id = \(account) AND l.id \(among(lists))
            """
        ).map(Self.list)
    }

    func readingInLists(_ account: Identifier, among owners: [Identifier]) throws -> Set<Identifier> {
        guard !owners.isEmpty else { return [] }
        return Set(
            try connection.values(
                """
                SELECT l.account_id FROM list_accounts e JOIN lists l ON l.id = e.list_id
                WHERE e.account_id = \(account) AND l.is_exclusive AND l.account_id \(among(owners))
                """))
    }
}
