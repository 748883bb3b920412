import HTMLScanner
import WebAddress

/// Reads what the standard library does not: other encodings than UTF-8, XML and Markdown. An edge implements it.
public protocol DocumentReader: Sendable {
    /// The text in UTF-8, malformed parts as U+FFFD; nil for a label that the Encoding standard does not know.
    func decoded(_ text: [UInt8], label: String) -> [UInt8]?

    /// Whether addresses of documents in this encoding have their queries in it: all but UTF-8, UTF-16 and replacement.
    func encodesQueries(label: String) -> Bool

    /// A text in an encoding, characters that it lacks as `&#N;` with its signs percent-encoded (URL standard,
    /// "percent-encode after encoding").
    func encoded(_ text: [UInt8], label: String) -> [UInt8]

    /// Scans XHTML or SVG in UTF-8.
    func scanXML(_ document: [UInt8]) -> ScannedPage

    /// Scans Markdown in UTF-8 as GitHub renders it.
    func scanMarkdown(_ document: [UInt8]) -> ScannedPage

    /// Reads a sitemap of any form.
    ///
    /// - Parameter limit: The most bytes that a compressed file may grow to.
    func sitemap(_ file: [UInt8], url: WebURL, limit: Int) -> Sitemap
}
