import ContentCodings
import Crawling
import Foundation
import HTMLScanner
import WebAddress

// Unsafe pointers: libxml2 calls back with text of its own, valid for the call alone.

/// Reads a sitemap: XML or text, an index of others, an Atom or RSS feed (sitemaps.org, "Other Sitemap formats"),
/// gzip or not.
final class SitemapReader: XMLEvents {
    private var sitemap = Sitemap()
    private let url: WebURL
    /// The names of the open elements that count; an element of another namespace stands as nothing.
    private var path: [String] = []
    private var text: [UInt8] = []
    private var takesText = false

    private static let maximumDepth = 64
    private static let maximumText = 8192

    private init(url: WebURL) {
        self.url = url
    }

    /// Reads a file.
    static func read(_ file: [UInt8], url: WebURL, limit: Int) -> Sitemap {
        var body = file
        var fault: String?
        if body.starts(with: [0x1F, 0x8B]) {
            switch ContentCodings.gunzip(body, limit: limit) {
            case .plain(let plain, let isCut):
                body = plain
                if isCut { fault = "it decompresses to more than \(limit) bytes" }
            case .bomb: return failed("it decompresses to more than \(limit) bytes")
            case .unreadable(let why): return failed(why)
            }
        }
        body = utf8(body)
        let reader = SitemapReader(url: url)
        if body.drop(while: { $0 <= 0x20 }).first == UInt8(ascii: "<") {
            let start = body.drop { $0 <= 0x20 }
            if let broken = XMLParser.parse(Array(start), reader) { fault = "it is not well-formed XML, \(broken)" }
        } else {
            reader.readLines(body)
        }
        reader.sitemap.fault = reader.sitemap.fault ?? fault
        return reader.sitemap
    }

    private static func failed(_ why: String) -> Sitemap {
        var sitemap = Sitemap()
        sitemap.fault = why
        return sitemap
    }

    private static func utf8(_ body: [UInt8]) -> [UInt8] {
        if let mark = EncodingSniffer.byteOrderMark(body) {
            let rest = Array(body.dropFirst(mark.length))
            return TextEncoding(label: mark.label)?.decode(rest) ?? rest
        }
        guard let label = EncodingSniffer.xmlDeclaration(body), label.lowercased() != "utf-8",
            !label.lowercased().hasPrefix("utf-16")
        else { return body }
        return TextEncoding(label: label)?.decode(body) ?? body
    }

    /// The text form: one whole address a line.
    private func readLines(_ body: [UInt8]) {
        for line in body.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let text = String(decoding: line, as: UTF8.self)
            if let address = WebURL(text), address.isWeb { sitemap.add(text, isSitemap: false, base: url) }
        }
    }

    // MARK: - XML

    func startElement(_ element: XMLElement) {
        guard path.count < Self.maximumDepth else { return path.append("") }
        path.append(isOwn(element) ? String(decoding: element.name, as: UTF8.self) : "")
        takesText = false
        switch path.suffix(2) {
        case ["url", "loc"], ["sitemap", "loc"], ["item", "link"]:
            takesText = true
            text = []
        case ["entry", "link"]: atomLink(element)
        default: break
        }
    }

    /// Elements without a namespace or in that of a format itself; `image:loc` and its like are extensions.
    private func isOwn(_ element: XMLElement) -> Bool {
        guard let namespace = element.namespace else { return element.prefix == nil }
        return namespace.contains("sitemaps.org/schemas/sitemap")
            || namespace.contains("google.com/schemas/sitemap/0.8")
            || namespace == "http://www.w3.org/2005/Atom" || namespace == "http://purl.org/atom/ns#"
            || namespace == "http://purl.org/rss/1.0/" || namespace == "http://my.netscape.com/rdf/simple/0.9/"
    }

    private func atomLink(_ element: XMLElement) {
        func value(_ name: String) -> String? {
            element.attributes.first { $0.name == Array(name.utf8) }.map { String(decoding: $0.value, as: UTF8.self) }
        }
        guard value("rel").map({ $0 == "alternate" }) ?? true, let target = value("href") else { return }
        sitemap.add(target, isSitemap: false, base: url)
    }

    func endElement() {
        if takesText {
            sitemap.add(
                String(decoding: text, as: UTF8.self), isSitemap: path.dropLast().last == "sitemap", base: url)
        }
        takesText = false
        _ = path.popLast()
    }

    func characters(_ text: UnsafeBufferPointer<UInt8>) {
        if takesText, self.text.count < Self.maximumText { self.text += text }
    }

    func comment(_ text: UnsafeBufferPointer<UInt8>) {}
}
