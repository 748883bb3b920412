import Foundation

/// One transaction by one caller: every function of it asks first whether the caller may.
public struct Transaction {
    let records: any SocialRecords
    let network: SocialNetwork
    let notes = OutcomeNotes()
    /// What the caller's token stands for; nothing if there is none.
    public let grant: AccessGrant?
    /// Who is logged in, if anybody is.
    public let viewerID: Identifier?
    /// What the viewer has at all. While something is changed all of it is looked for: a change may be the first of its
    /// kind.
    let extent: AccessGrant.Extent

    init(
        _ caller: Caller, scope: String?, records: any SocialRecords, network: SocialNetwork, isReading: Bool = false
    ) throws {
        self.records = records
        self.network = network
        switch caller {
        case .anyone:
            grant = nil
            viewerID = nil
            extent = .all
        case .account(let id):
            grant = nil
            viewerID = id
            extent = .all
        case .token(let hash):
            guard let found = try records.grant(tokenHash: hash) else { throw SocialError.unauthenticated }
            if found.standing == .pending || found.standing == .suspended {
                throw SocialError.disabled(found.standing)
            }
            if let scope, !found.scopes.includes(scope) { throw SocialError.scopeMissing(scope) }
            grant = found
            viewerID = found.accountID
            extent = isReading ? found.extent : .all
        }
    }

    var limits: SocialLimits { network.limits }

    /// Milliseconds since 1970.
    var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// The member who is logged in.
    ///
    /// - Throws: ``SocialError/unauthenticated`` if nobody is.
    public func viewer() throws -> Identifier {
        guard let viewerID else { throw SocialError.unauthenticated }
        return viewerID
    }

    func newID() -> Identifier { network.identifiers.next() }

    func tell(_ event: SocialEvent) { notes.outcome.events.append(event) }

    /// An account that must exist.
    func account(_ id: Identifier, _ what: String = "account") throws -> Account {
        guard let account = try records.accounts([id]).first, isShown(account) else {
            throw SocialError.notFound(what)
        }
        return account
    }

    /// Whether there is an account as far as others know: what the operator has closed is gone for all but itself.
    func isShown(_ account: Account) -> Bool {
        account.standing == .active || account.standing == .silenced || account.id == viewerID
    }

    /// A page's limit, which untrusted clients choose, within what the network gives.
    func clamped(_ page: PageRequest, _ most: Int) -> PageRequest {
        var page = page
        page.limit = max(1, min(most, page.limit))
        return page
    }

    /// Notifies an account, unless it is the doer itself or wants nothing of them.
    func notify(_ kind: SocialNotification.Kind, _ account: Identifier, from: Identifier, status: Identifier? = nil)
        throws
    {
        guard account != from || kind == .poll else { return }
        let hiding = try records.hidden(from: account, among: [from])[from] ?? []
        guard hiding.isDisjoint(with: [.blocking, .blockedBy, .mutingNotifications]) else { return }
        let about = try status.flatMap { try records.statuses([$0]).first }
        if kind != .poll, let about, try !records.mutedThreads(of: account, among: [about.threadID]).isEmpty { return }
        let verdict = try verdict(kind, to: account, from: from, about)
        guard verdict != .drop else { return }
        let notification = SocialNotification(
            id: newID(), accountID: account, kind: kind, fromID: from, statusID: status)
        try records.insert(notification, waits: verdict == .filter)
        if verdict == .accept { tell(.notified(notification.id, recipient: account)) }
    }
}

// MARK: - The caller's own token

extension Transaction {
    /// The program that the caller's token was given to; nothing without a token.
    public func application() throws -> Application? {
        guard let id = grant?.applicationID else { return nil }
        return try records.application(id)
    }
}
