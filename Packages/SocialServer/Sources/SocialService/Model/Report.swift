/// What a member tells the operator of another.
public struct Report: Sendable, Hashable {
    /// What it is about, in Mastodon's words.
    public enum Category: String, Sendable, Hashable, CaseIterable {
        case spam, legal, violation, other
    }

    /// The identifier; its time is when it was made.
    public var id: Identifier
    /// Who reports.
    public var accountID: Identifier
    /// Who is reported.
    public var targetID: Identifier
    /// What it is about.
    public var category: Category
    /// In the reporter's words.
    public var comment: String
    /// The statuses that it is about.
    public var statusIDs: [Identifier]
    /// When the operator was done with it, in milliseconds since 1970.
    public var resolvedAt: Int64?

    /// Makes a report.
    public init(
        id: Identifier, accountID: Identifier, targetID: Identifier, category: Category, comment: String,
        statusIDs: [Identifier]
    ) {
        self.id = id
        self.accountID = accountID
        self.targetID = targetID
        self.category = category
        self.comment = comment
        self.statusIDs = statusIDs
    }
}
