import SQLDatabase
import SocialService

/// Accounts.
extension SQLRecords {
    enum AccountColumn: Int, TableColumns {
        case id, username, displayName, note, fields, isLocked, isBot, isDiscoverable, avatar, header,
            defaultVisibility, defaultSensitive, defaultLanguage, statusesCount, followersCount, followingCount,
            lastStatusAt, isIndexable, hidesCollections, standing, isModerator, avatarDescription, headerDescription
    }

    /// The columns that ``account(_:from:)`` reads.
    static let accountColumns = AccountColumn.list(of: "a")

    static func account(_ row: SQLRow, from start: Int = 0) throws -> Account {
        let reader = ColumnReader<AccountColumn>(row: row, start: start)
        var account = Account(id: try reader.id(.id), username: try reader.text(.username))
        account.displayName = try reader.text(.displayName)
        account.note = try reader.text(.note)
        let fields = try reader.text(.fields)
        if !fields.isEmpty { account.fields = Self.fields(fields) }
        account.isLocked = try reader.flag(.isLocked)
        account.isBot = try reader.flag(.isBot)
        account.isDiscoverable = try reader.flag(.isDiscoverable)
        account.avatar = try reader.optionalText(.avatar)
        account.header = try reader.optionalText(.header)
        account.defaults.visibility = Visibility(rawValue: try reader.int(.defaultVisibility)) ?? .direct
        account.defaults.isSensitive = try reader.flag(.defaultSensitive)
        account.defaults.language = try reader.optionalText(.defaultLanguage)
        account.statusesCount = try reader.int(.statusesCount)
        account.followersCount = try reader.int(.followersCount)
        account.followingCount = try reader.int(.followingCount)
        account.lastStatusAt = try reader.moment(.lastStatusAt)
        account.isIndexable = try reader.flag(.isIndexable)
        account.hidesCollections = try reader.flag(.hidesCollections)
        // What cannot be read is shown to nobody.
        account.standing = Standing(rawValue: try reader.int(.standing)) ?? .suspended
        account.isModerator = try reader.flag(.isModerator)
        account.avatarDescription = try reader.text(.avatarDescription)
        account.headerDescription = try reader.text(.headerDescription)
        return account
    }

