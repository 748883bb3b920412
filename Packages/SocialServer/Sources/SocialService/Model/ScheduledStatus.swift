/// A status that will be posted later.
public struct ScheduledStatus: Sendable, Hashable {
    /// The identifier.
    public var id: Identifier
    /// Who posts.
    public var accountID: Identifier
    /// When, in milliseconds since 1970.
    public var at: Int64
    /// What.
    public var draft: StatusDraft
    /// Its images in order.
    public var media: [Media] = []

    /// Makes one.
    public init(id: Identifier, accountID: Identifier, at: Int64, draft: StatusDraft) {
        self.id = id
        self.accountID = accountID
        self.at = at
        self.draft = draft
    }
}

/// What became of a draft.
public enum PostOutcome: Sendable {
    /// It is posted.
    case posted(StatusView)
    /// It will be.
    case scheduled(ScheduledStatus)
}
