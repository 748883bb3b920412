// Unsafe pointers: text is scanned in its array's own memory, for the call alone.

/// Scans a page that an XML parser reads: XHTML and SVG, whose elements name their namespaces themselves.
///
/// The parser is an edge's; it calls these functions in the order of the document. Nothing here follows HTML's rules
/// for tags: `<script/>` is empty, and `<textarea/>` as well.
public struct XMLPageScanner {
    private var scanner = PageScanner(isXML: true)
    private var depth = 0
    /// The depth of the outermost template or SVG script; what is inside is no content.
    private var inertDepth: Int?
    /// Where text is no letter of the page.
    private var openElements: [(key: TagKey, isHTML: Bool)] = []

    /// Elements nested more deeply are not kept apart.
    private static let maximumDepth = 512

    /// The namespace of XHTML.
    public static let xhtml = "http://www.w3.org/1999/xhtml"
    /// The namespace of SVG.
    public static let svg = "http://www.w3.org/2000/svg"
    /// The namespace of MathML.
    public static let mathML = "http://www.w3.org/1998/Math/MathML"

    /// Makes a scanner for one page.
    public init() {}

    /// Takes a start tag.
    ///
    /// - Parameters:
    ///   - attributes: Names as HTML's tokenizer would give them (`xlink:href`), values with references resolved, and
    ///     where the values lie in the document, in bytes; -1 where that is not known.
    ///   - offset: Where the tag lies in the document, in bytes.
    public mutating func startElement(
        _ name: [UInt8], namespace: String, attributes: [(name: [UInt8], value: [UInt8], offset: Int)], offset: Int
    ) {
        depth += 1
        guard let space = Self.namespace(namespace) else {
            push(TagKey(packed: 0), isHTML: false)
            return
        }
        // The tag is laid out as HTML writes it, so that one scanner serves both.
        var text = name
        var ranges: [TagToken.AttributeRange] = []
        for (name, value, offset) in attributes {
            let nameStart = text.count
            text += name
            let valueStart = text.count
            for byte in value {
                if byte == UInt8(ascii: "&") { text += Array("&amp;".utf8) } else { text.append(byte) }
            }
            ranges.append(
                TagToken.AttributeRange(
                    name: nameStart..<valueStart, value: valueStart..<text.count, offset: offset))
        }
        let packed = name.count <= 8 ? name.reduce(UInt64(0)) { $0 << 8 | UInt64(lowercase($1)) } : 0
        push(TagKey(packed: packed), isHTML: space == .html)
        guard inertDepth == nil else { return }
        text.withUnsafeBufferPointer { input in
            let tag = TagToken(
                input: input, nameRange: 0..<name.count, attributes: ranges, key: TagKey(packed: packed),
                isSelfClosing: false, offset: offset, endOffset: offset)
            let isTemplate = space == .html && tag.key == "template" && !tag.has("shadowrootmode")
            scanner.isTagIgnored = nil
            scanner.take(tag, in: space)
            if isTemplate || space == .svg && tag.key == "script" { inertDepth = depth }
        }
    }

    /// Takes an end tag.
    public mutating func endElement() {
        if inertDepth == depth { inertDepth = nil }
        if depth <= Self.maximumDepth, let element = openElements.popLast(), element.isHTML {
            scanner.close(element.key)
        }
        depth -= 1
    }

    /// Takes text.
    public mutating func characters(_ text: UnsafeBufferPointer<UInt8>) {
        if scanner.wantsText, inertDepth == nil { scanner.characters(text.span) }
    }

    /// Takes a comment.
    public mutating func comment(_ text: UnsafeBufferPointer<UInt8>) {
        scanner.comment(text.span)
    }

    /// Ends what is still open and gives the page.
    public mutating func finished() -> ScannedPage { scanner.finished() }

    private mutating func push(_ key: TagKey, isHTML: Bool) {
        if depth <= Self.maximumDepth { openElements.append((key, isHTML)) }
    }

    private static func namespace(_ name: String) -> ElementStack.Namespace? {
        switch name {
        case xhtml: .html
        case svg: .svg
        case mathML: .math
        default: nil
        }
    }
}
