/// What a program may do in a member's name: RFC 6749's scopes, as a hierarchy of words such as `read:statuses`.
public struct Scopes: Sendable, Hashable, CustomStringConvertible {
    /// The words in alphabetical order.
    public let words: [String]

    /// The words that the network knows. The first part includes all that begin with it.
    public static let known: [String] =
        ["follow", "profile", "push", "read", "write"]
        + [
            "accounts", "blocks", "bookmarks", "favourites", "filters", "follows", "lists", "mutes", "notifications",
            "search", "statuses",
        ].map { "read:\($0)" }
        + [
            "accounts", "blocks", "bookmarks", "conversations", "favourites", "filters", "follows", "lists", "media",
            "mutes", "notifications", "reports", "statuses",
        ].map { "write:\($0)" }

    /// Reads words with spaces between.
    ///
    /// - Returns: `nil` if one of them is unknown.
    public init?(_ text: some StringProtocol) {
        var words: Set<String> = []
        for word in text.split(whereSeparator: { $0 == " " || $0 == "+" || $0 == "\n" }) {
            guard Self.known.contains(String(word)) else { return nil }
            words.insert(String(word))
        }
        self.words = words.sorted()
    }

    private init(words: [String]) {
        self.words = words
    }

    /// What every program may do that does not say what it wants.
    public static let standard = Scopes(words: ["read"])
    /// What a page of our own may do.
    public static let all = Scopes(words: ["follow", "profile", "push", "read", "write"])

    /// Whether these scopes include a word.
    public func includes(_ word: String) -> Bool {
        if words.contains(word) { return true }
        let parts = word.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return false }
        if words.contains(String(parts[0])) { return true }
        // `follow` is the older word for the relationships.
        return words.contains("follow") && ["blocks", "follows", "mutes"].contains(String(parts[1]))
    }

    /// Whether all of others' words are included.
    public func includes(all others: Scopes) -> Bool { others.words.allSatisfy(includes) }

    /// The words with spaces between.
    public var description: String { words.joined(separator: " ") }
}
