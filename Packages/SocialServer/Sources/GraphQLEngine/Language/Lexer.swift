/// Cuts a document into tokens (section 2.1), one at a time, so that a limit stops a hostile document early.
struct Lexer {
    private let source: Source
    private let limits: DocumentLimits
    /// The offset of the next byte to look at; never past the end.
    private var position = 0
    /// How many tokens have been read.
    private var count = 0

    init(_ source: Source, limits: DocumentLimits) throws(GraphQLError) {
        self.source = source
        self.limits = limits
        if source.bytes.count > limits.bytes {
            throw GraphQLError.limit(
                "The document has \(source.bytes.count) bytes; at most \(limits.bytes) are read.", in: source,
                at: limits.bytes)
        }
    }

    /// The byte `distance` bytes ahead, or nil after the end.
    private func peek(_ distance: Int = 0) -> UInt8? {
        let index = position + distance
        return index < source.bytes.count ? source.bytes[index] : nil
    }

    private func failure(_ message: String, at offset: Int) -> GraphQLError {
        .syntax(message, in: source, at: offset)
    }

    /// Reads the next token. After the end it gives the end again.
    mutating func next() throws(GraphQLError) -> Token {
        skipIgnored()
        let start = position
        guard let byte = peek() else { return token(.endOfFile, from: start) }
        count += 1
        if count > limits.tokens {
            throw GraphQLError.limit(
                "The document has more than \(limits.tokens) tokens; parsing stopped.", in: source, at: start)
        }
        switch byte {
        case UInt8(ascii: "!"): return punctuation(.exclamationMark)
        case UInt8(ascii: "$"): return punctuation(.dollar)
        case UInt8(ascii: "&"): return punctuation(.ampersand)
        case UInt8(ascii: "("): return punctuation(.leftParenthesis)
        case UInt8(ascii: ")"): return punctuation(.rightParenthesis)
        case UInt8(ascii: ":"): return punctuation(.colon)
        case UInt8(ascii: "="): return punctuation(.equals)
        case UInt8(ascii: "@"): return punctuation(.at)
        case UInt8(ascii: "["): return punctuation(.leftBracket)
        case UInt8(ascii: "]"): return punctuation(.rightBracket)
        case UInt8(ascii: "{"): return punctuation(.leftBrace)
        case UInt8(ascii: "|"): return punctuation(.pipe)
        case UInt8(ascii: "}"): return punctuation(.rightBrace)
        case UInt8(ascii: "."):
            guard peek(1) == byte, peek(2) == byte else {
                throw failure("Unexpected character '.'; a spread has three dots.", at: start)
            }
            return punctuation(.spread, length: 3)
        case UInt8(ascii: "\""):
            return peek(1) == byte && peek(2) == byte ? try blockString() : try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case _ where byte.isNameStart:
            repeat { position += 1 } while peek()?.isNameContinue == true
            return token(.name, from: start, value: source.text(start..<position))
        case UInt8(ascii: "'"):
            throw failure("Unexpected single quote character ('); strings take double quotes (\").", at: start)
        default:
            throw failure("Unexpected character: \(describe(at: start)).", at: start)
        }
    }

