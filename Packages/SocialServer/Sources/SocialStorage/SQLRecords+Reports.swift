import SQLDatabase
import SocialService

/// Reports, the operator's decisions, and codes that were used.
extension SQLRecords {
    private enum ReportColumn: Int, TableColumns {
        case id, accountId, targetId, category, comment, statuses, resolvedAt
    }

    private static func report(_ row: SQLRow) throws -> Report {
        let reader = ColumnReader<ReportColumn>(row: row, start: 0)
        var report = Report(
            id: try reader.id(.id), accountID: try reader.id(.accountId), targetID: try reader.id(.targetId),
            category: Report.Category(rawValue: try reader.text(.category)) ?? .other,
            comment: try reader.text(.comment),
            statusIDs: try reader.text(.statuses).split(separator: " ").compactMap { Identifier($0) })
        report.resolvedAt = try reader.moment(.resolvedAt)
        return report
    }

    func insert(_ report: Report) throws {
        try connection.execute(
            """
            INSERT INTO reports (id, account_id, target_id, category, comment, statuses)
            VALUES (\(report.id), \(report.accountID), \(report.targetID), \(report.category.rawValue),
                \(report.comment), \(report.statusIDs.map(\.description).joined(separator: " ")))
            """)
    }

    func reports(openOnly: Bool, _ page: PageRequest) throws -> [Report] {
        let isOpen: SQLStatement = openOnly ? "AND resolved_at IS NULL" : ""
        return try connection.query(
            """
            SELECT \(ReportColumn.list(of: "reports")) FROM reports
            WHERE id < \(page.below) AND id > \(page.above) \(isOpen) ORDER BY id \(order(page)) LIMIT \(page.limit)
            """
        ).map(Self.report)
    }

    func resolve(report: Identifier, at: Int64) throws -> Bool {
        try connection.execute(
            "UPDATE reports SET resolved_at = \(at) WHERE id = \(report) AND resolved_at IS NULL") == 1
    }

    func set(_ standing: Standing, of account: Identifier) throws {
        try connection.execute("UPDATE accounts SET standing = \(standing.rawValue) WHERE id = \(account)")
    }

    func accounts(with standing: Standing, limit: Int) throws -> [Account] {
        try connection.query(
            """
            SELECT \(Self.accountColumns) FROM accounts a WHERE a.standing = \(standing.rawValue)
            ORDER BY a.id DESC LIMIT \(limit)
            """
        ).map { try Self.account($0) }
    }

    func rememberUsed(code hash: [UInt8], token: [UInt8], until: Int64) throws {
        try connection.execute(
            """
            INSERT INTO used_codes (hash, token_hash, expires_at) VALUES (\(hash), \(token), \(until))
            ON CONFLICT (hash) DO NOTHING
            """)
    }

    func token(ofUsedCode hash: [UInt8]) throws -> [UInt8]? {
        try connection.first("SELECT token_hash FROM used_codes WHERE hash = \(hash)")?.get(at: 0)
    }
}
