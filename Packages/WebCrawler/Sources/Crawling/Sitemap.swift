import WebAddress

/// A sitemap (sitemaps.org): a list of addresses in XML or text, or an index of other sitemaps; gzip or not.
public struct Sitemap: Sendable, Equatable {
    /// The pages that it lists.
    public private(set) var pages: [WebURL] = []
    /// The sitemaps that it lists.
    public private(set) var sitemaps: [WebURL] = []

    /// The protocol's own limit on one file's entries.
    public static let maximumEntries = 50_000

    /// Reads a file; what makes no sense in it is passed over.
    ///
    /// - Parameter limit: The most bytes that a compressed file may grow to.
    public init(_ body: [UInt8], url: WebURL, limit: Int) {
        var body = body
        if body.starts(with: [0x1F, 0x8B]) {
            guard let inflated = try? Inflate.gzip(body, limit: limit) else { return }
            body = inflated
        }
        let start = body.prefix(1024).drop { $0 <= 0x20 || $0 >= 0x80 }
        if start.first == UInt8(ascii: "<") { readXML(body, url) } else { readText(body, url) }
    }

    private mutating func readText(_ body: [UInt8], _ base: WebURL) {
        for line in body.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(Self.maximumEntries) {
            if let url = WebURL(String(decoding: line, as: UTF8.self)), url.isWeb { pages.append(url.withoutFragment) }
        }
    }

    /// Takes the text of each `loc`, whose parent is `url` or `sitemap`. Namespaces and extensions do not matter.
    private mutating func readXML(_ body: [UInt8], _ base: WebURL) {
        var isIndexEntry = false
        var position = 0
        while let open = body[position...].firstIndex(of: UInt8(ascii: "<")) {
            let name = body[(open + 1)...].prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
            guard let close = body[open...].firstIndex(of: UInt8(ascii: ">")) else { return }
            position = close + 1
            let local = name.split(separator: UInt8(ascii: ":")).last.map(Array.init) ?? []
            if local == Array("sitemap".utf8) { isIndexEntry = true }
            if local == Array("url".utf8) { isIndexEntry = false }
            guard local == Array("loc".utf8), name.count < 16 else { continue }
            let end = body[position...].firstIndex(of: UInt8(ascii: "<")) ?? body.endIndex
            var text = body[position..<end]
            if body[end...].starts(with: "<![CDATA[".utf8) {
                text = body[(end + 9)...].prefix { $0 != UInt8(ascii: "]") }
            }
            add(Self.unescaped(text), isIndexEntry, base)
            guard pages.count + sitemaps.count < Self.maximumEntries else { return }
        }
    }

    private mutating func add(_ text: String, _ isIndexEntry: Bool, _ base: WebURL) {
        guard let url = WebURL(text, base: base), url.isWeb else { return }
        if isIndexEntry { sitemaps.append(url.withoutFragment) } else { pages.append(url.withoutFragment) }
    }

    /// The text with XML's five entities decoded; addresses need no others.
    private static func unescaped(_ text: ArraySlice<UInt8>) -> String {
        let string = String(decoding: text, as: UTF8.self)
        guard text.contains(UInt8(ascii: "&")) else { return string }
        var result = ""
        var rest = string[...]
        let entities: [(Substring, Character)] = [
            ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"),
        ]
        while let first = rest.first {
            if first == "&", let entity = entities.first(where: { rest.hasPrefix($0.0) }) {
                result.append(entity.1)
                rest = rest.dropFirst(entity.0.count)
            } else {
                result.append(first)
                rest.removeFirst()
            }
        }
        return result
    }
}
