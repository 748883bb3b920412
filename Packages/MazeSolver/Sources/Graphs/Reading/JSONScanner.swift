/// A JSON value and the line where it starts.
struct JSONValue {
    let line: Int
    let content: Content

    indirect enum Content {
        case object([(key: String, value: JSONValue)])
        case array([JSONValue])
        case string(String)
        /// A number as it was written.
        case number(String)
        case bool(Bool)
        case null
    }

    /// The value of a member; of several with the same key, the last.
    subscript(keys: String...) -> JSONValue? {
        guard case .object(let members) = content else { return nil }
        for key in keys {
            if let member = members.last(where: { $0.key == key }) { return member.value }
        }
        return nil
    }
}

/// Reads JSON as RFC 8259 has it, and keeps the line of each value: Foundation's reader forgets them.
struct JSONScanner {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var depth = 0

    /// Deeper documents are refused: each level takes a part of the thread's stack.
    private static let deepest = 64

    /// What is wrong, and in which line.
    struct Fault: Error {
        let line: Int
        let expected: String
        let found: String
    }

    /// Reads one document.
    static func parse(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
        var scanner = JSONScanner(bytes: bytes)
        let value = try scanner.value()
        scanner.skipBlanks()
        guard scanner.position == bytes.count else { throw scanner.fault("the end of the document") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, isBlank(byte) || byte == UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    /// Moves over `byte` if it comes next, after blanks.
    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(Fault) -> JSONValue {
        skipBlanks()
        let start = line
        let content: JSONValue.Content
        switch next {
        case UInt8(ascii: "{"): content = try object()
        case UInt8(ascii: "["): content = try array()
        case UInt8(ascii: "\""): content = .string(try string())
        case UInt8(ascii: "t"): content = try word("true", .bool(true))
        case UInt8(ascii: "f"): content = try word("false", .bool(false))
        case UInt8(ascii: "n"): content = try word("null", .null)
        default: content = .number(try number())
        }
        return JSONValue(line: start, content: content)
    }

    private mutating func enter() throws(Fault) {
        depth += 1
        guard depth <= Self.deepest else { throw fault("at most \(Self.deepest) levels of nesting") }
        position += 1
    }

    private mutating func object() throws(Fault) -> JSONValue.Content {
        try enter()
        defer { depth -= 1 }
        var members: [(key: String, value: JSONValue)] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw fault("a key in quotes") }
            let key = try string()
            guard take(UInt8(ascii: ":")) else { throw fault("':' after the key") }
            members.append((key, try value()))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault("',' or '}'") }
        return .object(members)
    }

    private mutating func array() throws(Fault) -> JSONValue.Content {
        try enter()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try value()) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fault("',' or ']'") }
        return .array(elements)
    }

    private mutating func word(_ text: String, _ content: JSONValue.Content) throws(Fault) -> JSONValue.Content {
        guard bytes[position...].starts(with: text.utf8) else { throw fault("a value") }
        position += text.utf8.count
        return content
    }

    private mutating func number() throws(Fault) -> String {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        let whole = digits()
        guard whole == 1 || whole > 1 && bytes[position - whole] != UInt8(ascii: "0") else {
            position = start
            throw fault("a value")
        }
        if next == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw fault("digits after the decimal point") }
        }
        if let mark = next, mark | 0x20 == UInt8(ascii: "e") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw fault("digits in the exponent") }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    private mutating func string() throws(Fault) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw fault("text in UTF-8") }
                return string
            case UInt8(ascii: "\\"):
                text += try escape()
            case 0..<0x20:
                position -= 1
                throw fault("an escape instead of a control character")
            default:
                text.append(byte)
            }
        }
        throw fault("a closing quote")
    }

    private mutating func escape() throws(Fault) -> [UInt8] {
        guard let byte = next else { throw fault("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xD800..<0xDC00).contains(code) {
                guard next == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u")
                else { throw fault("the second half of a surrogate pair") }
                position += 2
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw fault("the second half of a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("a Unicode scalar") }
            return Array(String(Character(scalar)).utf8)
        default:
            throw fault("an escape of JSON")
        }
    }

    private mutating func hexadecimal() throws(Fault) -> UInt32 {
        let end = min(position + 4, bytes.count)
        let text = bytes[position..<end]
        guard text.count == 4, text.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: text, as: UTF8.self), radix: 16)
        else { throw fault("four hexadecimal digits") }
        position = end
        return code
    }

    private func fault(_ expected: String) -> Fault {
        let rest = bytes[min(position, bytes.count)...].prefix(20).prefix { $0 != UInt8(ascii: "\n") }
        return Fault(line: line, expected: expected, found: rest.isEmpty ? "the end of the line" : quoted(rest))
    }
}
