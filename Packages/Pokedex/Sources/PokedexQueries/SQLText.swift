import SQLDatabase

/// A statement taken apart as far as a console needs: how it begins, where it ends, and the parameters that it names.
///
/// Strings, quoted names and comments are stepped over, so that neither a `;` nor a `:name` in them counts. This is no
/// guard: what a statement may do is the engine's to decide.
public struct SQLText: Sendable {
    /// A stretch of SQL, or a parameter's name without its colon.
    public enum Part: Sendable, Equatable {
        case sql(String)
        case parameter(String)
    }

    /// The first word in lower case, behind comments and opening brackets.
    public private(set) var firstWord = ""
    /// Whether something follows a semicolon.
    public private(set) var hasSeveralStatements = false
    /// The statement in order.
    public private(set) var parts: [Part] = []

    /// The names of the parameters, each once, in order.
    public var parameters: [String] {
        var names: [String] = []
        for case .parameter(let name) in parts where !names.contains(name) { names.append(name) }
        return names
    }

    /// Takes a statement apart.
    public init(_ sql: String, dialect: SQLDialect = .sqlite) {
        let bytes = Array(sql.utf8)
        var index = 0
        var start = 0
        var isEnded = false
        func at(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }
        while index < bytes.count {
            let byte = bytes[index]
            if let end = Self.endOfBlank(bytes, index) {
                index = end
                continue
            }
            if isEnded { hasSeveralStatements = true }
            if byte == UInt8(ascii: ";") {
                isEnded = true
                index += 1
            } else if let end = Self.endOfQuoted(bytes, index, dialect) {
                index = end
            } else if byte == UInt8(ascii: ":"), at(index + 1) == byte {
                // PostgreSQL's cast.
                index += 2
            } else if byte == UInt8(ascii: ":"), Self.isWord(at(index + 1)), !Self.isDigit(at(index + 1)) {
                parts.append(.sql(String(decoding: bytes[start..<index], as: UTF8.self)))
                let end = Self.endOfWord(bytes, index + 1)
                parts.append(.parameter(String(decoding: bytes[index + 1..<end], as: UTF8.self)))
                (index, start) = (end, end)
            } else if Self.isWord(byte) {
                let end = Self.endOfWord(bytes, index)
                if firstWord.isEmpty { firstWord = String(decoding: bytes[index..<end], as: UTF8.self).lowercased() }
                index = end
            } else {
                if firstWord.isEmpty, byte != UInt8(ascii: "(") { firstWord = String(decoding: [byte], as: UTF8.self) }
                index += 1
            }
        }
        parts.append(.sql(String(decoding: bytes[start...], as: UTF8.self)))
        parts.removeAll { $0 == .sql("") }
    }

    /// Where white space or a comment that begins at an index ends; nothing if none does.
    private static func endOfBlank(_ bytes: [UInt8], _ start: Int) -> Int? {
        let next = start + 1 < bytes.count ? bytes[start + 1] : 0
        switch bytes[start] {
        case 9...13, 32: return start + 1
        case UInt8(ascii: "-") where next == UInt8(ascii: "-"):
            return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
            var index = start + 2
            while index + 1 < bytes.count {
                if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
                index += 1
            }
            return bytes.count
        default: return nil
        }
    }

    /// Where a string or a quoted name that begins at an index ends; nothing if none does.
    private static func endOfQuoted(_ bytes: [UInt8], _ start: Int, _ dialect: SQLDialect) -> Int? {
        let quote = bytes[start]
        switch quote {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): break
        case UInt8(ascii: "`"): if dialect != .sqlite { return nil }
        case UInt8(ascii: "["):
            guard dialect == .sqlite else { return nil }
            return (bytes[start...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count - 1) + 1
        case UInt8(ascii: "$"): return dialect == .postgreSQL ? endOfDollarQuoted(bytes, start) : nil
        default: return nil
        }
        // PostgreSQL's E'…' knows a backslash before a quote.
        let isEscaped =
            dialect == .postgreSQL && quote == UInt8(ascii: "'") && start > 0
            && bytes[start - 1] | 32 == UInt8(ascii: "e")
        var index = start + 1
        while index < bytes.count {
            if isEscaped, bytes[index] == UInt8(ascii: "\\") {
                index += 2
            } else if bytes[index] != quote {
                index += 1
            } else if index + 1 < bytes.count, bytes[index + 1] == quote {
                index += 2
            } else {
                return index + 1
            }
        }
        return bytes.count
    }

    /// Where PostgreSQL's `$tag$…$tag$` ends.
    private static func endOfDollarQuoted(_ bytes: [UInt8], _ start: Int) -> Int? {
        var open = start + 1
        while open < bytes.count, isWord(bytes[open]) { open += 1 }
        guard open < bytes.count, bytes[open] == UInt8(ascii: "$"), open == start + 1 || !isDigit(bytes[start + 1])
        else {
            return nil
        }
        let tag = bytes[start...open]
        var index = open + 1
        while index + tag.count <= bytes.count {
            if bytes[index] == UInt8(ascii: "$"), bytes[index..<index + tag.count].elementsEqual(tag) {
                return index + tag.count
            }
            index += 1
        }
        return bytes.count
    }

    private static func endOfWord(_ bytes: [UInt8], _ start: Int) -> Int {
        var end = start
        while end < bytes.count, isWord(bytes[end]) { end += 1 }
        return end
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
