/// Why an account's statuses are kept from a reader.
public struct Hiding: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: Int
    /// Makes a set of its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// The reader blocks the account.
    public static let blocking = Hiding(rawValue: 1)
    /// The account blocks the reader.
    public static let blockedBy = Hiding(rawValue: 2)
    /// The reader mutes the account.
    public static let muting = Hiding(rawValue: 4)
    /// The reader mutes its notices, too.
    public static let mutingNotices = Hiding(rawValue: 8)
}

/// Who follows whom, or asks to.
public struct Follow: Sendable, Hashable {
    /// The identifier of the bond itself, which lists are ordered by.
    public var id: Identifier
    /// Who follows.
    public var accountID: Identifier
    /// Who is followed.
    public var targetID: Identifier
    /// Whether boosts are wanted.
    public var showsBoosts: Bool
    /// Whether a notice of each status is wanted.
    public var notifies: Bool

    /// Makes a follow.
    public init(id: Identifier, accountID: Identifier, targetID: Identifier, showsBoosts: Bool, notifies: Bool) {
        self.id = id
        self.accountID = accountID
        self.targetID = targetID
        self.showsBoosts = showsBoosts
        self.notifies = notifies
    }
}

/// The lists of accounts that an account has.
public enum BondList: Sendable, Hashable, CaseIterable {
    /// Those whom it follows.
    case following
    /// Those who follow it.
    case followers
    /// Those who ask to follow it.
    case requests
    /// Those whom it blocks.
    case blocks
    /// Those whom it mutes.
    case mutes
}

/// Which statuses of a profile are asked for.
public struct ProfileFilter: Sendable, Hashable {
    /// Only those with images.
    public var onlyMedia = false
    /// Without answers to others.
    public var excludesReplies = false
    /// Without boosts.
    public var excludesBoosts = false
    /// Only those with a hashtag, in lower case.
    public var tag: String?
    /// Only those that everybody may see.
    public var onlyOpen = false

    /// Makes a filter that lets all pass.
    public init() {}
}

/// Which hashtags are asked for, all in lower case.
public struct TagFilter: Sendable, Hashable {
    /// Statuses have at least one of these.
    public var any: [String]
    /// And all of these.
    public var all: [String]
    /// And none of these.
    public var none: [String]
    /// And images.
    public var onlyMedia: Bool

    /// Makes a filter.
    public init(any: [String], all: [String] = [], none: [String] = [], onlyMedia: Bool = false) {
        self.any = any
        self.all = all
        self.none = none
        self.onlyMedia = onlyMedia
    }
}

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

/// Where an account stopped reading a timeline.
public struct ReadingMarker: Sendable, Hashable {
    /// The timeline: `home` or `notifications`.
    public var timeline: String
    /// The last entry that was read.
    public var lastReadID: Identifier
    /// How often the marker was moved.
    public var version: Int
    /// When it was moved, in milliseconds since 1970.
    public var updatedAt: Int64

    /// Makes a marker.
    public init(timeline: String, lastReadID: Identifier, version: Int, updatedAt: Int64) {
        self.timeline = timeline
        self.lastReadID = lastReadID
        self.version = version
        self.updatedAt = updatedAt
    }
}
