// Unsafe pointers: a word of the program is compared where the program keeps it.

/// Reads JSON (RFC 8259) into ``Parameters``: strict, in one pass, with bounds on depth and number.
struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0
    private var values = 0

    /// Reads a whole text.
    ///
    /// - Throws: ``Parameters/Fault`` with the place of the fault.
    static func read(_ bytes: [UInt8]) throws -> Parameters.Value {
        var reader = JSONReader(bytes: bytes)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.place == bytes.count else { throw reader.fault("ends here, but more follows") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func fault(_ what: String) -> Parameters.Fault {
        Parameters.Fault(message: "The JSON at byte \(place) \(what).")
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || (0x09...0x0d).contains(byte) && byte != 0x0b && byte != 0x0c {
            place += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws -> Parameters.Value {
        guard depth < 12 else { throw fault("is nested too deeply") }
        values += 1
        guard values <= 10_000 else { throw fault("has too many values") }
        switch next {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .truth(true))
        case UInt8(ascii: "f"): return try word("false", .truth(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .text(try number())
        }
    }

    private mutating func word(_ word: StaticString, _ value: Parameters.Value) throws -> Parameters.Value {
        let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[place...].starts(with: expected) else { throw fault("is no value") }
        place += expected.count
        return value
    }

    private mutating func object(_ depth: Int) throws -> Parameters.Value {
        place += 1
        var tree: [String: Parameters.Value] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return .tree(tree) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("needs a name in quotes") }
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw fault("needs a colon") }
            skipSpace()
            tree[name] = try value(depth: depth + 1)
            skipSpace()
            if take(UInt8(ascii: "}")) { return .tree(tree) }
            guard take(UInt8(ascii: ",")) else { throw fault("needs a comma or the object's end") }
        }
    }

    private mutating func array(_ depth: Int) throws -> Parameters.Value {
        place += 1
        var list: [Parameters.Value] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .list(list) }
        while true {
            skipSpace()
            list.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .list(list) }
            guard take(UInt8(ascii: ",")) else { throw fault("needs a comma or the list's end") }
        }
    }

    private mutating func number() throws -> String {
        let start = place
        _ = take(UInt8(ascii: "-"))
        let digits = skipDigits()
        guard digits > 0, digits == 1 || bytes[place - digits] != UInt8(ascii: "0") else { throw fault("is no value") }
        if take(UInt8(ascii: ".")) { guard skipDigits() > 0 else { throw fault("needs a digit") } }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() > 0 else { throw fault("needs a digit") }
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func skipDigits() -> Int {
        let start = place
        while let byte = next, (0x30...0x39).contains(byte) { place += 1 }
        return place - start
    }

    private mutating func string() throws -> String {
        place += 1
        let start = place
        // Most strings have no escapes and are taken as they stand.
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
        guard next == UInt8(ascii: "\"") else { return try escapedString(from: start) }
        place += 1
        return try text(bytes[start..<place - 1])
    }

    private func text(_ bytes: some Collection<UInt8>) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("is no UTF-8") }
        return text
    }

    private mutating func escapedString(from start: Int) throws -> String {
        var text = Array(bytes[start..<place])
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return try self.text(text)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw fault("has a control character")
            default: text.append(byte)
            }
        }
        throw fault("ends inside a string")
    }

    private mutating func escape(into text: inout [UInt8]) throws {
        guard let byte = next else { throw fault("ends inside a string") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try hexadecimal())
            if (0xd800..<0xdc00).contains(code), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = UInt32(try hexadecimal())
                guard (0xdc00..<0xe000).contains(low) else { throw fault("has half a character") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("has half a character") }
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
        default: throw fault("has an escape that JSON does not know")
        }
    }

    private mutating func hexadecimal() throws -> UInt16 {
        guard place + 4 <= bytes.count,
            bytes[place..<place + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw fault("needs four hexadecimal digits") }
        place += 4
        return value
    }
}
