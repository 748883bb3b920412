/// Search.
extension Transaction {
    /// Accounts whose name or shown name contains all words of a text, whatever their case and accents.
    public func searchAccounts(
        _ text: String, onlyFollowed: Bool = false, limit: Int = 40, offset: Int = 0
    ) throws -> [Account] {
        let words = text.lowercased().prefix(200).drop { $0 == "@" || $0.isWhitespace }.split(
            whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return [] }
        let follower = onlyFollowed ? try viewer() : nil
        let found = try records.searchAccounts(
            words.prefix(8).map(String.init), followedBy: follower, limit: max(1, min(limits.accountsPerPage, limit)),
            offset: max(0, min(10_000, offset)))
        guard let viewerID else { return found }
        let hiding = try records.hidden(from: viewerID, among: found.map(\.id))
        // Whoever has blocked somebody must find them again to end it.
        return found.filter { !(hiding[$0.id] ?? []).contains(.blockedBy) }
    }

    /// Hashtags that begin with a text.
    public func searchTags(_ text: String, limit: Int = 40, offset: Int = 0) throws -> [TagSummary] {
        let name = TagName.key(text).drop { $0 == "#" || $0.isWhitespace }
        guard !name.isEmpty else { return [] }
        return try records.searchTags(
            String(name.prefix(100)), limit: max(1, min(limits.statusesPerPage, limit)),
            offset: max(0, min(10_000, offset)))
    }

    /// Statuses with all words of a text, as far as the viewer may see them. Only members may search them.
    public func searchStatuses(
        _ text: String, by author: Identifier? = nil, _ page: PageRequest, offset: Int = 0
    ) throws -> [StatusView] {
        guard let viewerID else { return [] }
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(10).map { String($0.prefix(60)) }
        guard !words.isEmpty else { return [] }
        let page = clamped(page, limits.statusesPerPage)
        let found = try records.searchStatuses(
            words, by: author, for: viewerID, page, offset: max(0, min(10_000, offset)))
        return try views(of: page.isAscending ? found.reversed() : found, .listed)
    }

    /// Accounts that want to be found.
    public func directory(limit: Int, offset: Int, newestFirst: Bool) throws -> [Account] {
        try records.directory(
            limit: max(1, min(limits.accountsPerPage, limit)), offset: max(0, min(100_000, offset)),
            newestFirst: newestFirst)
    }

    /// How many accounts and statuses there are, and how many accounts posted within 30 days.
    public func counts() throws -> (accounts: Int, statuses: Int, active: Int) {
        try records.counts(activeSince: now - 30 * 86_400_000)
    }
}
