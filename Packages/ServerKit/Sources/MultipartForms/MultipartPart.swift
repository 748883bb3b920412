/// What the headers of a part say.
public struct MultipartPart: Sendable, Equatable {
    /// The field's name.
    public let name: String
    /// The file's name as the client gives it, if the part is a file: an untrusted text, never to be used as a path.
    public let fileName: String?
    /// The `Content-Type`, if there is one: an untrusted claim.
    public let contentType: String?

    /// Reads the lines between a boundary and the empty line.
    init(headers: ArraySlice<UInt8>, number: Int) throws(MultipartError) {
        var disposition: String?
        var contentType: String?
        var rest = headers
        while !rest.isEmpty {
            let end = rest.indices.first { rest[$0] == 13 && $0 + 1 < rest.endIndex && rest[$0 + 1] == 10 }
            let bytes = rest[..<(end ?? rest.endIndex)]
            rest = rest[(end.map { $0 + 2 } ?? rest.endIndex)...]
            guard let line = String(validating: bytes, as: UTF8.self) else {
                throw .notUTF8(.headers(part: number))
            }
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
                line[..<colon].utf8.allSatisfy(Self.isTokenByte),
                !line.utf8.contains(where: { $0 < 32 && $0 != 9 || $0 == 127 })
            else { throw .badHeader(line, part: number) }
            let value = Self.trimmed(line[line.index(after: colon)...])
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard disposition == nil else { throw .badDisposition(value, part: number) }
                disposition = value
            case "content-type": contentType = value
            case "content-transfer-encoding":
                guard ["7bit", "8bit", "binary"].contains(value.lowercased()) else {
                    throw .encoded(value, part: number)
                }
            default: break
            }
        }
        guard let disposition else { throw .badDisposition("", part: number) }
        guard let parsed = HeaderParameters(disposition), parsed.value == "form-data", let name = parsed["name"] else {
            throw .badDisposition(disposition, part: number)
        }
        self.name = Self.unescaped(name)
        // RFC 7578 forbids `filename*`, but clients have sent it for names that are not ASCII.
        fileName = parsed["filename"].map(Self.unescaped) ?? parsed["filename*"].flatMap(Self.extended)
        self.contentType = contentType
    }

    /// What the WHATWG's form encoding escapes in names: quote, carriage return, line feed, and nothing else.
    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            let escaped: [String: UInt8] = ["%22": 34, "%0D": 13, "%0A": 10, "%0d": 13, "%0a": 10]
            if byte == UInt8(ascii: "%"), let value = escaped[String(decoding: rest.prefix(3), as: UTF8.self)] {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `UTF-8''na%C3%AFve.txt` (RFC 8187).
    private static func extended(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(parts[2].utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
