import SQLDatabase

/// Cuts SQL into statements at those semicolons that end one: not in strings, names, comments, PostgreSQL's dollar
/// quotes, or the body of a SQLite trigger.
struct StatementSplitter {
    private let dialect: SQLDialect
    private var text: [UInt8] = []
    private var position = 0
    // The words and semicolons that decide whether a trigger's body is over.
    private var words: [String] = []

    init(dialect: SQLDialect) {
        self.dialect = dialect
    }

    /// Whether what is left is more than spaces and comments.
    var hasRest: Bool { !words.isEmpty || position < text.count }

    /// Adds SQL at the end.
    mutating func append(_ sql: String) {
        text += sql.utf8
    }

    /// What stands after the last semicolon; `nil` if there is nothing.
    mutating func rest() -> String? {
        defer {
            text = []
            position = 0
            words = []
        }
        let rest = String(decoding: text, as: UTF8.self)
        return words.isEmpty ? nil : rest
    }

    /// The next whole statement with its semicolon; `nil` until more is added.
    mutating func next() -> String? {
        while position < text.count {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: ";"):
                position += 1
                if let statement = endStatement() { return statement }
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
                let isEscaped = dialect == .postgreSQL && byte == UInt8(ascii: "'") && isEscapeString
                guard let end = endOfQuote(byte, backslashes: isEscaped) else { return nil }
                words.append("quoted")
                position = end
            case UInt8(ascii: "[") where dialect == .sqlite:
                guard let end = text[position...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
                words.append("quoted")
                position = end + 1
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
                guard let end = text[position...].firstIndex(of: 0x0a) else { return nil }
                position = end + 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                guard let end = endOfComment() else { return nil }
                position = end
            case UInt8(ascii: "$") where dialect == .postgreSQL:
                switch dollarQuote() {
                case .none:
                    words.append("$")
                    position += 1
                case .open: return nil
                case .closed(let end):
                    words.append("quoted")
                    position = end
                }
            case _ where isWord(byte):
                let end = text[position...].firstIndex { !isWord($0) && $0 != UInt8(ascii: "$") } ?? text.count
                // A word at the very end may go on in what is added next.
                if end == text.count, !words.isEmpty || end - position < 64 { return nil }
                words.append(String(decoding: text[position..<end], as: UTF8.self).uppercased())
                position = end
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default:
                words.append("symbol")
                position += 1
            }
        }
        return nil
    }

    /// A semicolon was read: hands out the statement before it, unless it stands inside a trigger or alone.
    private mutating func endStatement() -> String? {
        if dialect == .sqlite, isTrigger, words.suffix(2) != [";", "END"] {
            words.append(";")
            return nil
        }
        let statement = String(decoding: text[..<position], as: UTF8.self)
        let isEmpty = words.isEmpty
        text.removeFirst(position)
        position = 0
        words = []
        return isEmpty ? nil : statement
    }

    private var isTrigger: Bool {
        let start = words.prefix(3).filter { $0 != "TEMP" && $0 != "TEMPORARY" }
        return start.starts(with: ["CREATE", "TRIGGER"])
    }

    private func peek(_ distance: Int) -> UInt8? {
        position + distance < text.count ? text[position + distance] : nil
    }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xff:
            true
        default: false
        }
    }

    /// Whether an `E` stands directly before the quote: then a backslash escapes.
    private var isEscapeString: Bool {
        position > 0 && (text[position - 1] | 0x20) == UInt8(ascii: "e") && (words.last == "E")
    }

    /// The place after a quoted passage; a doubled quote is one inside it.
    private func endOfQuote(_ quote: UInt8, backslashes: Bool) -> Int? {
        var index = position + 1
        while index < text.count {
            if backslashes, text[index] == UInt8(ascii: "\\") {
                index += 2
            } else if text[index] == quote {
                // Whether a quote at the very end is doubled is not known yet.
                guard index + 1 < text.count else { return nil }
                if text[index + 1] != quote { return index + 1 }
                index += 2
            } else {
                index += 1
            }
        }
        return nil
    }

    /// The place after a comment; PostgreSQL's nest.
    private func endOfComment() -> Int? {
        var index = position + 2
        var depth = 1
        while index + 1 < text.count {
            switch (text[index], text[index + 1]) {
            case (UInt8(ascii: "*"), UInt8(ascii: "/")):
                depth -= 1
                index += 2
                if depth == 0 { return index }
            case (UInt8(ascii: "/"), UInt8(ascii: "*")) where dialect == .postgreSQL:
                depth += 1
                index += 2
            default: index += 1
            }
        }
        return nil
    }

    private enum DollarQuote {
        case none
        case open
        case closed(Int)
    }

    /// `$tag$ … $tag$`.
    private func dollarQuote() -> DollarQuote {
        var end = position + 1
        while end < text.count, isWord(text[end]) { end += 1 }
        guard end < text.count else { return .open }
        guard text[end] == UInt8(ascii: "$"), !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position + 1])
        else { return .none }
        let tag = text[position...end]
        var index = end + 1
        while index + tag.count <= text.count {
            if text[index] == UInt8(ascii: "$"), text[index..<index + tag.count].elementsEqual(tag) {
                return .closed(index + tag.count)
            }
            index += 1
        }
        return .open
    }
}
