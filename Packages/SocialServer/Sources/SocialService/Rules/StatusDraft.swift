/// What a member wants to post.
public struct StatusDraft: Sendable, Hashable {
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
    /// A word that makes a second attempt the same as the first.
    public var idempotencyKey: String?

    /// Makes a draft of a text.
    public init(text: String) {
        self.text = text
    }
}
