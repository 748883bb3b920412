/// An element of a request's XML, with its namespace; what WebDAV needs of XML and no more.
///
/// There are no document types here, and so no entities of anybody's making: a `<!DOCTYPE` ends the reading.
struct XMLElement: Sendable, Equatable {
    /// A name with its namespace.
    struct Name: Sendable, Hashable, CustomStringConvertible {
        let namespace: String
        let local: String

        /// `{DAV:}displayname`.
        var description: String { "{\(namespace)}\(local)" }

        static func dav(_ local: String) -> Name { Name(namespace: "DAV:", local: local) }
        static func caldav(_ local: String) -> Name { Name(namespace: "urn:ietf:params:xml:ns:caldav", local: local) }
        static func server(_ local: String) -> Name { Name(namespace: "http://calendarserver.org/ns/", local: local) }
    }

    let name: Name
    /// Attributes without a namespace, and `xml:lang`.
    var attributes: [String: String] = [:]
    var children: [XMLElement] = []
    /// All text within, that of children left out.
    var text = ""

    /// The first child of a name.
    func child(_ name: Name) -> XMLElement? { children.first { $0.name == name } }

    /// All children of a name.
    func children(_ name: Name) -> [XMLElement] { children.filter { $0.name == name } }

    /// The element as XML that stands for itself: each name declares its own namespace.
    var xml: String {
        let attributes = attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\"\(XMLText.escaped($0.value))\"" }
            .joined()
        let inner = XMLText.escaped(text) + children.map(\.xml).joined()
        return "<\(name.local) xmlns=\"\(XMLText.escaped(name.namespace))\"\(attributes)"
            + (inner.isEmpty ? "/>" : ">\(inner)</\(name.local)>")
    }
}

/// Why a text is no XML that is taken.
struct XMLFailure: Error, CustomStringConvertible {
    let description: String
}

/// Text within XML.
enum XMLText {
    /// Escaped, and without the characters that XML 1.0 cannot have; a return is a reference, or it would become a line
    /// end on the way.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + text.utf8.count / 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\r": result += "&#13;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// Reads XML 1.0 with namespaces from the bytes of a request: one pass, with a stack of open elements.
struct XMLReader {
    /// How many elements may stand in each other: requests have 8.
    static let maximumDepth = 100
    /// How many elements there may be: a multiget of 10,000 addresses has as many.
    static let maximumElements = 50_000

    private let bytes: [UInt8]
    private var position = 0
    private var count = 0

    private struct Open {
        var element: XMLElement
        let qualifiedName: String
        let namespaces: [String: String]
    }

