/// Receives the tokens of a document, in order.
///
/// Whatever a call hands over lies in the tokenizer's buffer and ends with the call: nothing is allocated unless the
/// sink asks for it.
public protocol TokenSink {
    /// Whether ``parseError(_:at:)`` is wanted. Where it is not, the tokenizer skips what only errors depend on.
    static var wantsErrors: Bool { get }

    /// Whether ``characters(_:)`` is wanted now. The tokenizer asks before each run of text.
    var wantsText: Bool { get }

    /// Whether the next markup stands in SVG or MathML, where `<![CDATA[` opens a section.
    var isInForeignContent: Bool { get }

    /// A run of text; neighbouring runs belong together. The bytes are the document's own, references decoded.
    mutating func characters(_ text: Span<UInt8>)

    /// A start tag. The answer is how the tokenizer reads what follows (usually ``TagToken/contentModel``).
    mutating func startTag(_ tag: borrowing TagToken) -> ContentModel

    /// An end tag.
    mutating func endTag(_ tag: borrowing TagToken)

    /// A comment's text.
    mutating func comment(_ text: Span<UInt8>)

    /// A document type declaration.
    mutating func doctype(_ doctype: DoctypeToken)

    /// A parse error, by the standard's name, at a byte of the document.
    mutating func parseError(_ error: ParseError, at offset: Int)
}

extension TokenSink {
    /// No errors, unless a sink says otherwise.
    public static var wantsErrors: Bool { false }

    /// No tree, no foreign content, unless a sink says otherwise.
    public var isInForeignContent: Bool { false }

    /// Ignores the comment.
    public mutating func comment(_ text: Span<UInt8>) {}

    /// Ignores the declaration.
    public mutating func doctype(_ doctype: DoctypeToken) {}

    /// Ignores the error.
    public mutating func parseError(_ error: ParseError, at offset: Int) {}
}

/// How the tokenizer reads: the states that the HTML standard's tree construction switches between.
public enum ContentModel: Sendable {
    /// Markup, text and character references.
    case data
    /// Text and character references until the element's end tag: `title`, `textarea`.
    case rcdata
    /// Text until the element's end tag: `style`, `iframe` and their like.
    case rawtext
    /// A script's text.
    case scriptData
    /// Text to the end of the document.
    case plaintext
    /// Text until `]]>`.
    case cdata
}

/// A `<!DOCTYPE>`.
public struct DoctypeToken: Sendable, Equatable {
    /// The name in lower case; nil when missing.
    public var name: [UInt8]?
    /// The public identifier; nil when missing.
    public var publicIdentifier: [UInt8]?
    /// The system identifier; nil when missing.
    public var systemIdentifier: [UInt8]?
    /// Whether the declaration puts a browser into quirks mode by itself.
    public var forcesQuirks = false
}
