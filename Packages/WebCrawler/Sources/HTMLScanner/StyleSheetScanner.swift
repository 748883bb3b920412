// Unsafe pointers: an address is read in its array's own memory, for the call alone.

/// Finds the addresses of a style sheet that is a document of its own.
public enum StyleSheetScanner {
    /// Scans a style sheet in UTF-8.
    public static func scan(_ document: [UInt8]) -> ScannedPage {
        var page = ScannedPage()
        for address in StyleScanner.scan(document) {
            address.bytes.withUnsafeBufferPointer {
                page.append(
                    $0, address.isStyleSheet ? .styleSheet : .resource, isNoFollow: false, offset: address.offset)
            }
        }
        return page
    }
}
