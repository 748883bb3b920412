import Foundation

/// A filter of a member's: what they would rather not read, and what is done about it.
///
/// The server says which filters match; the client shows a warning or nothing. So a filter costs nobody else anything,
/// and what it hides can still be asked for.
public struct StatusFilter: Sendable, Hashable {
    /// Where a filter is in force, as the client is to understand it.
    public enum Context: Int, Sendable, Hashable, CaseIterable {
        /// The home and lists.
        case home = 1
        /// Notifications.
        case notifications = 2
        /// Timelines of everybody and of hashtags.
        case `public` = 4
        /// Threads.
        case thread = 8
        /// Profiles.
        case account = 16
    }

    /// What a client does with a status that matches.
    public enum Action: Int, Sendable, Hashable, CaseIterable {
        /// Shows the filter's title, and the status if it is asked for.
        case warn = 0
        /// Shows nothing.
        case hide = 1
        /// Blurs the images only.
        case blur = 2
    }

    /// A word or several.
    public struct Keyword: Sendable, Hashable {
        /// The identifier.
        public var id: Identifier
        /// What is looked for, whatever its case.
        public var text: String
        /// Whether it must not be part of a longer word.
        public var isWholeWord: Bool

        /// Makes a keyword.
        public init(id: Identifier, text: String, isWholeWord: Bool) {
            self.id = id
            self.text = text
            self.isWholeWord = isWholeWord
        }
    }

    /// A single status that is filtered, whatever it says.
    public struct Entry: Sendable, Hashable {
        /// The entry's own identifier.
        public var id: Identifier
        /// The status.
        public var statusID: Identifier

        /// Makes an entry.
        public init(id: Identifier, statusID: Identifier) {
            self.id = id
            self.statusID = statusID
        }
    }

    /// The identifier.
    public var id: Identifier
    /// What its owner calls it.
    public var title: String
    /// Where it is in force.
    public var contexts: Set<Context>
    /// What is done.
    public var action: Action
    /// When it ends, in milliseconds since 1970; nil if it does not.
    public var expiresAt: Int64?
    /// Its keywords, the oldest first.
    public var keywords: [Keyword] = []
    /// Its single statuses, the oldest first.
    public var entries: [Entry] = []

    /// Makes a filter without keywords.
    public init(id: Identifier, title: String, contexts: Set<Context>, action: Action, expiresAt: Int64?) {
        self.id = id
        self.title = title
        self.contexts = contexts
        self.action = action
        self.expiresAt = expiresAt
    }

    /// What of a status matches; nil if nothing does, or the filter has ended.
    public func match(_ view: StatusView, now: Int64) -> FilterMatch? {
        if let expiresAt, expiresAt <= now { return nil }
        let texts = [view.status.spoiler, view.status.text] + view.media.map(\.description) + view.pollOptions
        let found = keywords.filter { keyword in texts.contains { Self.contains($0, keyword) } }.map(\.text)
        let ids = entries.map(\.statusID).filter { $0 == view.status.id || $0 == view.boost?.status.id }
        guard !found.isEmpty || !ids.isEmpty else { return nil }
        return FilterMatch(filter: self, keywords: found, statuses: ids)
    }

    /// Whether a text has a keyword. An edge of the keyword that is no letter or digit needs no edge of a word: "#tea"
    /// is found in "(#tea)".
    static func contains(_ text: String, _ keyword: Keyword) -> Bool {
        let wanted = keyword.text
        guard !wanted.isEmpty else { return false }
        var start = text.startIndex
        while let range = text.range(of: wanted, options: .caseInsensitive, range: start..<text.endIndex) {
            guard keyword.isWholeWord else { return true }
            let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
            let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
            let begins = !isWord(wanted[wanted.startIndex]) || !isWord(before)
            let ends = !isWord(wanted[wanted.index(before: wanted.endIndex)]) || !isWord(after)
            if begins, ends { return true }
            start = text.index(after: range.lowerBound)
        }
        return false
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}

/// A filter that a status matches, and by what.
public struct FilterMatch: Sendable, Hashable {
    /// The filter.
    public var filter: StatusFilter
    /// The keywords that were found.
    public var keywords: [String]
    /// The single statuses that are filtered.
    public var statuses: [Identifier]
}
