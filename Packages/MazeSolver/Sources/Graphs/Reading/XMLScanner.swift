/// Reads the tags and texts of an XML document one by one (XML 1.0, without external entities, namespaces as written).
///
/// Foundation's parser is a library of its own on Linux, with one of C below; this one has what data formats need, and
/// refuses the rest by name.
struct XMLScanner {
    /// A part of a document.
    enum Part {
        /// `<name key="value">`; an empty element comes as this and an end.
        case start(String, [String: String])
        case end(String)
        /// Character data, references replaced.
        case text(String)
    }

    /// What is wrong, and in which line.
    struct Fault: Error {
        let line: Int
        let expected: String
        let found: String
    }

    private let bytes: [UInt8]
    private var position = 0
    /// The line at which the scanner stands, from 1.
    private(set) var line = 1
    private var open: [String] = []
    private var emptyElement: String?

    /// Deeper documents are refused.
    private static let deepest = 64

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next part; nil at the end, where every element must be closed.
    mutating func next() throws(Fault) -> Part? {
        if let name = emptyElement {
            emptyElement = nil
            open.removeLast()
            return .end(name)
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else { return .text(try text()) }
            if take("<!--") {
                try skip(past: "-->")
            } else if take("<?") {
                try skip(past: "?>")
            } else if take("<![CDATA[") {
                let start = position
                try skip(past: "]]>")
                return .text(String(decoding: bytes[start..<position - 3], as: UTF8.self))
            } else if take("<!DOCTYPE") {
                let start = position
                try skip(past: ">")
                if bytes[start..<position].contains(UInt8(ascii: "[")) {
                    throw Fault(
                        line: line, expected: "a document without definitions of its own", found: "'<!DOCTYPE … ['")
                }
            } else {
                return try tag()
            }
        }
        guard let name = open.last else { return nil }
        throw Fault(line: line, expected: "'</\(name)>'", found: "the end; the file may be cut off")
    }

    private mutating func take(_ mark: String) -> Bool {
        guard bytes[position...].starts(with: mark.utf8) else { return false }
        advance(mark.utf8.count)
        return true
    }

    private mutating func advance(_ count: Int) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    private mutating func skip(past mark: String) throws(Fault) {
        let start = line
        while position < bytes.count {
            if take(mark) { return }
            advance(1)
        }
        throw Fault(line: start, expected: "'\(mark)'", found: "the end")
    }

    private mutating func text() throws(Fault) -> String {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { advance(1) }
        return try replacingReferences(bytes[start..<position])
    }

    private mutating func tag() throws(Fault) -> Part {
        advance(1)
        let isEnd = take("/")
        let name = self.name()
        guard !name.isEmpty else { throw fault("the name of an element") }
        if isEnd {
            skipBlanks()
            guard take(">") else { throw fault("'>'") }
            guard open.popLast() == name else { throw fault("the end of the element that began last") }
            return .end(name)
        }
        var attributes: [String: String] = [:]
        while true {
            skipBlanks()
            if take(">") { break }
            if take("/>") {
                emptyElement = name
                break
            }
            let key = self.name()
            skipBlanks()
            guard !key.isEmpty, take("=") else { throw fault("'name=\"value\"' or '>'") }
            skipBlanks()
            guard position < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[position]) else {
                throw fault("a quoted value")
            }
            let quote = bytes[position]
            advance(1)
            let start = position
            while position < bytes.count, bytes[position] != quote { advance(1) }
            guard position < bytes.count else { throw fault("a closing quote") }
            attributes[key] = try replacingReferences(bytes[start..<position])
            advance(1)
        }
        open.append(name)
        guard open.count <= Self.deepest else { throw fault("at most \(Self.deepest) elements in each other") }
        return .start(name, attributes)
    }

    private mutating func name() -> String {
        let ends: [UInt8] = Array(" \t\r\n=></\"'".utf8)
        let start = position
        while position < bytes.count, !ends.contains(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipBlanks() {
        while position < bytes.count, isBlank(bytes[position]) || bytes[position] == UInt8(ascii: "\n") { advance(1) }
    }

    private func replacingReferences(_ bytes: ArraySlice<UInt8>) throws(Fault) -> String {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Fault(line: line, expected: "text in UTF-8", found: quoted(bytes))
        }
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var text = ""
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        while let mark = rest.firstIndex(of: "&") {
            text += rest[..<mark]
            guard let end = rest[mark...].firstIndex(of: ";"),
                let character = Self.character(rest[mark...end].dropFirst().dropLast())
            else {
                throw Fault(
                    line: line, expected: "a reference such as '&amp;'", found: quoted(rest[mark...].prefix(12).utf8))
            }
            text.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }

    private static func character(_ name: Substring) -> Character? {
        switch name {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        default:
            (name.hasPrefix("#x")
                ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil)
                .flatMap { Unicode.Scalar($0) }.map { Character($0) }
        }
    }

    private func fault(_ expected: String) -> Fault {
        Fault(
            line: line, expected: expected,
            found: position < bytes.count ? quoted(bytes[position...].prefix(20)) : "the end; the file may be cut off")
    }
}
