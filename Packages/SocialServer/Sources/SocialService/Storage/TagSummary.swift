/// A hashtag and how much it is used.
public struct TagSummary: Sendable, Hashable {
    /// The tag's identifier.
    public var id: Identifier
    /// The tag in lower case.
    public var name: String
    /// How many statuses have it.
    public var statusesCount: Int

    /// Makes a summary.
    public init(id: Identifier, name: String, statusesCount: Int) {
        self.id = id
        self.name = name
        self.statusesCount = statusesCount
    }
}
