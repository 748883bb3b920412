/// Which statuses of a profile are asked for.
public struct ProfileFilter: Sendable, Hashable {
    /// Only those with images.
    public var onlyMedia = false
    /// Without answers to others.
    public var excludesReplies = false
    /// Without boosts.
    public var excludesBoosts = false
    /// Without those that only the mentioned see.
    public var excludesDirect = false
    /// Only those with a hashtag, in lower case.
    public var tag: String?
    /// Only those that everybody may see.
    public var onlyOpen = false

    /// Makes a filter that lets all pass.
    public init() {}
}
