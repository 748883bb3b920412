/// What a member wants to post.
public struct StatusDraft: Sendable, Hashable, Codable {
    /// The plain text.
    public var text: String
    /// The warning; empty for none.
    public var spoiler = ""
    /// Whether images are hidden at first; the account's default if not given.
    public var isSensitive: Bool?
    /// Who may see it; the account's default if not given.
    public var visibility: Visibility?
    /// The language; the account's default if not given.
    public var language: String?
    /// What it answers.
    public var inReplyTo: Identifier?
    /// Its images in order.
    public var media: [Identifier] = []
    /// New descriptions of its images.
    public var mediaDescriptions: [Identifier: String] = [:]
    /// New points that must stay in sight of its images.
    public var mediaFocuses: [Identifier: Media.Focus] = [:]
    /// Its poll.
    public var poll: PollDraft?
    /// When it is to be posted, in milliseconds since 1970; at once if not given.
    public var scheduledAt: Int64?
    /// The hosts that this network is reached by: `@name` at one of them is a member.
    public var ownHosts: Set<String> = []
    /// A word that makes a second attempt the same as the first.
    public var idempotencyKey: String?

    /// Makes a draft of a text.
    public init(text: String) {
        self.text = text
    }
}
