/// One status as it is kept: a text of its own, or a boost of another.
public struct Status: Sendable, Hashable {
    /// The identifier; its time is when it was posted.
    public var id: Identifier
    /// The author, or who boosts.
    public var accountID: Identifier
    /// The plain text; empty for a boost.
    public var text: String
    /// The warning that hides the text at first; empty for none.
    public var spoiler: String
    /// Whether the images are hidden at first.
    public var isSensitive: Bool
    /// Who may see it.
    public var visibility: Visibility
    /// The language, an ISO 639 code.
    public var language: String?
    /// The status that this one answers.
    public var inReplyTo: Identifier?
    /// The author of that status.
    public var inReplyToAccount: Identifier?
    /// The status that this one boosts.
    public var boostOf: Identifier?
    /// The name of the program that posted it.
    public var application: String?
    /// When it was last edited, in milliseconds since 1970.
    public var editedAt: Int64?
    /// How many answers it has.
    public var repliesCount: Int
    /// How often it was boosted.
    public var boostsCount: Int
    /// How many have it among their favourites.
    public var favouritesCount: Int
    /// What hangs on it in other tables, so that nobody looks there in vain.
    public var attachments: Attachments
    /// The status with which the thread began that this one belongs to: itself, if it answers nothing.
    public var threadID: Identifier

    /// What a status has beside its text.
    public struct Attachments: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: Int
        /// Makes a set of its bits.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// Images.
        public static let media = Attachments(rawValue: 1)
        /// Mentions of accounts.
        public static let mentions = Attachments(rawValue: 2)
        /// Hashtags.
        public static let tags = Attachments(rawValue: 4)
        /// A poll.
        public static let poll = Attachments(rawValue: 8)
    }

    /// Makes a status without history.
    public init(id: Identifier, accountID: Identifier, text: String, visibility: Visibility) {
        self.id = id
        self.accountID = accountID
        self.text = text
        self.visibility = visibility
        spoiler = ""
        isSensitive = false
        repliesCount = 0
        boostsCount = 0
        favouritesCount = 0
        attachments = []
        threadID = id
    }
}

/// A status with all that a reader sees of it.
public struct StatusView: Sendable {
    /// The status whose text is read; of a boost, the boosted one.
    public var status: Status
    /// Its author.
    public var author: Account
    /// Its images in order.
    public var media: [Media] = []
    /// The accounts that it mentions.
    public var mentions: [Mention] = []
    /// Its hashtags, in lower case.
    public var tags: [String] = []
    /// What the reader has done with it.
    public var marks: Marks = []
    /// Its poll.
    public var poll: PollView?
    /// The reader's filters that it matches.
    public var filtered: [FilterMatch] = []
    /// The boost by which it came, if it did.
    public var boost: Boost?
    /// Whether there is a reader who is logged in, so that the marks say anything.
    public var hasReader = false

    /// A boost and who made it.
    public struct Boost: Sendable {
        /// The boost itself.
        public var status: Status
        /// Who boosted.
        public var account: Account
    }

    /// Makes a view of a status.
    public init(status: Status, author: Account) {
        self.status = status
        self.author = author
    }

    /// The identifier by which a timeline orders it: of the boost, if it is one.
    public var id: Identifier { boost?.status.id ?? status.id }

    /// The answers of its poll.
    var pollOptions: [String] { poll?.poll.options ?? [] }
}

/// What a reader has done with a status.
public struct Marks: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: Int
    /// Makes a set of its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// It is among the reader's favourites.
    public static let favourited = Marks(rawValue: 1)
    /// The reader has boosted it.
    public static let boosted = Marks(rawValue: 2)
    /// It is among the reader's bookmarks.
    public static let bookmarked = Marks(rawValue: 4)
    /// It is on top of the reader's profile.
    public static let pinned = Marks(rawValue: 8)
    /// The reader wants no notifications of its thread.
    public static let muted = Marks(rawValue: 16)
}

/// An account that a status mentions.
public struct Mention: Sendable, Hashable {
    /// The account.
    public var accountID: Identifier
    /// Its name.
    public var username: String

    /// Makes a mention.
    public init(accountID: Identifier, username: String) {
        self.accountID = accountID
        self.username = username
    }
}

/// One version of a status's text.
public struct StatusEdit: Sendable {
    /// When it became the text, in milliseconds since 1970.
    public var at: Int64
    /// The plain text.
    public var text: String
    /// The warning.
    public var spoiler: String
    /// Whether images were hidden at first.
    public var isSensitive: Bool
    /// Its images.
    public var media: [Media]
    /// The identifiers of its images.
    public var mediaIDs: [Identifier]

    /// Makes a version.
    public init(at: Int64, text: String, spoiler: String, isSensitive: Bool, mediaIDs: [Identifier]) {
        self.at = at
        self.text = text
        self.spoiler = spoiler
        self.isSensitive = isSensitive
        self.mediaIDs = mediaIDs
        media = []
    }
}
