/// A thread of direct statuses as one of those in it sees it.
public struct Conversation: Sendable, Hashable {
    /// The thread; the conversation's identifier.
    public var threadID: Identifier
    /// The newest status in it.
    public var lastStatusID: Identifier
    /// Whether there is something in it that its owner has not read.
    public var isUnread: Bool

    /// Makes a conversation.
    public init(threadID: Identifier, lastStatusID: Identifier, isUnread: Bool) {
        self.threadID = threadID
        self.lastStatusID = lastStatusID
        self.isUnread = isUnread
    }
}

/// A conversation with what its owner sees of it.
public struct ConversationView: Sendable {
    /// The conversation.
    public var conversation: Conversation
    /// The others in it.
    public var accounts: [Account]
    /// Its newest status.
    public var lastStatus: StatusView
}
