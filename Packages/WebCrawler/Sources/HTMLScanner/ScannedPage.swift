// Unsafe pointers: an address is a part of the document, copied once into the page's bytes.

/// What ``PageScanner`` finds in a page. Addresses are as they are written; nothing is resolved.
public struct ScannedPage: Sendable {
    /// What a link is to the page.
    public enum LinkKind: UInt8, Sendable, CaseIterable {
        /// `a` and `area`.
        case anchor
        /// `img`, `srcset`, `poster` and SVG's `image`.
        case image
        /// Scripts, icons, media, and what styles load.
        case resource
        /// `iframe` and `frame`.
        case frame
        /// `<meta http-equiv=refresh>`.
        case refresh
        /// `<link rel=next>`, `prev` and `alternate`.
        case relation
        /// Style sheets, whose own addresses are read.
        case styleSheet
        /// What a page says of itself: `canonical`, other `link` relations, Open Graph and the like.
        case metadata
        /// A form's `action` and `formaction`.
        case form

        /// Whether the address is a part of the page or a statement about it, of which only the status is asked.
        public var isStatusOnly: Bool {
            switch self {
            case .image, .resource, .metadata, .form: true
            case .anchor, .frame, .refresh, .relation, .styleSheet: false
            }
        }
    }

    /// One address in the page.
    public struct Link: Sendable {
        /// Where the address lies in ``ScannedPage/addresses``.
        public var range: Range<Int>
        /// What the link is.
        public var kind: LinkKind
        /// Whether the link asks not to be followed.
        public var isNoFollow: Bool
        /// Whether a comment in the page tells link checks to pass over it.
        public var isIgnored = false
        /// Where the address lies in the document, in bytes from its start.
        public var offset: Int
    }

    /// A page with fewer letters than this, and scripts, looks empty without JavaScript.
    public static let emptyLength = 200
    /// Links beyond this many are not kept, so that no page can fill the memory.
    public static let maximumLinks = 50_000

    /// The title, white space collapsed; nil when there is none.
    public var title: String?
    /// The first `h1`.
    public var heading: String?
    /// How many `h1` there are.
    public var headingCount = 0
    /// The first paragraph with text.
    public var paragraph: String?
    /// The meta description.
    public var description: String?
    /// The canonical address.
    public var canonical: [UInt8]?
    /// The base address.
    public var base: [UInt8]?
    /// The character encoding that the page declares.
    public var charset: String?
    /// The language that the page declares.
    public var language: String?
    /// What the page asks of crawlers.
    public var directives: PageDirectives = []
    /// The addresses of all links, one behind the other.
    public var addresses: [UInt8] = []
    /// The links in the order of the page.
    public var links: [Link] = []
    /// How many links were not kept because there are more than ``maximumLinks``.
    public var skippedLinkCount = 0
    /// Why the document could not be read to its end; nil when it could.
    public var fault: String?
    /// The fingerprints of all `id`, and of the `name` of anchors.
    public var anchors: [UInt64] = []
    /// How many images there are.
    public var imageCount = 0
    /// How many images have no `alt`.
    public var imagesWithoutAlternative = 0
    /// How many scripts there are.
    public var scriptCount = 0
    /// How many bytes of text that are no space there are; counted up to ``emptyLength`` only.
    public var textLength = 0

    /// Whether the page shows nearly nothing to a reader without JavaScript.
    public var looksEmpty: Bool { scriptCount > 0 && textLength < Self.emptyLength }

    /// Makes an empty page.
    public init() {}

    /// Keeps a link, or counts it when there are too many.
    public mutating func append(
        _ address: UnsafeBufferPointer<UInt8>, _ kind: LinkKind, isNoFollow: Bool, isIgnored: Bool = false, offset: Int
    ) {
        guard links.count < Self.maximumLinks else {
            skippedLinkCount += 1
            return
        }
        let start = addresses.count
        addresses.append(contentsOf: address)
        links.append(
            Link(
                range: start..<addresses.count, kind: kind, isNoFollow: isNoFollow, isIgnored: isIgnored,
                offset: offset))
    }

    /// The text with each run of white space as one space, and none at the ends.
    public static func collapse(_ text: [UInt8]) -> String {
        var collapsed: [UInt8] = []
        collapsed.reserveCapacity(text.count)
        var hasSpace = false
        for byte in text {
            if isSpace(byte) {
                hasSpace = !collapsed.isEmpty
            } else {
                if hasSpace { collapsed.append(0x20) }
                hasSpace = false
                collapsed.append(byte)
            }
        }
        return String(decoding: collapsed, as: UTF8.self)
    }
}

/// A 64-bit fingerprint of bytes, the same in every run: multiply, fold, eight bytes at a time.
///
/// Among a million URLs two share a fingerprint with a chance of 3 in 100 million.
public func fingerprint(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
    let (first, second): (UInt64, UInt64) = (0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
    var state = first ^ UInt64(bytes.count)
    var index = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while index + 8 <= raw.count {
        let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        state = fold(state ^ word, second)
        index += 8
    }
    var tail: UInt64 = 0x80
    while index < raw.count {
        tail = tail << 8 | UInt64(raw[index])
        index += 1
    }
    return fold(fold(state ^ tail, second), first)
}

/// A 64-bit fingerprint of bytes, the same in every run.
public func fingerprint(of bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBufferPointer { fingerprint(of: $0) }
}
