/// What a program may do in a member's name: RFC 6749's scopes, as a hierarchy of words such as `read:statuses`.
public struct Scopes: Sendable, Hashable, CustomStringConvertible {
    /// One bit for each known word, since every request with a token asks for one.
    private let bits: UInt64

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

    /// The bit of each known word.
    private static let bit = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, UInt64(1) << $0) })

    /// The bits of the words that include each known word.
    private static let including = Dictionary(
        uniqueKeysWithValues: known.map { word in
            let parts = word.split(separator: ":").map(String.init)
            var wider = [word, parts[0]]
            // `follow` is the older word for the relationships.
            if parts.count == 2, ["blocks", "follows", "mutes"].contains(parts[1]) { wider.append("follow") }
            return (word, wider.reduce(0) { $0 | (bit[$1] ?? 0) })
        })

    /// Reads words with spaces between.
    ///
    /// - Returns: `nil` if one of them is unknown.
    public init?(_ text: some StringProtocol) {
        var bits: UInt64 = 0
        for word in text.split(whereSeparator: { $0 == " " || $0 == "+" || $0 == "\n" }) {
            guard let bit = Self.bit[String(word)] else { return nil }
            bits |= bit
        }
        self.bits = bits
    }

    private init(words: [String]) {
        bits = words.reduce(0) { $0 | (Self.bit[$1] ?? 0) }
    }

    /// What every program may do that does not say what it wants.
    public static let standard = Scopes(words: ["read"])
    /// What a page of our own may do.
    public static let all = Scopes(words: ["follow", "profile", "push", "read", "write"])

    /// The words in alphabetical order.
    public var words: [String] { Self.known.filter { bits & (Self.bit[$0] ?? 0) != 0 }.sorted() }

    /// Whether these scopes include a known word.
    public func includes(_ word: String) -> Bool { bits & (Self.including[word] ?? 0) != 0 }

    /// Whether all of others' words are included.
    public func includes(all others: Scopes) -> Bool { others.words.allSatisfy(includes) }

    /// The words with spaces between.
    public var description: String { words.joined(separator: " ") }
}
