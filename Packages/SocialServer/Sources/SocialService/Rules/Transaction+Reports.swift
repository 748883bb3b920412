/// Reports, kept for the operator.
extension Transaction {
    /// Reports an account, with statuses of it that the viewer may see.
    public func report(
        _ target: Identifier, statuses: [Identifier], category: Report.Category, comment: String
    ) throws -> (report: Report, target: Account) {
        let viewer = try viewer()
        let account = try account(target)
        guard comment.count <= 1000, comment.utf8.count <= 16_000, !comment.utf8.contains(0) else {
            throw SocialError.invalid(field: "Comment", reason: "is longer than 1000 characters")
        }
        let views = try self.statuses(statuses)
        guard Set(views.map(\.status.id)) == Set(statuses), views.allSatisfy({ $0.author.id == target }) else {
            throw SocialError.notFound("status")
        }
        let report = Report(
            id: newID(), accountID: viewer, targetID: target, category: category, comment: comment,
            statusIDs: statuses)
        try records.insert(report)
        return (report, account)
    }
}

/// The operator's hand: reports and the standing of accounts.
extension SocialNetwork {
    /// Reports with who made them and whom they are about, the newest first.
    public func reports(
        openOnly: Bool, limit: Int = 200
    ) async throws -> [(report: Report, from: Account?, target: Account?)] {
        try await store.read { records in
            let reports = try records.reports(openOnly: openOnly, PageRequest(limit: limit))
            let ids = Set(reports.flatMap { [$0.accountID, $0.targetID] })
            let accounts = Dictionary(
                try records.accounts(Array(ids)).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            return reports.map { ($0, accounts[$0.accountID], accounts[$0.targetID]) }
        }
    }

    /// Notes that a report is done with; whether there was an open one.
    public func resolve(report id: Identifier, now: Int64) async throws -> Bool {
        try await store.write { try $0.resolve(report: id, at: now) }
    }

    /// Decides about an account. Who is suspended or pending has no login left.
    public func set(_ standing: Standing, of account: Identifier) async throws {
        try await write(as: .anyone) { try $0.set(standing, of: account) }
    }

    /// Accounts with a standing, the newest first.
    public func accounts(with standing: Standing, limit: Int = 200) async throws -> [Account] {
        try await store.read { try $0.accounts(with: standing, limit: limit) }
    }
}
