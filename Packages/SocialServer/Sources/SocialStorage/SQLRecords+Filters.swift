import SQLDatabase
import SocialService

/// Filters.
extension SQLRecords {
    func filters(of account: Identifier) throws -> [StatusFilter] {
        var filters: [Identifier: StatusFilter] = [:]
        for row in try connection.query(
            "SELECT id, title, contexts, action, expires_at FROM filters WHERE account_id = \(account)")
        {
            let bits = try row.int(2)
            let filter = StatusFilter(
                id: try row.id(0), title: try row.text(1),
                contexts: Set(StatusFilter.Context.allCases.filter { bits & $0.rawValue != 0 }),
                action: StatusFilter.Action(rawValue: try row.int(3)) ?? .warn, expiresAt: try row.moment(4))
            filters[filter.id] = filter
        }
        guard !filters.isEmpty else { return [] }
        for row in try connection.query(
            """
            SELECT id, filter_id, keyword, is_whole_word FROM filter_keywords
            WHERE filter_id \(among(filters.keys)) ORDER BY id
            """)
        {
            filters[try row.id(1)]?.keywords.append(
                StatusFilter.Keyword(id: try row.id(0), text: try row.text(2), isWholeWord: try row.flag(3)))
        }
        for row in try connection.query(
            "SELECT id, filter_id, status_id FROM filter_statuses WHERE filter_id \(among(filters.keys)) ORDER BY id")
        {
            filters[try row.id(1)]?.entries.append(
                StatusFilter.Entry(id: try row.id(0), statusID: try row.id(2)))
        }
        return filters.values.sorted { $0.id < $1.id }
    }

    func filtering(among accounts: [Identifier]) throws -> [Identifier] {
        guard !accounts.isEmpty else { return [] }
        return try connection.values("SELECT DISTINCT account_id FROM filters WHERE account_id \(among(accounts))")
    }

    func insert(_ filter: StatusFilter, of account: Identifier) throws {
        try connection.execute(
            """
            INSERT INTO filters (id, account_id, title, contexts, action, expires_at)
            VALUES (\(filter.id), \(account), \(filter.title), \(Self.bits(filter.contexts)),
                \(filter.action.rawValue), \(filter.expiresAt))
            """)
        try insertParts(of: filter)
    }

    func update(_ filter: StatusFilter) throws {
        try connection.execute(
            """
            UPDATE filters SET title = \(filter.title), contexts = \(Self.bits(filter.contexts)),
                action = \(filter.action.rawValue), expires_at = \(filter.expiresAt)
            WHERE id = \(filter.id)
            """)
        try connection.execute("DELETE FROM filter_keywords WHERE filter_id = \(filter.id)")
        try connection.execute("DELETE FROM filter_statuses WHERE filter_id = \(filter.id)")
        try insertParts(of: filter)
    }

    private static func bits(_ contexts: Set<StatusFilter.Context>) -> Int {
        contexts.reduce(0) { $0 | $1.rawValue }
    }

    private func insertParts(of filter: StatusFilter) throws {
        for keyword in filter.keywords {
            try connection.execute(
                """
                INSERT INTO filter_keywords (id, filter_id, keyword, is_whole_word)
                VALUES (\(keyword.id), \(filter.id), \(keyword.text), \(keyword.isWholeWord))
                """)
        }
        for entry in filter.entries {
            try connection.execute(
                """
                INSERT INTO filter_statuses (id, filter_id, status_id)
                VALUES (\(entry.id), \(filter.id), \(entry.statusID))
                """)
        }
    }

    func deleteFilter(_ filter: Identifier) throws {
        try connection.execute("DELETE FROM filters WHERE id = \(filter)")
    }
}
