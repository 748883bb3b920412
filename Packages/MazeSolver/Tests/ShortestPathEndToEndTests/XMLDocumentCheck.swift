import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Parses XML with Foundation's parser.
enum XMLDocumentCheck {
    static func isWellFormed(_ data: Data) throws -> Bool {
        XMLParser(data: data).parse()
    }
}
