/// Counts a document's tags: the least that a sink can want, and so the tokenizer's own speed.
public struct TagCounter: TokenSink {
    /// How many start and end tags came.
    public private(set) var count = 0

    /// Makes a counter at zero.
    public init() {}

    /// How many tags a document has.
    public static func count(_ document: [UInt8]) -> Int {
        var tokenizer = Tokenizer(sink: TagCounter())
        tokenizer.feed(document)
        tokenizer.finish()
        return tokenizer.sink.count
    }

    /// No text is wanted.
    public var wantsText: Bool { false }

    /// Ignores text.
    public mutating func characters(_ text: Span<UInt8>) {}

    /// Counts.
    public mutating func startTag(_ tag: borrowing TagToken) -> ContentModel {
        count += 1
        return tag.contentModel
    }

    /// Counts.
    public mutating func endTag(_ tag: borrowing TagToken) { count += 1 }
}
