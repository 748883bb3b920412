/// A GraphQL document as text, and the arithmetic from byte offsets to lines and columns.
public struct Source: Sendable {
    /// The document as UTF-8. A Swift string is always valid UTF-8, and so is this.
    public let bytes: [UInt8]

    /// Keeps a document's text.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The line and column of a byte offset.
    ///
    /// Both count from 1. A column counts Unicode scalars, not bytes. LF, CR and CR LF each end a line. Takes time in
    /// proportion to the offset; errors ask for it, nothing else does.
    public func location(of offset: Int) -> SourceLocation {
        var line = 1
        var column = 1
        var position = 0
        let end = min(offset, bytes.count)
        while position < end {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                column = 1
            case UInt8(ascii: "\r"):
                if position < bytes.count, bytes[position] == UInt8(ascii: "\n") {
                    if position == end { break }
                    position += 1
                }
                line += 1
                column = 1
            default:
                // Continuation bytes belong to the scalar before them.
                if byte & 0b1100_0000 != 0b1000_0000 { column += 1 }
            }
        }
        return SourceLocation(line: line, column: column)
    }

    /// The text of a range of bytes.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}

/// A place in a document: a line and a column, both from 1.
public struct SourceLocation: Sendable, Hashable, Comparable {
    /// The line, from 1.
    public let line: Int
    /// The column in Unicode scalars, from 1.
    public let column: Int

    /// Names a place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// In the order of the text.
    public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
