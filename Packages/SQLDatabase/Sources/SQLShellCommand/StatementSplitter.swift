import SQLDatabase

/// Cuts SQL into statements at those semicolons that end one: not in strings, names, comments, PostgreSQL's dollar
/// quotes and parentheses, or the body of a trigger or of a function in standard SQL.
///
/// What holds between calls: every byte before ``position`` has been looked at, once; ``state`` says in what the scan
/// stands there, so that a string over 40,000 lines is read on where the last line ended. ``clues`` are what of the
/// statement so far decides whether a semicolon ends it.
///
/// Worked example: after `CREATE TRIGGER t AFTER INSERT ON n BEGIN SELECT 1;` the clues say that a trigger has begun, and
/// that its last word is not `END`, so the semicolon is one of the body. After `END;` the whole is handed out.
struct StatementSplitter {
    /// A statement, and what the shell has to know of it.
    struct Statement: Equatable {
        /// The SQL with its semicolon, and the comments before it.
        var bytes: [UInt8]
        /// Whether it copies rows in or out by the shell's own input and output.
        var copies: CopyDirection?
        /// The number of line ends before it, and before its first word.
        var line: Int
    }

    /// Which way a `COPY` goes.
    enum CopyDirection: Equatable {
        case fromInput
        case toOutput
    }

    private enum State: Equatable {
        case outside
        case quote(UInt8, backslashes: Bool)
        case lineComment
        case blockComment(depth: Int)
        case dollarQuote(tag: [UInt8])
    }

    /// What the words so far say. Only their beginning is kept: `CREATE OR REPLACE TEMPORARY TRIGGER` is the longest.
    private struct Clues {
        var firstWords: [String] = []
        var lastWord = ""
        /// Whether a semicolon stood right before the last word.
        var followsSemicolon = false
        var parentheses = 0
        /// How many `BEGIN` and `CASE` of a function's body are open.
        var blocks = 0
        var copies: CopyDirection?
        var isEmpty = true
        var line = 0
    }

    private let dialect: SQLDialect
    /// Whether a backslash escapes in every string, as `SET standard_conforming_strings = off` makes it. Whoever runs the
    /// statements sets it between two of them.
    var hasBackslashEscapes = false
    private var text: [UInt8] = []
    /// Where the statement at hand begins.
    private var start = 0
    private var position = 0
    private var state = State.outside
    private var clues = Clues()
    private var line = 0

    init(dialect: SQLDialect) {
        self.dialect = dialect
    }

    /// Whether a statement has begun and not ended.
    var isInStatement: Bool {
        if !clues.isEmpty { return true }
        switch state {
        case .outside, .lineComment: return text[position...].contains { !Self.isSpace($0) }
        default: return true
        }
    }

    /// Adds SQL at the end.
    mutating func append(_ sql: some Sequence<UInt8>) {
        // What has been handed out goes when it is the larger part: each byte is moved once or twice in all.
        if start > text.count / 2 {
            text.removeFirst(start)
            position -= start
            start = 0
        }
        text += sql
    }

    /// What stands after the last semicolon; `nil` if there is nothing but spaces and comments. The next statement starts
    /// afresh.
    mutating func rest() -> Statement? {
        // A word at the very end has not been looked at: more could have been added to it.
        if state == .outside, position < text.count { append([0x0a]) }
        if let statement = next() { return statement }
        defer { drop() }
        return clues.isEmpty
            ? nil : Statement(bytes: Array(text[start...]), copies: clues.copies, line: clues.line)
    }

    /// Forgets the statement that has begun.
    mutating func drop() {
        text = []
        (start, position) = (0, 0)
        state = .outside
        clues = Clues()
    }

