import HTMLScanner

// Unsafe pointers: libxml2 calls back with text of its own, valid for the call alone.

/// Scans XHTML and SVG.
final class XMLPage: XMLEvents {
    private var scanner = XMLPageScanner()

    /// Scans a document in UTF-8. Of one that is not well-formed, what comes before the fault and what can be saved
    /// behind it is there, and the fault is told.
    static func scan(_ document: [UInt8]) -> ScannedPage {
        let page = XMLPage()
        let fault = XMLParser.parse(document, page)
        var scanned = page.scanner.finished()
        if let fault { scanned.fault = "it is not well-formed XML, \(fault)" }
        return scanned
    }

    func startElement(_ element: XMLElement) {
        scanner.startElement(
            element.name, namespace: element.namespace ?? "", attributes: element.attributes, offset: element.offset)
    }

    func endElement() { scanner.endElement() }

    func characters(_ text: UnsafeBufferPointer<UInt8>) { scanner.characters(text) }

    func comment(_ text: UnsafeBufferPointer<UInt8>) { scanner.comment(text) }
}
