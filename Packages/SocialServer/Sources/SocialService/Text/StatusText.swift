// Unsafe pointers: a status's own UTF-8 is walked over in place, for the call alone.

/// A plain text cut into what its readers may follow: mentions, hashtags and links, and the rest.
public struct StatusText: Sendable {
    /// A stretch of the text.
    public enum Segment: Sendable, Hashable {
        /// Words.
        case text(Substring)
        /// `@name`; the name without the sign.
        case mention(Substring)
        /// `#tag`; the tag without the sign.
        case hashtag(Substring)
        /// An `http` or `https` address.
        case link(Substring)
    }

    /// The stretches in order; together they are the text.
    public let segments: [Segment]

    /// How many characters a name may have.
    static let longestName = 30
    /// How many characters a hashtag may have.
    static let longestTag = 100

    /// Cuts a text.
    public init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        segments =
            text.utf8.withContiguousStorageIfAvailable { [text] bytes in
                var scanner = Scanner(text: text, bytes: bytes)
                scanner.run()
                return scanner.segments
            } ?? []
    }

    /// The names that are mentioned, in lower case, each once.
    public var mentions: [String] {
        unique { if case .mention(let name) = $0 { name.lowercased() } else { nil } }
    }

    /// The hashtags as they are looked up (``TagName``), each once.
    public var hashtags: [String] {
        unique { if case .hashtag(let tag) = $0 { TagName.key(tag) } else { nil } }
    }

    /// The length as it is counted against the limit: characters, but each link as 23.
    public var length: Int {
        segments.reduce(0) { sum, segment in
            switch segment {
            case .text(let text): sum + text.count
            case .mention(let name), .hashtag(let name): sum + name.count + 1
            case .link: sum + 23
            }
        }
    }

    private func unique(_ name: (Segment) -> String?) -> [String] {
        var seen: Set<String> = []
        return segments.compactMap(name).filter { seen.insert($0).inserted }
    }
}

/// Walks over the bytes once. Mentions, tags and links have an ASCII sign, so that all other bytes are only passed over.
private struct Scanner {
    let text: String
    /// The text's UTF-8; places are offsets in it.
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var segments: [StatusText.Segment] = []
    /// The end of the last mention, tag or link.
    private var start = 0

    init(text: String, bytes: UnsafeBufferPointer<UInt8>) {
        self.text = text
        self.bytes = bytes
    }

    mutating func run() {
        var place = 0
        while true {
            place = bytes.first(from: place) { $0.has("@") .| $0.has("#") .| $0.has(":") }
            guard place < bytes.count else { break }
            guard let (segment, range) = segment(at: place) else {
                place += 1
                continue
            }
            if start < range.lowerBound { segments.append(.text(part(start..<range.lowerBound))) }
            segments.append(segment)
            start = range.upperBound
            place = start
        }
        if start < place { segments.append(.text(part(start..<place))) }
    }

    /// What the sign at a place makes, and from where to where.
    private func segment(at place: Int) -> (StatusText.Segment, Range<Int>)? {
        switch bytes[place] {
        case UInt8(ascii: "@"): mention(at: place)
        case UInt8(ascii: "#"): hashtag(at: place)
        default: link(around: place)
        }
    }

    /// The byte before a place; what follows a mention, a tag or a link at once is no new word.
    private func byte(before place: Int) -> UInt8 {
        if place > start { return bytes[place - 1] }
        return start == 0 ? UInt8(ascii: " ") : UInt8(ascii: "x")
    }

    private func part(_ range: Range<Int>) -> Substring { text[index(range.lowerBound)..<index(range.upperBound)] }

    private func index(_ place: Int) -> String.Index { text.utf8.index(text.startIndex, offsetBy: place) }

    private static func isWord(_ byte: UInt8) -> Bool { byte >= 0x80 || isName(byte) }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func mention(at place: Int) -> (StatusText.Segment, Range<Int>)? {
        let before = byte(before: place)
        guard !Self.isWord(before), before != UInt8(ascii: "/") else { return nil }
        let begin = place + 1
        let end = bytes[begin...].firstIndex { !Self.isName($0) } ?? bytes.count
        guard (1...StatusText.longestName).contains(end - begin) else { return nil }
        // `@name@elsewhere` is somebody whom this network does not have.
        if end < bytes.count, bytes[end] == UInt8(ascii: "@") { return nil }
        return (.mention(part(begin..<end)), place..<end)
    }

    private func hashtag(at place: Int) -> (StatusText.Segment, Range<Int>)? {
        let before = byte(before: place)
        guard !Self.isWord(before), before != UInt8(ascii: "/"), before != UInt8(ascii: "&") else { return nil }
        let all = text.unicodeScalars[index(place + 1)...]
        guard let first = all.first, Self.isTag(first) else { return nil }
        var scalars = all.prefix { Self.isTag($0) || Self.isTagSeparator($0) }
        while let last = scalars.last, Self.isTagSeparator(last) { scalars.removeLast() }
        // A number alone is a number, as in "#1".
        guard scalars.contains(where: { $0.properties.isAlphabetic }), scalars.count <= StatusText.longestTag else {
            return nil
        }
        let tag = Substring(scalars)
        return (.hashtag(tag), place..<place + 1 + tag.utf8.count)
    }

    private static func isTag(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return isName(UInt8(scalar.value)) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark:
            return true
        default: return false
        }
    }

    /// What joins two parts of a word in some languages: Catalan's middle dot, Japanese' katakana dot, and Persian's
    /// joint that nobody sees. At the end of a hashtag it belongs to the sentence.
    private static func isTagSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{b7}" || scalar == "\u{30fb}" || scalar == "\u{200c}"
    }

    private func link(around colon: Int) -> (StatusText.Segment, Range<Int>)? {
        let host = colon + 3
        guard bytes[colon...].starts(with: "://".utf8), host < bytes.count,
            Self.isWord(bytes[host]) || bytes[host] == UInt8(ascii: "["),
            let begin = scheme(before: colon), !Self.isWord(byte(before: begin)),
            // A mark on the last slash makes another character of it.
            text.index(after: index(host - 1)) == index(host)
        else { return nil }
        var end = bytes[host...].firstIndex(where: Self.endsLink) ?? bytes.count
        // What ends a sentence is not part of the address; nor is a bracket that was opened before it. The host's first
        // sign is neither.
        let opening = bytes[host..<end].firstIndex(of: UInt8(ascii: "(")) ?? end
        while end > host {
            let last = bytes[end - 1]
            let isUnopened = last == UInt8(ascii: ")") && opening >= end
            guard ".,;:!?'".utf8.contains(last) || isUnopened else { break }
            end -= 1
        }
        return (.link(part(begin..<end)), begin..<end)
    }

    /// Where `http` or `https` begins before a colon.
    private func scheme(before colon: Int) -> Int? {
        let letters = String(decoding: bytes[start..<colon].suffix(5), as: UTF8.self).lowercased()
        return letters == "https" ? colon - 5 : letters.hasSuffix("http") ? colon - 4 : nil
    }

    private static func endsLink(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "^"):
            true
        default: false
        }
    }
}
