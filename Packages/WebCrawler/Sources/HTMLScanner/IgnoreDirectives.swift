/// Comments in a page that tell a link check what to pass over.
///
/// `<!-- webcrawler-ignore-next -->` speaks of the next link, `webcrawler-ignore-start` and `webcrawler-ignore-end` of
/// all between, `webcrawler-ignore-file` of the whole document from there on.
public struct IgnoreDirectives: Sendable {
    private var isNext = false
    private var isRegion = false
    private var isFile = false

    /// Makes the state at a document's start.
    public init() {}

    /// Takes a comment's text.
    public mutating func take(_ comment: some Collection<UInt8>) {
        let words = comment.split(whereSeparator: isSpace)
        guard words.count == 1, let word = words.first else { return }
        switch String(decoding: word, as: UTF8.self) {
        case "webcrawler-ignore-next": isNext = true
        case "webcrawler-ignore-start": isRegion = true
        case "webcrawler-ignore-end": isRegion = false
        case "webcrawler-ignore-file": isFile = true
        default: break
        }
    }

    /// Whether the next link is to be ignored; a tag or node with several addresses counts as one link.
    public mutating func takeLink() -> Bool {
        defer { isNext = false }
        return isNext || isRegion || isFile
    }
}