    /// The next whole statement with its semicolon; `nil` until more is added.
    mutating func next() -> Statement? {
        while position < text.count {
            let before = position
            switch state {
            case .outside:
                if let statement = scanOutside() { return statement }
            case .quote(let quote, let backslashes): scanQuote(quote, backslashes)
            case .lineComment: scanLineComment()
            case .blockComment(let depth): scanBlockComment(depth)
            case .dollarQuote(let tag): scanDollarQuote(tag)
            }
            // It waits for what is added next.
            if position == before { return nil }
        }
        return nil
    }

    // MARK: Outside of strings and comments

    private mutating func scanOutside() -> Statement? {
        let byte = text[position]
        switch byte {
        case UInt8(ascii: ";"):
            position += 1
            return semicolon()
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
            if byte == UInt8(ascii: "`"), dialect == .postgreSQL {
                note("symbol")
                position += 1
            } else {
                // An `E` directly before the quote lets a backslash escape.
                let isEscaped =
                    dialect == .postgreSQL && byte == UInt8(ascii: "'")
                    && (hasBackslashEscapes
                        || clues.lastWord == "E" && position > start
                            && (text[position - 1] | 0x20) == UInt8(ascii: "e"))
                note("quoted")
                state = .quote(byte, backslashes: isEscaped)
                position += 1
            }
        case UInt8(ascii: "[") where dialect == .sqlite:
            note("quoted")
            state = .quote(UInt8(ascii: "]"), backslashes: false)
            position += 1
        case UInt8(ascii: "-"), UInt8(ascii: "/"):
            guard position + 1 < text.count else { return nil }
            if byte == UInt8(ascii: "-"), text[position + 1] == byte {
                state = .lineComment
                position += 2
            } else if byte == UInt8(ascii: "/"), text[position + 1] == UInt8(ascii: "*") {
                state = .blockComment(depth: 1)
                position += 2
            } else {
                note("symbol")
                position += 1
            }
        case UInt8(ascii: "$") where dialect == .postgreSQL: scanDollar()
        case _ where Self.isWord(byte): scanWord()
        case _ where Self.isSpace(byte):
            if byte == 0x0a { line += 1 }
            position += 1
        default:
            if byte == UInt8(ascii: "(") { clues.parentheses += 1 }
            if byte == UInt8(ascii: ")") { clues.parentheses = max(0, clues.parentheses - 1) }
            note(byte == UInt8(ascii: ".") ? "." : "symbol")
            position += 1
        }
        return nil
    }

    private mutating func scanWord() {
        var end = position
        while end < text.count, Self.isWord(text[end]) || text[end] == UInt8(ascii: "$") { end += 1 }
        // A word at the very end may go on in what is added next.
        guard end < text.count else { return }
        // No key word is longer than twenty letters.
        let word = end - position > 20 ? "word" : String(decoding: text[position..<end], as: UTF8.self).uppercased()
        let last = clues.lastWord
        note(word)
        position = end
        if clues.firstWords.first == "COPY", clues.parentheses == 0 {
            if last == "FROM", word == "STDIN" { clues.copies = .fromInput }
            if last == "TO", word == "STDOUT" { clues.copies = .toOutput }
        }
        guard dialect == .postgreSQL, makesFunction else { return }
        // `AS begin` and `t.end` are names. Inside a body in standard SQL, where no `BEGIN` stands a second time, `CASE`
        // ends with an `END` of its own.
        guard last != "AS", last != "." else { return }
        if word == (clues.blocks == 0 ? "BEGIN" : "CASE") { clues.blocks += 1 }
        if word == "END", clues.blocks > 0 { clues.blocks -= 1 }
    }

