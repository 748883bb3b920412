import ServerShell
import SocialService

/// Turns plain text into the HTML that clients show.
///
/// Members write plain text only, so there is nothing to clean: every character of theirs is escaped, and the tags are
/// the few that stand here. Addresses are `http` or `https` by the scanner's rule.
struct StatusHTML {
    private(set) var bytes: [UInt8] = []
    private let base: String

    init(base: String) {
        self.base = base
    }

    /// The HTML of a text with its mentions as links.
    static func bytes(of text: String, mentions: [Mention], base: String) -> [UInt8] {
        guard !text.isEmpty else { return [] }
        var html = StatusHTML(base: base)
        html.bytes.reserveCapacity(text.utf8.count + 64)
        html.raw("<p>")
        for segment in StatusText(text).segments {
            switch segment {
            case .text(let words): html.words(words)
            case .mention(let name): html.mention(name, mentions)
            case .hashtag(let tag): html.hashtag(tag)
            case .link(let address): html.link(address)
            }
        }
        html.raw("</p>")
        return html.bytes
    }

    private mutating func raw(_ html: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: html.utf8Start, count: html.utf8CodeUnitCount))
    }

    /// Words, with line ends as the paragraphs and breaks that they stand for.
    private mutating func words(_ words: Substring) {
        var newlines = 0
        for byte in words.utf8 {
            if byte == UInt8(ascii: "\n") {
                newlines += 1
                continue
            }
            if newlines > 0, byte != UInt8(ascii: "\r") { breakLine(&newlines) }
            escape(byte)
        }
        if newlines > 0 { breakLine(&newlines) }
    }

    private mutating func breakLine(_ newlines: inout Int) {
        if newlines == 1 { raw("<br />") } else { raw("</p><p>") }
        newlines = 0
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): raw("&amp;")
        case UInt8(ascii: "<"): raw("&lt;")
        case UInt8(ascii: ">"): raw("&gt;")
        case UInt8(ascii: "\""): raw("&quot;")
        case UInt8(ascii: "'"): raw("&#39;")
        case UInt8(ascii: "\t"): bytes.append(byte)
        case 0..<0x20, 0x7f: break
        default: bytes.append(byte)
        }
    }

    private mutating func escape(_ text: some StringProtocol) {
        for byte in text.utf8 { escape(byte) }
    }

    private mutating func mention(_ name: Substring, _ mentions: [Mention]) {
        guard let mention = mentions.first(where: { $0.username.lowercased() == name.lowercased() }) else {
            raw("@")
            return escape(name)
        }
        raw("<span class=\"h-card\" translate=\"no\"><a href=\"")
        escape(base)
        raw("/@")
        escape(mention.username)
        raw("\" class=\"u-url mention\">@<span>")
        escape(mention.username)
        raw("</span></a></span>")
    }

    private mutating func hashtag(_ tag: Substring) {
        raw("<a href=\"")
        escape(base)
        raw("/tags/")
        escape(WebText.percentEncoded(tag.lowercased()))
        raw("\" class=\"mention hashtag\" rel=\"tag\">#<span>")
        escape(tag)
        raw("</span></a>")
    }

    private mutating func link(_ address: Substring) {
        raw("<a href=\"")
        escape(address)
        raw("\" target=\"_blank\" rel=\"nofollow noopener noreferrer\" translate=\"no\">")
        escape(address)
        raw("</a>")
    }
}
