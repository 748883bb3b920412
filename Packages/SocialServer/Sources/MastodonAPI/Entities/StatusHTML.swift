import ServerShell
import SocialService

// Unsafe pointers: text is read in place, for the call alone; indices come from its count.

/// Turns plain text into the HTML that clients show, within JSON.
///
/// Members write plain text only, so there is nothing to clean: every character of theirs is escaped, and the tags are
/// the few that stand here, with JSON's backslashes before their quotes. Addresses are `http` or `https` by the
/// scanner's rule.
extension JSONWriter {
    /// The HTML of a text, with its mentions as links, in quotes.
    mutating func html(of text: String, mentions: [Mention] = [], base: String) {
        guard !text.isEmpty else { return raw("\"\"") }
        raw("\"<p>")
        for segment in StatusText(text).segments {
            switch segment {
            case .text(let words): html(words)
            case .mention(let name): mention(name, mentions, base)
            case .hashtag(let tag): hashtag(tag, base)
            case .link(let address): link(address)
            }
        }
        raw("</p>\"")
    }

    private mutating func mention(_ name: Substring, _ mentions: [Mention], _ base: String) {
        guard let mention = mentions.first(where: { $0.username.lowercased() == name.lowercased() }) else {
            raw("@")
            return html(name)
        }
        raw("<span class=\\\"h-card\\\" translate=\\\"no\\\"><a href=\\\"")
        html(base)
        raw("/@")
        html(mention.username)
        raw("\\\" class=\\\"u-url mention\\\">@<span>")
        html(mention.username)
        raw("</span></a></span>")
    }

    private mutating func hashtag(_ tag: Substring, _ base: String) {
        raw("<a href=\\\"")
        html(base)
        raw("/tags/")
        html(WebText.percentEncoded(tag.lowercased()))
        raw("\\\" class=\\\"mention hashtag\\\" rel=\\\"tag\\\">#<span>")
        html(tag)
        raw("</span></a>")
    }

    private mutating func link(_ address: Substring) {
        raw("<a href=\\\"")
        html(address)
        raw("\\\" target=\\\"_blank\\\" rel=\\\"nofollow noopener noreferrer\\\" translate=\\\"no\\\">")
        html(address)
        raw("</a>")
    }

    /// A text with what is special to HTML or JSON escaped, control characters left out, and line ends as the
    /// paragraphs and breaks that they stand for.
    private mutating func html(_ text: some StringProtocol) {
        text.withBytes { bytes in
            var place = 0
            while true {
                let end = bytes.first(from: place) { byte in
                    let html = byte.has("&") .| byte.has("<") .| byte.has(">") .| byte.has("\"") .| byte.has("'")
                    return html .| byte.has("\\") .| byte.hasControl .| byte.has("\u{7f}")
                }
                raw(bytes[place..<end])
                guard end < bytes.count else { return }
                place = special(bytes, end)
            }
        }
    }

    /// Writes what a special byte stands for.
    ///
    /// - Returns: The place after it.
    private mutating func special(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
        switch bytes[place] {
        case UInt8(ascii: "\n"):
            let ends = bytes[place...].prefix { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            if ends.dropFirst().contains(UInt8(ascii: "\n")) { raw("</p><p>") } else { raw("<br />") }
            return ends.endIndex
        case UInt8(ascii: "\t"): raw("\\u0009")
        case UInt8(ascii: "\""): raw("&quot;")
        case UInt8(ascii: "&"): raw("&amp;")
        case UInt8(ascii: "'"): raw("&#39;")
        case UInt8(ascii: "<"): raw("&lt;")
        case UInt8(ascii: ">"): raw("&gt;")
        case UInt8(ascii: "\\"): raw("\\\\")
        default: break
        }
        return place + 1
    }
}
