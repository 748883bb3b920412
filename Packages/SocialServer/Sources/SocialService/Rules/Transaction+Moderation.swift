/// What moderators see and decide. Each function asks first whether the viewer is one.
extension Transaction {
    /// The viewer, who must be a moderator.
    ///
    /// - Throws: ``SocialError/forbidden(_:)`` for every other member.
    public func moderator() throws -> Account {
        let account = try ownAccount()
        guard account.isModerator else { throw SocialError.forbidden("Only moderators see this page.") }
        return account
    }

    /// Open reports with all that they are about, the newest first.
    public func openReports(_ page: PageRequest) throws -> [ReportView] {
        _ = try moderator()
        let reports = try records.reports(openOnly: true, clamped(page, limits.statusesPerPage))
        let ids = Set(reports.flatMap { [$0.accountID, $0.targetID] })
        let accounts = Dictionary(
            try records.accounts(Array(ids)).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return try reports.compactMap { report in
            guard let from = accounts[report.accountID], let target = accounts[report.targetID] else { return nil }
            return ReportView(
                report: report, from: from, target: target, statuses: try records.statuses(report.statusIDs))
        }
    }

    /// Accounts with a standing or a name, the newest first.
    public func moderated(standing: Standing?, containing words: String, _ page: PageRequest) throws -> [Account] {
        _ = try moderator()
        let words = String(words.lowercased().prefix(100))
        return try records.accounts(standing: standing, containing: words, clamped(page, limits.accountsPerPage))
    }

    /// Notes that a report is done with.
    public func resolve(_ report: Identifier) throws {
        _ = try moderator()
        guard try records.resolve(report: report, at: now) else { throw SocialError.notFound("report") }
    }

    /// Decides about an account. Moderators are out of each other's reach: the operator decides about them.
    public func moderate(_ id: Identifier, _ standing: Standing) throws -> Account {
        _ = try moderator()
        guard let target = try records.accounts([id]).first else { throw SocialError.notFound("account") }
        guard !target.isModerator else {
            throw SocialError.forbidden("The operator decides about moderators, by 'socialserver user'.")
        }
        try set(standing, of: target.id)
        return target
    }

    /// Gives an account a standing. Who is suspended or pending has no login left.
    func set(_ standing: Standing, of account: Identifier) throws {
        try records.set(standing, of: account)
        if standing == .suspended || standing == .pending {
            try records.deleteAccess(of: account, exceptSession: nil, tokensToo: true)
        }
    }
}

/// A report with all that it is about.
public struct ReportView: Sendable {
    /// The report.
    public var report: Report
    /// Who reports.
    public var from: Account
    /// Whom the report is about.
    public var target: Account
    /// The statuses that are reported, as far as they are still there.
    public var statuses: [Status]
}

/// The operator's decisions about moderators and invitations.
extension SocialNetwork {
    /// Makes an account a moderator, or no longer one.
    public func setModerator(_ isModerator: Bool, of account: Identifier) async throws {
        try await store.write { try $0.setModerator(isModerator, of: account) }
    }

    /// Makes an invitation; only the hash of its code is kept.
    ///
    /// - Parameters:
    ///   - codeHash: The hash of the code that the adapter gives out.
    ///   - uses: How many accounts may be made with it, 1 to 1,000.
    ///   - expiresAt: When it ends, in milliseconds since 1970.
    public func invite(codeHash: [UInt8], uses: Int, expiresAt: Int64) async throws -> Invitation {
        let invitation = Invitation(id: identifiers.next(), usesLeft: uses, expiresAt: expiresAt)
        try await store.write { try $0.insert(invitation, codeHash: codeHash) }
        return invitation
    }

    /// The invitations that can still be used, the newest first.
    public func invitations(now: Int64) async throws -> [Invitation] {
        try await store.read { try $0.invitations(now: now) }
    }

    /// Whether an invitation can still be used.
    public func isInvited(codeHash: [UInt8], now: Int64) async throws -> Bool {
        try await store.read { try $0.isInvited(codeHash: codeHash, now: now) }
    }

    /// Takes an invitation back; whether there was one.
    public func revokeInvitation(_ id: Identifier) async throws -> Bool {
        try await store.write { try $0.deleteInvitation(id) }
    }
}
