// Unsafe pointers: text is copied out of the document, for the command that shows tokens.

/// Collects every token and error of a document, for tests and for `webcrawler tokens`.
public struct TokenCollector: TokenSink {
    /// A token that owns its bytes.
    public enum Token: Sendable, Equatable {
        case doctype(DoctypeToken)
        case startTag(name: [UInt8], attributes: [Attribute], isSelfClosing: Bool)
        case endTag(name: [UInt8])
        case comment([UInt8])
        case characters([UInt8])
    }

    /// An attribute that owns its bytes.
    public struct Attribute: Sendable, Equatable {
        /// The name in lower case.
        public var name: [UInt8]
        /// The value, references decoded.
        public var value: [UInt8]
    }

    /// An error with its position.
    public struct Fault: Sendable, Equatable {
        /// The standard's name for it.
        public var error: ParseError
        /// The line, from 1.
        public var line: Int
        /// The column in UTF-16 code units, from 1.
        public var column: Int
    }

    /// All errors are wanted.
    public static var wantsErrors: Bool { true }
    /// All text is wanted.
    public var wantsText: Bool { true }
    /// The tokens so far.
    public private(set) var tokens: [Token] = []
    private var errors: [(error: ParseError, offset: Int)] = []

    /// Tokenizes a whole document from a given state, without switching states by itself.
    ///
    /// - Parameter pieces: The sizes in which the document is fed, repeated as needed; empty: all at once.
    public static func tokenize(
        _ document: [UInt8], model: ContentModel = .data, lastStartTag: [UInt8] = [], pieces: Int = .max
    ) -> (tokens: [Token], faults: [Fault]) {
        var tokenizer = Tokenizer(sink: TokenCollector(), model: model, lastStartTag: lastStartTag)
        tokenizer.allowsCDATA = false
        var start = 0
        while start < document.count {
            let end = pieces < document.count - start ? start + pieces : document.count
            tokenizer.feed(Array(document[start..<end]))
            start = end
        }
        tokenizer.finish()
        return (tokenizer.sink.tokens, tokenizer.sink.faults(in: document))
    }

    /// Appends to the text before.
    public mutating func characters(_ text: Span<UInt8>) {
        let bytes = text.withUnsafeBufferPointer { Array($0) }
        guard case .characters(let before) = tokens.last else {
            tokens.append(.characters(bytes))
            return
        }
        tokens[tokens.count - 1] = .characters(before + bytes)
    }

    /// Keeps the tag; the state stays, as html5lib's tests expect.
    public mutating func startTag(_ tag: borrowing TagToken) -> ContentModel {
        let attributes = tag.allAttributes.map { Attribute(name: $0.name, value: $0.value) }
        tokens.append(.startTag(name: tag.name, attributes: attributes, isSelfClosing: tag.isSelfClosing))
        return .data
    }

    /// Keeps the tag.
    public mutating func endTag(_ tag: borrowing TagToken) {
        tokens.append(.endTag(name: tag.name))
    }

    /// Keeps the comment.
    public mutating func comment(_ text: Span<UInt8>) {
        tokens.append(.comment(text.withUnsafeBufferPointer { Array($0) }))
    }

    /// Keeps the declaration.
    public mutating func doctype(_ doctype: DoctypeToken) {
        tokens.append(.doctype(doctype))
    }

    /// Keeps the error.
    public mutating func parseError(_ error: ParseError, at offset: Int) {
        errors.append((error, offset))
    }

    /// The errors, those of the input stream included, with lines and columns, in the order of their positions.
    private func faults(in document: [UInt8]) -> [Fault] {
        let all = streamErrors(in: document) + errors
        let sorted = all.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
        var faults: [Fault] = []
        var (line, column, position) = (1, 1, 0)
        for (_, (error, offset)) in sorted {
            while position < min(offset, document.count) {
                let byte = document[position]
                let isReturn = byte == 0x0D && !(position + 1 < document.count && document[position + 1] == 0x0A)
                if byte == 0x0A || isReturn {
                    (line, column) = (line + 1, 1)
                } else if byte & 0xC0 != 0x80, byte != 0x0D {
                    column += byte >= 0xF0 ? 2 : 1
                }
                position += 1
            }
            faults.append(Fault(error: error, line: line, column: column))
        }
        return faults
    }

    /// Section 13.2.3.5: controls, noncharacters and surrogates.
    private func streamErrors(in document: [UInt8]) -> [(error: ParseError, offset: Int)] {
        var found: [(error: ParseError, offset: Int)] = []
        var index = 0
        while index < document.count {
            let first = document[index]
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            var point = UInt32(length == 1 ? first : first & (0x7F >> UInt8(length)))
            for next in document[min(index + 1, document.count)..<min(index + length, document.count)] {
                point = point << 6 | UInt32(next & 0x3F)
            }
            if isControl(point) {
                found.append((.controlCharacter, index))
            } else if (0xD800...0xDFFF).contains(point) {
                found.append((.surrogate, index))
            } else if isNoncharacter(point) {
                found.append((.noncharacter, index))
            }
            index += length
        }
        return found
    }
}
