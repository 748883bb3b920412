/// Writes JSON with the keys in the order in which they are given, which a reader of a report expects and an encoder of
/// dictionaries does not keep.
struct JSONWriter {
    private(set) var text = ""
    private var needsComma = false
    private var depth: Int

    /// `depth` is how deep what is written will stand inside other JSON; from 4 on everything is on one line.
    init(depth: Int = 0) {
        self.depth = depth
    }

    mutating func object(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) {
        nest(key, "{", "}", body)
    }

    mutating func array<Element>(
        _ key: String? = nil, _ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void
    ) {
        nest(key, "[", "]") { writer in
            for element in elements { body(&writer, element) }
        }
    }

    mutating func field(_ key: String, _ value: String?) {
        begin(key)
        if let value { quote(value) } else { text += "null" }
    }

    mutating func field(_ key: String, _ value: Int?) {
        begin(key)
        text += value.map { String($0) } ?? "null"
    }

    mutating func field(_ key: String, _ value: Bool) {
        begin(key)
        text += value ? "true" : "false"
    }

    /// A number that JSON has no word for, like infinity, is null.
    mutating func field(_ key: String, _ value: Double?) {
        begin(key)
        text += value.map { $0.isFinite ? "\($0)" : "null" } ?? "null"
    }

    mutating func element(_ value: String) {
        begin(nil)
        quote(value)
    }

    mutating func element(_ value: Int) {
        begin(nil)
        text += String(value)
    }

    private mutating func nest(_ key: String?, _ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
        begin(key)
        text += open
        needsComma = false
        depth += 1
        body(&self)
        depth -= 1
        // Two levels stand on lines of their own: a file and its figures are easy to find with an eye or with grep.
        if depth < 2 && needsComma { newline() }
        text += close
        needsComma = true
    }

    private mutating func begin(_ key: String?) {
        let isOnItsOwn = depth > 0 && depth <= 3 && (depth < 3 || key != nil)
        if needsComma { text += isOnItsOwn ? "," : ", " }
        if isOnItsOwn { newline() }
        needsComma = true
        guard let key else { return }
        quote(key)
        text += ": "
    }

    private mutating func newline() {
        text += "\n" + String(repeating: "  ", count: depth)
    }

    private mutating func quote(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
