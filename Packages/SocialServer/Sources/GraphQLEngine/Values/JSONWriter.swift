/// Writes JSON (RFC 8259) into bytes.
public struct JSONWriter {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// Starts with nothing.
    public init() { bytes.reserveCapacity(1_024) }

    /// Writes a value.
    public mutating func write(_ value: GraphQLValue) {
        switch value {
        case .null: raw("null")
        case .boolean(let flag): raw(flag ? "true" : "false")
        case .int(let number): raw(String(number))
        case .float(let number): raw(number.isFinite ? "\(number)" : "null")
        case .string(let text): string(text)
        case .list(let items):
            separated(items, open: "[", close: "]") { $0.write($1) }
        case .object(let object):
            separated(object, open: "{", close: "}") {
                $0.key($1.key)
                $0.write($1.value)
            }
        }
    }

    mutating func write(_ value: ResponseValue) {
        switch value {
        case .null: raw("null")
        case .leaf(let leaf): write(leaf)
        case .list(let items):
            separated(items, open: "[", close: "]") { $0.write($1) }
        case .object(let keys, let values):
            separated(zip(keys, values), open: "{", close: "}") {
                $0.key($1.0)
                $0.write($1.1)
            }
        }
    }

    mutating func write(_ response: Response) {
        raw("{")
        if !response.errors.isEmpty {
            key("errors")
            separated(response.errors, open: "[", close: "]") { $0.write($1) }
            if response.data != nil { raw(",") }
        }
        if let data = response.data {
            key("data")
            write(data)
        }
        raw("}")
    }

    private mutating func write(_ error: GraphQLError) {
        raw("{")
        key("message")
        string(error.message)
        if !error.locations.isEmpty {
            raw(",")
            key("locations")
            separated(error.locations, open: "[", close: "]") {
                $0.raw("{\"line\":\($1.line),\"column\":\($1.column)}")
            }
        }
        if !error.path.isEmpty {
            raw(",")
            key("path")
            separated(error.path, open: "[", close: "]") {
                switch $1 {
                case .key(let key): $0.string(key)
                case .index(let index): $0.raw(String(index))
                }
            }
        }
        if !error.extensions.isEmpty {
            raw(",")
            key("extensions")
            write(.object(error.extensions))
        }
        raw("}")
    }

    private mutating func separated<Items: Sequence>(
        _ items: Items, open: String, close: String, _ write: (inout JSONWriter, Items.Element) -> Void
    ) {
        raw(open)
        var isFirst = true
        for item in items {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(&self, item)
        }
        raw(close)
    }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func key(_ text: String) {
        string(text)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func string(_ text: String) {
        let quote = UInt8(ascii: "\"")
        bytes.append(quote)
        for byte in text.utf8 {
            switch byte {
            case quote, UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): raw("\\n")
            case UInt8(ascii: "\r"): raw("\\r")
            case UInt8(ascii: "\t"): raw("\\t")
            case 0..<0x20:
                raw(byte < 0x10 ? "\\u000" : "\\u00")
                raw(String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(quote)
    }
}
