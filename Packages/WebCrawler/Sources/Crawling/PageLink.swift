import HTMLScanner
import WebAddress

// Unsafe pointers: positions are counted in the document's own bytes, which outlive the finder.

/// What a link names.
public enum LinkTarget: Sendable, Hashable {
    /// An address, without its fragment.
    case url(WebURL)
    /// What no browser can open: the text as it is written, and why.
    case unusable(written: String, reason: String)

    /// The address as a text: serialised, or as it is written where it is none.
    public var text: String {
        switch self {
        case .url(let url): url.href
        case .unusable(let written, _): written
        }
    }

    /// The address; nil when it is none.
    public var url: WebURL? {
        guard case .url(let url) = self else { return nil }
        return url
    }

    /// What tells this target from all others.
    var key: UInt64 {
        switch self {
        case .url(let url): fingerprint(of: url.bytes)
        case .unusable(let written, _): fingerprint(of: [0] + Array(written.utf8))
        }
    }
}

/// Where something stands in a document: counted from 1, columns in Unicode code points.
public struct TextPosition: Sendable, Hashable {
    /// The line.
    public var line: Int
    /// The column.
    public var column: Int

    /// Makes a position.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// A link from a page, resolved.
public struct PageLink: Sendable, Hashable {
    /// What it names.
    public var target: LinkTarget
    /// The fragment, percent-encoded; nil when there is none.
    public var fragment: String?
    /// What the link is to the page.
    public var kind: ScannedPage.LinkKind
    /// Whether the link asks not to be followed.
    public var isNoFollow: Bool
    /// Whether a comment in the page tells link checks to pass over it.
    public var isIgnored = false
    /// Whether a local document writes the address from the site's root (`/a`).
    public var isRootRelative = false
    /// Where the address stands in the page; nil when that is not known.
    public var position: TextPosition?

    /// Makes a link to an address.
    public init(target: WebURL, fragment: String? = nil, kind: ScannedPage.LinkKind = .anchor, isNoFollow: Bool = false)
    {
        self.init(.url(target), fragment: fragment, kind: kind, isNoFollow: isNoFollow)
    }

    /// Makes a link.
    public init(
        _ target: LinkTarget, fragment: String? = nil, kind: ScannedPage.LinkKind = .anchor, isNoFollow: Bool = false
    ) {
        self.target = target
        self.fragment = fragment
        self.kind = kind
        self.isNoFollow = isNoFollow
    }

    /// Whether the target's anchors must be known to judge the link: a fragment that names a part of the page.
    var needsAnchors: Bool {
        guard let fragment, !fragment.isEmpty, fragment.lowercased() != "top" else { return false }
        return !fragment.hasPrefix(":~:")
    }
}

/// Finds lines and columns of byte offsets, in one pass over a document.
struct PositionFinder {
    private let text: UnsafeBufferPointer<UInt8>
    private var offset = 0
    private var line = 1
    private var column = 1

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    /// The position of an offset that is not before the one asked last.
    mutating func position(of target: Int) -> TextPosition {
        let end = min(target, text.count)
        while offset < end {
            let byte = text[offset]
            offset += 1
            if byte == 0x0A || byte == 0x0D && !(offset < text.count && text[offset] == 0x0A) {
                (line, column) = (line + 1, 1)
            } else if byte & 0xC0 != 0x80, byte != 0x0D {
                column += 1
            }
        }
        return TextPosition(line: line, column: column)
    }
}