    /// `$tag$` begins a quotation, `$1` is a parameter.
    private mutating func scanDollar() {
        var end = position + 1
        while end < text.count, Self.isWord(text[end]) { end += 1 }
        guard end < text.count else { return }
        if text[end] == UInt8(ascii: "$"), !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position + 1]) {
            state = .dollarQuote(tag: Array(text[position...end]))
            position = end + 1
            note("quoted")
        } else {
            note("symbol")
            position += 1
        }
    }

    /// Remembers a word, or that a sign or a quotation stands there.
    private mutating func note(_ word: String) {
        if clues.isEmpty { clues.line = line }
        clues.isEmpty = false
        if clues.firstWords.count < 7 { clues.firstWords.append(word) }
        clues.followsSemicolon = clues.lastWord == ";"
        clues.lastWord = word
    }

    /// A semicolon was read: hands out the statement before it, unless it stands inside one or alone.
    private mutating func semicolon() -> Statement? {
        if isInBody {
            note(";")
            return nil
        }
        let statement = Statement(bytes: Array(text[start..<position]), copies: clues.copies, line: clues.line)
        let isEmpty = clues.isEmpty
        start = position
        clues = Clues()
        return isEmpty ? nil : statement
    }

    private var isInBody: Bool {
        switch dialect {
        case .postgreSQL: clues.parentheses > 0 || clues.blocks > 0
        // As `sqlite3_complete` has it: a trigger ends with `; END;`.
        case .sqlite: makesTrigger && !(clues.lastWord == "END" && clues.followsSemicolon)
        }
    }

    private var makesTrigger: Bool {
        var words = clues.firstWords[...]
        if words.first == "EXPLAIN" { words = words.dropFirst() }
        if words.starts(with: ["QUERY", "PLAN"]) { words = words.dropFirst(2) }
        guard words.popFirst() == "CREATE" else { return false }
        if words.first == "TEMP" || words.first == "TEMPORARY" { words = words.dropFirst() }
        return words.first == "TRIGGER"
    }

    private var makesFunction: Bool {
        var words = clues.firstWords[...]
        guard words.popFirst() == "CREATE" else { return false }
        if words.starts(with: ["OR", "REPLACE"]) { words = words.dropFirst(2) }
        return words.first == "FUNCTION" || words.first == "PROCEDURE"
    }

    // MARK: Inside of strings and comments

    private mutating func scanQuote(_ quote: UInt8, _ backslashes: Bool) {
        while position < text.count {
            let byte = text[position]
            if byte == 0x0a { line += 1 }
            if backslashes, byte == UInt8(ascii: "\\") {
                guard position + 1 < text.count else { return }
                if text[position + 1] == 0x0a { line += 1 }
                position += 2
            } else if byte == quote {
                if quote == UInt8(ascii: "]") {
                    position += 1
                    state = .outside
                    return
                }
                // Whether a quote at the very end is doubled is not known yet.
                guard position + 1 < text.count else { return }
                if text[position + 1] == quote {
                    position += 2
                } else {
                    position += 1
                    state = .outside
                    return
                }
            } else {
                position += 1
            }
        }
    }

    private mutating func scanLineComment() {
        while position < text.count, text[position] != 0x0a { position += 1 }
        if position < text.count { state = .outside }
    }

    /// PostgreSQL's comments nest.
    private mutating func scanBlockComment(_ depth: Int) {
        var depth = depth
        while position + 1 < text.count {
            switch (text[position], text[position + 1]) {
            case (UInt8(ascii: "*"), UInt8(ascii: "/")):
                depth -= 1
                position += 2
            case (UInt8(ascii: "/"), UInt8(ascii: "*")) where dialect == .postgreSQL:
                depth += 1
                position += 2
            default:
                if text[position] == 0x0a { line += 1 }
                position += 1
            }
            if depth == 0 {
                state = .outside
                return
            }
        }
        state = .blockComment(depth: depth)
    }

    private mutating func scanDollarQuote(_ tag: [UInt8]) {
        while let dollar = text[position...].firstIndex(of: UInt8(ascii: "$")) {
            line += text[position..<dollar].count { $0 == 0x0a }
            position = dollar
            guard dollar + tag.count <= text.count else { return }
            if text[dollar..<dollar + tag.count].elementsEqual(tag) {
                position += tag.count
                state = .outside
                return
            }
            position += 1
        }
        line += text[position...].count { $0 == 0x0a }
        position = text.count
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xff:
            true
        default: false
        }
    }
}
