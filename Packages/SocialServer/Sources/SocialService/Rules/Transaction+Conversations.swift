/// Conversations: threads of direct statuses.
extension Transaction {
    /// The viewer's conversations, the one with the newest status first.
    public func conversations(_ page: PageRequest) throws -> Page<ConversationView> {
        let page = clamped(page, limits.statusesPerPage)
        let found = try records.conversations(of: viewer(), page)
        let ordered = page.isAscending ? found.reversed() : found
        return Page(
            items: try views(of: ordered), newest: ordered.first?.lastStatusID, oldest: ordered.last?.lastStatusID)
    }

    /// One of the viewer's conversations.
    public func conversation(_ id: Identifier) throws -> ConversationView {
        guard let found = try records.conversation(id, of: viewer()), let view = try views(of: [found]).first else {
            throw SocialError.notFound("conversation")
        }
        return view
    }

    /// Notes that the viewer has read a conversation.
    public func markRead(_ id: Identifier) throws -> ConversationView {
        let viewer = try viewer()
        guard var found = try records.conversation(id, of: viewer) else { throw SocialError.notFound("conversation") }
        found.isUnread = false
        try records.set(found, of: viewer)
        return try conversation(id)
    }

    /// Removes a conversation from the viewer's; a new status in it brings it back.
    public func deleteConversation(_ id: Identifier) throws {
        let viewer = try viewer()
        guard try records.conversation(id, of: viewer) != nil else { throw SocialError.notFound("conversation") }
        try records.deleteConversation(id, of: viewer)
    }

    /// The newest direct statuses of the viewer's conversations.
    public func directTimeline(_ page: PageRequest) throws -> Page<StatusView> {
        let conversations = try conversations(page)
        return Page(
            items: conversations.items.map(\.lastStatus), newest: conversations.newest, oldest: conversations.oldest)
    }

    /// What a new direct status does to the conversations of those in it.
    func converse(_ status: Status, mentions: [Identifier]) throws {
        guard status.visibility == .direct else { return }
        for account in Set(mentions + [status.accountID]) {
            let hiding = try records.hidden(from: account, among: [status.accountID])[status.accountID] ?? []
            guard hiding.isDisjoint(with: [.blocking, .blockedBy, .muting]) else { continue }
            let isMuted = try !records.mutedThreads(of: account, among: [status.threadID]).isEmpty
            try records.set(
                Conversation(
                    threadID: status.threadID, lastStatusID: status.id,
                    isUnread: account != status.accountID && !isMuted), of: account)
            tell(.conversed(status.threadID, recipient: account))
        }
    }

    /// Finds the newest status anew in the conversations that a direct status belonged to, once it is gone.
    func converseWithout(_ status: Status, mentions: [Identifier]) throws {
        guard status.visibility == .direct else { return }
        for account in Set(mentions + [status.accountID]) {
            guard let last = try records.lastDirect(in: status.threadID, with: account) else { continue }
            try records.set(
                Conversation(threadID: status.threadID, lastStatusID: last, isUnread: false), of: account)
        }
    }

    private func views(of conversations: [Conversation]) throws -> [ConversationView] {
        let viewer = try viewer()
        let statuses = try views(of: try records.statuses(conversations.map(\.lastStatusID)), .asked)
        let byID = Dictionary(statuses.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let others = Set(statuses.flatMap { $0.mentions.map(\.accountID) + [$0.author.id] }).subtracting([viewer])
        let accounts = Dictionary(
            try records.accounts(Array(others)).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return conversations.compactMap { conversation in
            guard let status = byID[conversation.lastStatusID] else { return nil }
            let ids = Set(status.mentions.map(\.accountID) + [status.author.id])
            return ConversationView(
                conversation: conversation, accounts: ids.sorted().compactMap { accounts[$0] }, lastStatus: status)
        }
    }
}
