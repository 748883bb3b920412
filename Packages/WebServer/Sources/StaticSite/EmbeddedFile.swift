import CLandingPage
import HTTPMessages

/// A file of the landing page inside the binary.
public struct EmbeddedFile: Sendable {
    /// The path from the page's folder, as `index.html`.
    public let path: String
    /// The media type, with the charset for text.
    public let mimeType: String
    /// The strong entity tag with its quotation marks.
    public let entityTag: String
    private let start: UnsafeSendable
    /// The number of octets.
    public let count: Int

    /// The content.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start.pointer, count: count)) }

    /// The landing page's files, in the order of the table in CLandingPage.
    public static let landingPage: [EmbeddedFile] = (0..<landing_page_count()).map { index in
        EmbeddedFile(landing_page_file_at(index))
    }

    private init(_ file: landing_page_file) {
        path = String(cString: file.path)
        start = UnsafeSendable(pointer: file.bytes)
        count = file.count
        mimeType = MIMETypes.type(of: Array(path.utf8))
        var hash = ContentHash()
        hash.combine(UnsafeRawBufferPointer(start: file.bytes, count: file.count))
        entityTag = "\"\(String(hash.value, radix: 16))-\(String(file.count, radix: 16))\""
    }

    /// A pointer to constant data of the binary, which any thread may read for ever.
    private struct UnsafeSendable: @unchecked Sendable {
        let pointer: UnsafePointer<UInt8>
    }
}