    /// White space, line ends, commas, comments and byte order marks mean nothing (section 2.1.7).
    private mutating func skipIgnored() {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                position += 1
            case UInt8(ascii: "#"):
                while let next = peek(), next != UInt8(ascii: "\n"), next != UInt8(ascii: "\r") { position += 1 }
            case 0xEF where peek(1) == 0xBB && peek(2) == 0xBF:
                position += 3
            default:
                return
            }
        }
    }

    private func token(_ kind: Token.Kind, from start: Int, value: String = "") -> Token {
        Token(kind: kind, start: start, end: position, value: value)
    }

    private mutating func punctuation(_ kind: Token.Kind, length: Int = 1) -> Token {
        let start = position
        position += length
        return token(kind, from: start)
    }

    /// The character at an offset as an error names it.
    private func describe(at offset: Int) -> String {
        guard offset < source.bytes.count else { return "<EOF>" }
        let tail = source.text(offset..<min(offset + 4, source.bytes.count))
        guard let scalar = tail.unicodeScalars.first else { return "<EOF>" }
        if scalar == "\"" { return "'\"'" }
        if scalar.isASCII, scalar.value >= 0x20, scalar.value < 0x7F { return "'\(scalar)'" }
        let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
    }

    // MARK: Numbers (sections 2.9.1 and 2.9.2)

    private mutating func number() throws(GraphQLError) -> Token {
        let start = position
        var isFloat = false
        if peek() == UInt8(ascii: "-") { position += 1 }
        if peek() == UInt8(ascii: "0") {
            position += 1
            if let byte = peek(), byte.isDigit {
                throw failure("Invalid number, unexpected digit after 0: \(describe(at: position)).", at: position)
            }
        } else {
            try digits()
        }
        if peek() == UInt8(ascii: ".") {
            isFloat = true
            position += 1
            try digits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            isFloat = true
            position += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        // Section 2.9.1: a number must not run into a name, a digit or a dot.
        if let byte = peek(), byte == UInt8(ascii: ".") || byte.isNameStart {
            throw failure("Invalid number, expected digit but got: \(describe(at: position)).", at: position)
        }
        return token(isFloat ? .float : .int, from: start, value: source.text(start..<position))
    }

    private mutating func digits() throws(GraphQLError) {
        guard let first = peek(), first.isDigit else {
            throw failure("Invalid number, expected digit but got: \(describe(at: position)).", at: position)
        }
        while let byte = peek(), byte.isDigit { position += 1 }
    }

    // MARK: Strings (section 2.9.4)

    private mutating func string() throws(GraphQLError) -> Token {
        let start = position
        position += 1
        var value: [UInt8] = []
        var chunk = position
        while true {
            guard let byte = peek(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") else {
                throw failure("Unterminated string.", at: position)
            }
            if byte == UInt8(ascii: "\"") {
                value += source.bytes[chunk..<position]
                position += 1
                return token(.string, from: start, value: String(decoding: value, as: UTF8.self))
            }
            if byte == UInt8(ascii: "\\") {
                value += source.bytes[chunk..<position]
                try escape(into: &value)
                chunk = position
            } else {
                position += 1
            }
        }
    }

    private mutating func escape(into value: inout [UInt8]) throws(GraphQLError) {
        let start = position
        switch peek(1) {
        case UInt8(ascii: "\""): value.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): value.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): value.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): value.append(0x08)
        case UInt8(ascii: "f"): value.append(0x0C)
        case UInt8(ascii: "n"): value.append(0x0A)
        case UInt8(ascii: "r"): value.append(0x0D)
        case UInt8(ascii: "t"): value.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = peek(2) == UInt8(ascii: "{") ? bracedEscape() : fixedEscape() else {
                throw failure("Invalid Unicode escape sequence: \(escapeText(from: start)).", at: start)
            }
            value += Array(String(scalar).utf8)
            return
        default:
            throw failure("Invalid character escape sequence: \(escapeText(from: start)).", at: start)
        }
        position += 2
    }

    private func escapeText(from start: Int) -> String {
        let end = min(start + 12, source.bytes.count)
        let text = source.text(start..<end)
        return "'\(text.prefix { $0 != "\"" && !$0.isNewline })'"
    }

    /// `\u{1F600}`: any Unicode scalar value (new in the September 2025 edition). Moves past it.
    private mutating func bracedEscape() -> Unicode.Scalar? {
        var value: UInt32 = 0
        var length = 3
        while let digit = peek(length)?.hexadecimalValue {
            value = value << 4 | UInt32(digit)
            length += 1
            // Leading zeros are allowed, more than 32 bits are not; ten digits say which.
            if value > 0x10FFFF || length > 64 { return nil }
        }
        guard length > 3, peek(length) == UInt8(ascii: "}"), let scalar = Unicode.Scalar(value) else { return nil }
        position += length + 1
        return scalar
    }

    /// `\u00E9`, or two of them that are a surrogate pair. Moves past it.
    private mutating func fixedEscape() -> Unicode.Scalar? {
        guard let first = hexadecimal4(at: 2) else { return nil }
        if let scalar = Unicode.Scalar(first) {
            position += 6
            return scalar
        }
        guard first < 0xDC00, peek(6) == UInt8(ascii: "\\"), peek(7) == UInt8(ascii: "u"),
            let second = hexadecimal4(at: 8), 0xDC00...0xDFFF ~= second
        else { return nil }
        position += 12
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private func hexadecimal4(at distance: Int) -> UInt32? {
        var value: UInt32 = 0
        for index in 0..<4 {
            guard let digit = peek(distance + index)?.hexadecimalValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private mutating func blockString() throws(GraphQLError) -> Token {
        let start = position
        position += 3
        var raw: [UInt8] = []
        var chunk = position
        let quote = UInt8(ascii: "\"")
        while let byte = peek() {
            if byte == quote, peek(1) == quote, peek(2) == quote {
                raw += source.bytes[chunk..<position]
                position += 3
                return token(.blockString, from: start, value: BlockString.value(ofRaw: raw))
            }
            if byte == UInt8(ascii: "\\"), peek(1) == quote, peek(2) == quote, peek(3) == quote {
                raw += source.bytes[chunk..<position]
                raw += [quote, quote, quote]
                position += 4
                chunk = position
            } else {
                position += 1
            }
        }
        throw failure("Unterminated string.", at: position)
    }
}

extension UInt8 {
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    var isNameStart: Bool {
        self == UInt8(ascii: "_") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= self
            || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
    }

    var isNameContinue: Bool { isNameStart || isDigit }

    var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