    /// Reads a document; nil for one that is empty.
    static func read(_ bytes: [UInt8]) throws(XMLFailure) -> XMLElement? {
        if bytes.allSatisfy({ $0 <= 0x20 }) { return nil }
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            throw XMLFailure(description: "The XML is not in UTF-8.")
        }
        var reader = XMLReader(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        return try reader.document()
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private func fail(_ what: String) -> XMLFailure {
        let line = bytes.prefix(position).count { $0 == 0x0A } + 1
        return XMLFailure(description: "The XML cannot be read at line \(line), byte \(position): \(what).")
    }

    private mutating func document() throws(XMLFailure) -> XMLElement {
        var stack: [Open] = []
        while position < bytes.count {
            if bytes[position] != UInt8(ascii: "<") {
                let text = try self.text(until: UInt8(ascii: "<"))
                if stack.isEmpty {
                    guard text.allSatisfy(\.isWhitespace) else { throw fail("there is text outside the element") }
                } else {
                    stack[stack.count - 1].element.text += text
                }
                continue
            }
            if starts("<?") {
                try skip(past: "?>")
            } else if starts("<!--") {
                try skip(past: "-->")
            } else if starts("<![CDATA[") {
                guard !stack.isEmpty else { throw fail("there is text outside the element") }
                let start = position + 9
                try skip(past: "]]>")
                stack[stack.count - 1].element.text += String(decoding: bytes[start..<position - 3], as: UTF8.self)
            } else if starts("<!") {
                throw fail("document types are not taken")
            } else if starts("</") {
                position += 2
                let name = self.name()
                skipSpace()
                guard let open = stack.popLast(), open.qualifiedName == name, take(UInt8(ascii: ">")) else {
                    throw fail("'</\(name.prefix(40))>' ends another element than the one that is open")
                }
                guard var parent = stack.popLast() else { return try ended(open.element) }
                parent.element.children.append(open.element)
                stack.append(parent)
            } else {
                let (open, isEmpty) = try start(stack.last?.namespaces ?? ["xml": "xml"])
                guard isEmpty else {
                    guard stack.count < Self.maximumDepth else {
                        throw fail("more than \(Self.maximumDepth) elements stand in each other")
                    }
                    stack.append(open)
                    continue
                }
                if stack.isEmpty { return try ended(open.element) }
                stack[stack.count - 1].element.children.append(open.element)
            }
        }
        throw fail(stack.isEmpty ? "there is no element" : "'\(stack[stack.count - 1].qualifiedName)' is not ended")
    }

    /// After the last element there may be space and comments only.
    private mutating func ended(_ element: XMLElement) throws(XMLFailure) -> XMLElement {
        while true {
            skipSpace()
            if position >= bytes.count { return element }
            guard starts("<!--") || starts("<?") else { throw fail("something follows the element") }
            try skip(past: starts("<?") ? "?>" : "-->")
        }
    }

    private mutating func start(_ outer: [String: String]) throws(XMLFailure) -> (Open, isEmpty: Bool) {
        position += 1
        count += 1
        guard count <= Self.maximumElements else { throw fail("there are more than \(Self.maximumElements) elements") }
        let qualified = name()
        guard !qualified.isEmpty else { throw fail("'<' begins no element") }
        var namespaces = outer
        var attributes: [(String, String)] = []
        var isEmpty = false
        while true {
            skipSpace()
            if take(UInt8(ascii: ">")) { break }
            if starts("/>") {
                position += 2
                isEmpty = true
                break
            }
            let attribute = name()
            skipSpace()
            guard !attribute.isEmpty, take(UInt8(ascii: "=")) else { throw fail("an attribute is not NAME=\"VALUE\"") }
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
            else { throw fail("an attribute's value is not in quotes") }
            let quote = bytes[position]
            position += 1
            let value = try text(until: quote)
            guard take(quote) else { throw fail("an attribute's value is not ended") }
            if attribute == "xmlns" {
                namespaces[""] = value
            } else if attribute.hasPrefix("xmlns:") {
                namespaces[String(attribute.dropFirst(6))] = value
            } else {
                attributes.append((attribute, value))
            }
            guard attributes.count <= 100, namespaces.count <= 100 else { throw fail("there are too many attributes") }
        }
        let parts = qualified.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2,
            let namespace = namespaces[parts.count == 2 ? String(parts[0]) : ""] ?? (parts.count == 1 ? "" : nil),
            let local = parts.last, !local.isEmpty
        else { throw fail("the namespace of '\(qualified.prefix(60))' is not declared") }
        var element = XMLElement(name: .init(namespace: namespace, local: String(local)))
        for (name, value) in attributes where !name.contains(":") || name == "xml:lang" {
            element.attributes[name] = value
        }
        return (Open(element: element, qualifiedName: qualified, namespaces: namespaces), isEmpty)
    }

    // MARK: Bytes

    private func starts(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }

    private mutating func skip(past end: StaticString) throws(XMLFailure) {
        while position < bytes.count {
            if starts(end) {
                position += end.utf8CodeUnitCount
                return
            }
            position += 1
        }
        throw fail("'\(end)' is missing")
    }

    private mutating func name() -> String {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            guard byte > 0x20, !"<>/=\"'&!?".utf8.contains(byte) else { break }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func text(until end: UInt8) throws(XMLFailure) -> String {
        var text: [UInt8] = []
        while position < bytes.count, bytes[position] != end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "&") {
                text += try reference().utf8
            } else {
                position += 1
                // Line ends of any kind are one line feed (XML 1.0, 2.11).
                if byte == 0x0D {
                    text.append(0x0A)
                    if position < bytes.count, bytes[position] == 0x0A { position += 1 }
                } else {
                    text.append(byte)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func reference() throws(XMLFailure) -> String {
        guard let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
            throw fail("'&' begins no reference")
        }
        let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        let scalar: Unicode.Scalar?
        switch name {
        case "amp": scalar = "&"
        case "lt": scalar = "<"
        case "gt": scalar = ">"
        case "quot": scalar = "\""
        case "apos": scalar = "'"
        case _ where name.hasPrefix("#x"): scalar = UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        case _ where name.hasPrefix("#"): scalar = UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
        default: throw fail("'&\(name);' is not known")
        }
        guard let scalar else { throw fail("'&\(name);' is no character") }
        position = end + 1
        return String(Character(scalar))
    }
}
