/// Reads JSON (RFC 8259) from an untrusted client, with limits that stop early.
///
/// Foundation's reader cannot tell 1 from 1.0 or from true on all platforms, and has no limits; variables need both.
public struct JSONReader {
    /// What is read of a body.
    public struct Limits: Sendable {
        /// Bytes of the whole text.
        public var bytes: Int
        /// How deep lists and objects may nest; reading is recursive.
        public var depth: Int
        /// Values altogether: small ones take many times their text in memory.
        public var values: Int

        /// Limits for requests, or others.
        public init(bytes: Int = 1 << 20, depth: Int = 64, values: Int = 50_000) {
            self.bytes = bytes
            self.depth = depth
            self.values = values
        }
    }

    /// Why a text was refused, with the byte offset.
    public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// What is wrong.
        public let message: String
        /// The offset of the byte that does not fit.
        public let offset: Int
        /// Whether a limit was passed; else the text is no JSON.
        public let isLimit: Bool

        /// The message with its place.
        public var description: String { "\(message) (byte \(offset))" }
    }

    private let bytes: [UInt8]
    private let limits: Limits
    private var position = 0
    private var values = 0

    /// Reads one value that takes the whole text.
    ///
    /// - Throws: `Failure` with the place.
    public static func read(_ bytes: [UInt8], limits: Limits = Limits()) throws(Failure) -> GraphQLValue {
        guard bytes.count <= limits.bytes else {
            throw Failure(
                message: "The body has \(bytes.count) bytes; at most \(limits.bytes) are read.", offset: limits.bytes,
                isLimit: true)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Failure(message: "The body is not UTF-8.", offset: 0, isLimit: false)
        }
        var reader = JSONReader(bytes, limits)
        let value = try reader.value(0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.failure("Unexpected text after the value.") }
        return value
    }

    private init(_ bytes: [UInt8], _ limits: Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    private func failure(_ message: String, isLimit: Bool = false) -> Failure {
        Failure(message: message, offset: position, isLimit: isLimit)
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: Character) throws(Failure) {
        guard let expected = byte.asciiValue, peek() == expected else { throw failure("Expected '\(byte)'.") }
        position += 1
    }

    private mutating func value(_ depth: Int) throws(Failure) -> GraphQLValue {
        skipSpace()
        values += 1
        if values > limits.values {
            throw failure("The body has more than \(limits.values) values.", isLimit: true)
        }
        if depth > limits.depth {
            throw failure("The body nests deeper than \(limits.depth) levels.", isLimit: true)
        }
        switch peek() {
        case UInt8(ascii: "{"): return .object(try object(depth))
        case UInt8(ascii: "["): return .list(try list(depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ text: String, _ value: GraphQLValue) throws(Failure) -> GraphQLValue {
        guard bytes[position...].starts(with: text.utf8) else { throw failure("Expected '\(text)'.") }
        position += text.utf8.count
        return value
    }

    private mutating func list(_ depth: Int) throws(Failure) -> [GraphQLValue] {
        try take("[")
        skipSpace()
        var items: [GraphQLValue] = []
        if peek() == UInt8(ascii: "]") {
            position += 1
            return items
        }
        while true {
            items.append(try value(depth + 1))
            skipSpace()
            if peek() == UInt8(ascii: ",") { position += 1 } else { break }
        }
        try take("]")
        return items
    }

    private mutating func object(_ depth: Int) throws(Failure) -> ObjectValue {
        try take("{")
        skipSpace()
        var object = ObjectValue()
        if peek() == UInt8(ascii: "}") {
            position += 1
            return object
        }
        while true {
            skipSpace()
            let key = try string()
            skipSpace()
            try take(":")
            object[key] = try value(depth + 1)
            skipSpace()
            if peek() == UInt8(ascii: ",") { position += 1 } else { break }
        }
        try take("}")
        return object
    }

    private mutating func number() throws(Failure) -> GraphQLValue {
        let start = position
        var isInteger = true
        if peek() == UInt8(ascii: "-") { position += 1 }
        guard let first = peek(), first.isDigit else { throw failure("Expected a value.") }
        digits()
        if first == UInt8(ascii: "0"), position - start > (bytes[start] == UInt8(ascii: "-") ? 2 : 1) {
            throw failure("A number must not start with 0.")
        }
        if peek() == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard peek()?.isDigit == true else { throw failure("Expected a digit.") }
            digits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            guard peek()?.isDigit == true else { throw failure("Expected a digit.") }
            digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let integer = Int(text) { return .int(integer) }
        guard let number = Double(text), number.isFinite else {
            throw failure("The number '\(text.prefix(40))' is too large.", isLimit: true)
        }
        return .float(number)
    }

    private mutating func digits() {
        while peek()?.isDigit == true { position += 1 }
    }

    private mutating func string() throws(Failure) -> String {
        try take("\"")
        var result: [UInt8] = []
        while let byte = peek() {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &result)
            case 0..<0x20: throw failure("A string must not hold control characters.")
            default: result.append(byte)
            }
        }
        throw failure("The string does not end.")
    }

    private mutating func escape(into result: inout [UInt8]) throws(Failure) {
        guard let byte = peek() else { throw failure("The string does not end.") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"):
            var value = try hexadecimal()
            if 0xD800...0xDBFF ~= value, peek() == UInt8(ascii: "\\") {
                position += 1
                try take("u")
                let low = try hexadecimal()
                guard 0xDC00...0xDFFF ~= low else { throw failure("Invalid surrogate pair.") }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw failure("Invalid surrogate.") }
            result += Array(String(scalar).utf8)
        default: throw failure("Invalid escape.")
        }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = peek()?.hexadecimalValue else { throw failure("Expected four hexadecimal digits.") }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