    // The rows of a profile's table are only ever read together: unit and record separators part them (ASCII 31, 30).
    private static func fields(_ text: String) -> [ProfileField] {
        text.split(separator: "\u{1e}", omittingEmptySubsequences: false).map { row in
            let parts = row.split(separator: "\u{1f}", maxSplits: 1, omittingEmptySubsequences: false)
            return ProfileField(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
        }
    }

    private static func text(_ fields: [ProfileField]) -> String {
        func clean(_ text: String) -> String { text.filter { $0 != "\u{1e}" && $0 != "\u{1f}" } }
        return fields.map { "\(clean($0.name))\u{1f}\(clean($0.value))" }.joined(separator: "\u{1e}")
    }

    func insert(_ account: Account, _ credentials: Credentials) throws {
        try connection.execute(
            """
            INSERT INTO accounts (id, username, username_key, email, email_key, password, display_name, display_key,
                note, fields, is_locked, is_bot, is_discoverable, avatar, header, default_visibility,
                default_sensitive, default_language, is_indexable, hides_collections, standing)
            VALUES (\(account.id), \(account.username), \(account.username.lowercased()), \(credentials.email),
                \(credentials.email.lowercased()), \(credentials.passwordRecord), \(account.displayName),
                \(SearchWords.key(account.displayName)), \(account.note), \(Self.text(account.fields)),
                \(account.isLocked), \(account.isBot), \(account.isDiscoverable), \(account.avatar),
                \(account.header), \(account.defaults.visibility.rawValue), \(account.defaults.isSensitive),
                \(account.defaults.language), \(account.isIndexable), \(account.hidesCollections),
                \(account.standing.rawValue))
            """)
    }

    func update(_ account: Account) throws {
        try connection.execute(
            """
            UPDATE accounts SET display_name = \(account.displayName), display_key = \(SearchWords.key(account.displayName)),
                note = \(account.note), fields = \(Self.text(account.fields)), is_locked = \(account.isLocked),
                is_bot = \(account.isBot), is_discoverable = \(account.isDiscoverable), avatar = \(account.avatar),
                header = \(account.header), default_visibility = \(account.defaults.visibility.rawValue),
                default_sensitive = \(account.defaults.isSensitive), default_language = \(account.defaults.language),
                is_indexable = \(account.isIndexable), hides_collections = \(account.hidesCollections),
                avatar_description = \(account.avatarDescription), header_description = \(account.headerDescription)
            WHERE id = \(account.id)
            """)
    }

    func setPassword(_ record: String, of account: Identifier) throws {
        try connection.execute("UPDATE accounts SET password = \(record) WHERE id = \(account)")
    }

    func deleteAccount(_ account: Identifier) throws {
        try deleteStatuses(where: "IN (SELECT id FROM statuses WHERE account_id = \(account))")
        try connection.execute(
            """
            UPDATE statuses SET favourites_count = favourites_count - 1
            WHERE id IN (SELECT status_id FROM favourites WHERE account_id = \(account))
            """)
        try connection.execute(
            """
            UPDATE accounts SET followers_count = followers_count - 1
            WHERE id IN (SELECT target_id FROM follows WHERE account_id = \(account))
            """)
        try connection.execute(
            """
            UPDATE accounts SET following_count = following_count - 1
            WHERE id IN (SELECT account_id FROM follows WHERE target_id = \(account))
            """)
        // The rest hangs on the account by foreign keys.
        try connection.execute("DELETE FROM accounts WHERE id = \(account)")
    }

    func accounts(_ ids: [Identifier]) throws -> [Account] {
        if let id = ids.first, ids.count == 1 {
            return try connection.query("SELECT \(Self.accountColumns) FROM accounts a WHERE a.id = \(id)").map {
                try Self.account($0)
            }
        }
        guard !ids.isEmpty else { return [] }
        return try connection.query(
            "SELECT \(Self.accountColumns) FROM \(listed(ids)) JOIN accounts a ON a.id = listed.value"
        ).map { try Self.account($0) }
    }

    func accounts(named names: [String]) throws -> [Account] {
        let usable = names.filter { !$0.utf8.contains(0) }
        guard !usable.isEmpty else { return [] }
        return try connection.query(
            "SELECT \(Self.accountColumns) FROM accounts a WHERE a.username_key IN (\(list: usable))"
        ).map { try Self.account($0) }
    }

    func credentials(login: String) throws -> Credentials? {
        guard !login.utf8.contains(0) else { return nil }
        return try connection.first(
            """
            SELECT id, email, password, standing FROM accounts WHERE username_key = \(login) OR email_key = \(login)
            ORDER BY username_key = \(login) DESC LIMIT 1
            """
        ).map(Self.credentials)
    }

    func credentials(of account: Identifier) throws -> Credentials? {
        try connection.first("SELECT id, email, password, standing FROM accounts WHERE id = \(account)").map(
            Self.credentials)
    }

    private static func credentials(_ row: SQLRow) throws -> Credentials {
        var credentials = Credentials(
            accountID: try row.id(0), email: try row.text(1), passwordRecord: try row.text(2))
        credentials.standing = Standing(rawValue: try row.int(3)) ?? .suspended
        return credentials
    }

    func isTaken(username: String) throws -> Bool {
        try connection.first("SELECT 1 FROM accounts WHERE username_key = \(username)") != nil
    }

    func isTaken(email: String) throws -> Bool {
        try connection.first("SELECT 1 FROM accounts WHERE email_key = \(email)") != nil
    }

    func searchAccounts(
        _ words: [String], followedBy follower: Identifier?, limit: Int, offset: Int
    ) throws -> [Account] {
        let words = words.filter { !$0.utf8.contains(0) }
        guard let first = words.first else { return [] }
        let isFollowed: SQLStatement =
            follower.map { "AND a.id IN (SELECT target_id FROM follows WHERE account_id = \($0))" } ?? ""
        // Members are few beside statuses: their names are looked through, so that any part of them is found.
        let position: SQLStatement = connection.dialect == .sqlite ? "instr" : "strpos"
        var conditions: SQLStatement = ""
        for word in words {
            // Names from before accents were left out are kept with them until they are changed.
            conditions =
                conditions
                    + """
                     AND (\(position)(a.username_key || ' ' || a.display_key, \(SearchWords.key(word))) > 0
                        OR \(position)(a.display_key, \(word)) > 0)
                    """
        }
        return try connection.query(
            """
            SELECT \(Self.accountColumns) FROM accounts a WHERE a.standing IN (0, 2)\(conditions) \(isFollowed)
            ORDER BY a.username_key = \(first) DESC,
                \(position)(a.username_key, \(first)) = 1 OR \(position)(' ' || a.display_key, \(" " + first)) > 0 DESC,
                a.followers_count DESC, a.id
            LIMIT \(limit) OFFSET \(offset)
            """
        ).map { try Self.account($0) }
    }

    func directory(limit: Int, offset: Int, newestFirst: Bool) throws -> [Account] {
        let order: SQLStatement = newestFirst ? "a.id DESC" : "a.last_status_at DESC, a.id DESC"
        let hasPosted: SQLStatement = newestFirst ? "" : "AND a.last_status_at IS NOT NULL"
        return try connection.query(
            """
            SELECT \(Self.accountColumns) FROM accounts a WHERE a.is_discoverable AND a.standing = 0 \(hasPosted)
            ORDER BY \(order) LIMIT \(limit) OFFSET \(offset)
            """
        ).map { try Self.account($0) }
    }

    func counts(activeSince: Int64) throws -> (accounts: Int, statuses: Int, active: Int) {
        guard
            let row = try connection.first(
                """
                SELECT count(*), CAST(coalesce(sum(statuses_count), 0) AS BIGINT),
                    count(CASE WHEN last_status_at >= \(activeSince) THEN 1 END) FROM accounts
                    WHERE standing IN (0, 2)
                """)
        else { return (0, 0, 0) }
        return (try row.int(0), try row.int(1), try row.int(2))
    }
}
