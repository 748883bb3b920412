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
        var scanner = Scanner(text: text)
        scanner.run()
        segments = scanner.segments
    }

    /// The names that are mentioned, in lower case, each once.
    public var mentions: [String] {
        unique { if case .mention(let name) = $0 { name.lowercased() } else { nil } }
    }

    /// The hashtags in lower case, each once.
    public var hashtags: [String] {
        unique { if case .hashtag(let tag) = $0 { tag.lowercased() } else { nil } }
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

/// Walks over the bytes once. What begins a mention, a tag or a link is ASCII, so that most bytes are only passed over.
private struct Scanner {
    let text: String
    var segments: [StatusText.Segment] = []
    private var start: String.Index
    private var place: String.Index
    private let bytes: String.UTF8View

    init(text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
        bytes = text.utf8
        start = text.startIndex
        place = text.startIndex
    }

    mutating func run() {
        var before: UInt8 = UInt8(ascii: " ")
        while place < bytes.endIndex {
            let byte = bytes[place]
            let found: (String.Index, StatusText.Segment)?
            switch byte {
            case UInt8(ascii: "@") where !Self.isWord(before) && before != UInt8(ascii: "/"): found = mention
            case UInt8(ascii: "#")
            where !Self.isWord(before) && before != UInt8(ascii: "/") && before != UInt8(ascii: "&"):
                found = hashtag
            case UInt8(ascii: "h") where !Self.isWord(before), UInt8(ascii: "H") where !Self.isWord(before):
                found = link
            default: found = nil
            }
            if let (end, segment) = found {
                if start < place { segments.append(.text(text[start..<place])) }
                segments.append(segment)
                start = end
                place = end
                before = UInt8(ascii: "x")
            } else {
                before = byte
                place = bytes.index(after: place)
            }
        }
        if start < bytes.endIndex { segments.append(.text(text[start...])) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    private static func isName(_ byte: UInt8) -> Bool { byte < 0x80 && isWord(byte) }

    private var mention: (String.Index, StatusText.Segment)? {
        let begin = bytes.index(after: place)
        let end = bytes[begin...].firstIndex { !Self.isName($0) } ?? bytes.endIndex
        guard begin < end, bytes.distance(from: begin, to: end) <= StatusText.longestName else { return nil }
        // `@name@elsewhere` is somebody whom this network does not have.
        if end < bytes.endIndex, bytes[end] == UInt8(ascii: "@") { return nil }
        return (end, .mention(text[begin..<end]))
    }

    private var hashtag: (String.Index, StatusText.Segment)? {
        let begin = bytes.index(after: place)
        let scalars = text.unicodeScalars
        let end = scalars[begin...].firstIndex { !Self.isTag($0) } ?? text.endIndex
        let tag = text[begin..<end]
        // A number alone is a number, as in "#1".
        guard begin < end, tag.unicodeScalars.contains(where: { !(0x30...0x39).contains($0.value) && $0 != "_" }),
            tag.unicodeScalars.count <= StatusText.longestTag
        else { return nil }
        return (end, .hashtag(tag))
    }

    private static func isTag(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return isWord(UInt8(scalar.value)) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark:
            return true
        default: return false
        }
    }

    private var link: (String.Index, StatusText.Segment)? {
        let rest = text[place...]
        let scheme = rest.prefix(8).lowercased()
        let length = scheme == "https://" ? 8 : scheme.hasPrefix("http://") ? 7 : 0
        guard length > 0 else { return nil }
        let host = text.index(place, offsetBy: length)
        var end =
            bytes[host...].firstIndex { byte in byte <= 0x20 || "<>\"`{}|\\^".utf8.contains(byte) } ?? bytes.endIndex
        // What ends a sentence is not part of the address; nor is a bracket that was opened before it.
        while end > host {
            let last = bytes[bytes.index(before: end)]
            let isUnopened =
                last == UInt8(ascii: ")") && !bytes[host..<end].contains(UInt8(ascii: "("))
            guard ".,;:!?'".utf8.contains(last) || isUnopened else { break }
            end = bytes.index(before: end)
        }
        guard end > host, let first = bytes[host...].first, Self.isWord(first) || first == UInt8(ascii: "[") else {
            return nil
        }
        return (end, .link(text[place..<end]))
    }
}
