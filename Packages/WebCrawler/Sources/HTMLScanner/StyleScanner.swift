// Unsafe pointers: a style sheet is read in place; every index is compared with its count.

/// Finds the addresses that a style sheet loads: `url()`, `@import`, and the strings of `image-set()`.
///
/// It reads the tokens of CSS Syntax Level 3 as far as addresses need them: comments, strings, escapes and `url()`
/// without quotes. `@namespace` names and does not load; a fragment alone names a part of the same document.
struct StyleScanner {
    /// One address.
    struct Address: Equatable {
        /// The address, escapes decoded.
        var bytes: [UInt8]
        /// Whether it is another style sheet.
        var isStyleSheet: Bool
        /// Where it lies in the text, in bytes.
        var offset: Int
    }

    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var found: [Address] = []
    /// The at-rule that is being read, up to its `;` or `{`.
    private var rule: [UInt8] = []
    /// How many parentheses are open inside `image-set(`; zero outside.
    private var imageSetDepth = 0

    /// The addresses of a style sheet or of the declarations in a `style` attribute.
    static func scan(_ text: UnsafeBufferPointer<UInt8>) -> [Address] {
        var scanner = StyleScanner(text: text)
        scanner.run()
        return scanner.found
    }

    /// The addresses of a style sheet.
    static func scan(_ text: [UInt8]) -> [Address] { text.withUnsafeBufferPointer { scan($0) } }

    private init(text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    private mutating func run() {
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): comment()
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let start = position + 1
                let string = string()
                if rule == Array("import".utf8) {
                    add(string, isStyleSheet: true, start)
                    rule = []
                } else if imageSetDepth > 0 {
                    add(string, isStyleSheet: false, start)
                }
            case UInt8(ascii: "@"):
                position += 1
                rule = name()
            case UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"):
                rule = []
                imageSetDepth = 0
                position += 1
            case UInt8(ascii: "("):
                if imageSetDepth > 0 { imageSetDepth += 1 }
                position += 1
            case UInt8(ascii: ")"):
                if imageSetDepth > 0 { imageSetDepth -= 1 }
                position += 1
            case let byte where isNameByte(byte): word()
            default: position += 1
            }
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        position + distance < text.count ? text[position + distance] : nil
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte >= 0x80
            || byte == UInt8(ascii: "\\")
    }

    private mutating func comment() {
        position += 2
        while position < text.count, !(text[position] == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
            position += 1
        }
        position = min(text.count, position + 2)
    }

    /// A name in lower case, escapes decoded.
    private mutating func name() -> [UInt8] {
        var name: [UInt8] = []
        while position < text.count, isNameByte(text[position]) {
            if text[position] == UInt8(ascii: "\\") {
                escape(into: &name)
            } else {
                name.append(lowercase(text[position]))
                position += 1
            }
        }
        return name
    }

    private mutating func word() {
        let start = position
        let name = name()
        guard position > start else {
            position += 1
            return
        }
        guard peek(0) == UInt8(ascii: "(") else { return }
        if name == Array("url".utf8) {
            position += 1
            url()
        } else if name.suffix(9).elementsEqual("image-set".utf8) {
            imageSetDepth = 1
            position += 1
        } else if name == Array("src".utf8) {
            // CSS Values 5: src("…") is url() with a string only.
            position += 1
            url()
        }
    }

    private mutating func url() {
        skipSpace()
        let isStyleSheet = rule == Array("import".utf8)
        let isName = rule == Array("namespace".utf8)
        if isStyleSheet { rule = [] }
        guard let first = peek(0) else { return }
        var value: [UInt8] = []
        var start = position
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            start += 1
            value = string()
        } else {
            while position < text.count, text[position] != UInt8(ascii: ")"), !isSpace(text[position]) {
                if text[position] == UInt8(ascii: "\\") {
                    escape(into: &value)
                } else if text[position] == UInt8(ascii: "\"") || text[position] == UInt8(ascii: "'")
                    || text[position] == UInt8(ascii: "(")
                {
                    // A bad url token: nothing is loaded.
                    return skipToParenthesis()
                } else {
                    value.append(text[position])
                    position += 1
                }
            }
        }
        skipToParenthesis()
        if !isName { add(value, isStyleSheet: isStyleSheet, start) }
    }

    private mutating func skipToParenthesis() {
        while position < text.count, text[position] != UInt8(ascii: ")") { position += 1 }
        position = min(text.count, position + 1)
    }

    private mutating func skipSpace() {
        while position < text.count, isSpace(text[position]) { position += 1 }
    }

    /// A quoted string; one that a line end breaks is no string.
    private mutating func string() -> [UInt8] {
        let quote = text[position]
        position += 1
        var value: [UInt8] = []
        while position < text.count, text[position] != quote {
            if text[position] == 0x0A { return [] }
            if text[position] == UInt8(ascii: "\\") {
                escape(into: &value)
            } else {
                value.append(text[position])
                position += 1
            }
        }
        position += 1
        return value
    }

    private mutating func escape(into value: inout [UInt8]) {
        position += 1
        guard let first = peek(0) else { return }
        if first == 0x0A {
            position += 1
            return
        }
        var point: UInt32 = 0
        var digits = 0
        while digits < 6, let digit = peek(0).flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }),
            text[position] < 0x80
        {
            point = point << 4 | UInt32(digit)
            digits += 1
            position += 1
        }
        guard digits > 0 else {
            value.append(first)
            position += 1
            return
        }
        if let space = peek(0), isSpace(space) { position += 1 }
        value += Array(String(Unicode.Scalar(point).map(Character.init) ?? "\u{FFFD}").utf8)
    }

    private mutating func add(_ value: [UInt8], isStyleSheet: Bool, _ offset: Int) {
        guard let first = value.first(where: { !isSpace($0) }), first != UInt8(ascii: "#") else { return }
        found.append(Address(bytes: value, isStyleSheet: isStyleSheet, offset: offset))
    }
}
