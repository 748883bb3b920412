/// One logical line of iCalendar (RFC 5545, 3.1): a name, parameters and a value, with the position of its bytes.
///
/// Nothing is decoded that need not be: ``value`` has its escapes still, since only the property's type says whether it
/// has any. Bytes that are no UTF-8 show as U+FFFD here and stay what they are in the document.
public struct ContentLine: Sendable, Equatable {
    /// A parameter, such as `TZID=Europe/Berlin`.
    public struct Parameter: Sendable, Equatable {
        /// The name in capitals.
        public let name: String
        /// The values, without quotes and with RFC 6868's `^n`, `^^` and `^'` decoded.
        public let values: [String]
    }

    /// The name in capitals.
    public let name: String
    /// The name as the client wrote it.
    public let writtenName: String
    /// The parameters in their order.
    public let parameters: [Parameter]
    /// The parameters as the client wrote them, with the semicolon before each; empty if there are none.
    public let writtenParameters: String
    /// The value, unfolded, with its escapes.
    public let value: String
    /// Where the line stands in the document: all its folds, and the line end.
    public let range: Range<Int>
    /// The number of its first physical line, counted from 1.
    public let number: Int

    /// The first value of a parameter.
    public func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.values.first
    }

    /// Reads an unfolded line; nil if it has no name or no colon.
    init?(unfolded: [UInt8], range: Range<Int>, number: Int) {
        var quoted = false
        guard
            let colon = unfolded.firstIndex(where: { byte in
                if byte == UInt8(ascii: "\"") { quoted.toggle() }
                return byte == UInt8(ascii: ":") && !quoted
            }) ?? unfolded.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        let head = unfolded[..<colon]
        let nameEnd = head.firstIndex(of: UInt8(ascii: ";")) ?? colon
        let written = String(decoding: unfolded[..<nameEnd], as: UTF8.self)
        guard !written.isEmpty, written.utf8.allSatisfy(Self.isNameByte) else { return nil }
        writtenName = written
        name = written.uppercased()
        writtenParameters = String(decoding: unfolded[nameEnd..<colon], as: UTF8.self)
        parameters = Self.parameters(unfolded[nameEnd..<colon])
        value = String(decoding: unfolded[(colon + 1)...], as: UTF8.self)
        self.range = range
        self.number = number
    }

    /// Letters, digits and `-`; real clients also write `.` and `_`.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func parameters(_ bytes: ArraySlice<UInt8>) -> [Parameter] {
        split(bytes, at: UInt8(ascii: ";")).compactMap { part in
            guard !part.isEmpty else { return nil }
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = String(decoding: part[..<equals], as: UTF8.self).uppercased()
            let values = split(part[equals...].dropFirst(), at: UInt8(ascii: ",")).map { value in
                decoded(String(decoding: value.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self))
            }
            return Parameter(name: name, values: values)
        }
    }

    /// Splits at a byte outside quotes.
    private static func split(_ bytes: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
        var quoted = false
        return bytes.split(omittingEmptySubsequences: false) { byte in
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            return byte == separator && !quoted
        }
    }

    /// RFC 6868.
    private static func decoded(_ text: String) -> String {
        guard text.contains("^") else { return text }
        var result = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "^", let next = rest.first else {
                result.append(character)
                continue
            }
            switch next {
            case "n": result.append("\n")
            case "^": result.append("^")
            case "'": result.append("\"")
            default:
                result.append("^")
                continue
            }
            rest.removeFirst()
        }
        return result
    }
}
