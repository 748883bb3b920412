/// A question with answers to choose from, as it hangs on a status; its identifier is the status's.
public struct Poll: Sendable, Hashable {
    /// The status.
    public var statusID: Identifier
    /// The answers to choose from.
    public var options: [String]
    /// When it ends, in milliseconds since 1970.
    public var expiresAt: Int64
    /// Whether several answers may be chosen.
    public var isMultiple: Bool
    /// Whether the counts are hidden until the end.
    public var hidesTotals: Bool

    /// Makes a poll.
    public init(statusID: Identifier, options: [String], expiresAt: Int64, isMultiple: Bool, hidesTotals: Bool) {
        self.statusID = statusID
        self.options = options
        self.expiresAt = expiresAt
        self.isMultiple = isMultiple
        self.hidesTotals = hidesTotals
    }
}

/// A poll as a reader sees it.
public struct PollView: Sendable, Hashable {
    /// The poll.
    public var poll: Poll
    /// How often each answer was chosen, in the poll's order.
    public var votes: [Int]
    /// How many have voted.
    public var voters: Int
    /// The answers that the reader has chosen; the author counts as having voted.
    public var own: Set<Int>
    /// Whether the reader has voted, or may not.
    public var hasVoted: Bool
    /// Whether it has ended.
    public var isExpired: Bool

    /// Makes a view.
    public init(poll: Poll, votes: [Int], voters: Int, own: Set<Int>, hasVoted: Bool, isExpired: Bool) {
        self.poll = poll
        self.votes = votes
        self.voters = voters
        self.own = own
        self.hasVoted = hasVoted
        self.isExpired = isExpired
    }

    /// Whether the counts may be shown.
    public var showsTotals: Bool { isExpired || !poll.hidesTotals }
}

/// A poll as it is wished for.
public struct PollDraft: Sendable, Hashable, Codable {
    /// The answers to choose from.
    public var options: [String]
    /// After how many seconds it ends.
    public var seconds: Int
    /// Whether several answers may be chosen.
    public var isMultiple = false
    /// Whether the counts are hidden until the end.
    public var hidesTotals = false

    /// Makes a draft.
    public init(options: [String], seconds: Int) {
        self.options = options
        self.seconds = seconds
    }
}
