import Crawling
import HTMLScanner
import WebAddress

/// Reads encodings with the system's iconv, XML with libxml2 and Markdown with cmark-gfm.
public struct SystemReader: DocumentReader {
    /// Makes a reader.
    public init() {}

    /// The text in UTF-8; nil for an unknown label.
    public func decoded(_ text: [UInt8], label: String) -> [UInt8]? {
        TextEncoding(label: label)?.decode(text)
    }

    /// Whether documents in this encoding have queries in it.
    public func encodesQueries(label: String) -> Bool {
        TextEncoding(label: label)?.encodesQueries ?? false
    }

    /// A text in an encoding.
    public func encoded(_ text: [UInt8], label: String) -> [UInt8] {
        TextEncoding(label: label)?.encode(text) ?? text
    }

    /// Scans XHTML or SVG in UTF-8.
    public func scanXML(_ document: [UInt8]) -> ScannedPage { XMLPage.scan(document) }

    /// Scans Markdown in UTF-8.
    public func scanMarkdown(_ document: [UInt8]) -> ScannedPage { MarkdownPage.scan(document) }

    /// Reads a sitemap.
    public func sitemap(_ file: [UInt8], url: WebURL, limit: Int) -> Sitemap {
        SitemapReader.read(file, url: url, limit: limit)
    }
}
