/// The tables that a statement defines in `WITH`, and how often they name each other.
///
/// SQLite copies the definition of such a table into the statement wherever it is named, and so the definitions that this
/// one names: twenty tables, each of which names the one before twice, become a million, for which SQLite before 3.41
/// takes minutes that nothing interrupts. The count here is never too small: a word counts as a naming where a table may
/// stand, even if it is a column of the same name.
///
/// Worked example: in `WITH a AS (SELECT 1), b AS (SELECT * FROM a, a) SELECT * FROM b, b` the main query names `b` twice,
/// and each `b` names `a` twice: 2 copies of `b` and 4 of `a`.
struct CommonTables {
    private struct Definition {
        let name: String
        /// The tokens between its parentheses, by their numbers.
        let body: Range<Int>
    }

    private enum Token: Equatable {
        case word(String)
        case symbol(UInt8)

        static let open = Token.symbol(UInt8(ascii: "("))
        static let close = Token.symbol(UInt8(ascii: ")"))

        /// Whether the name of a table may follow.
        var precedesTable: Bool {
            switch self {
            case .word(let word): word == "from" || word == "join" || word == "in"
            case .symbol(let symbol): symbol == UInt8(ascii: ",") || symbol == UInt8(ascii: "(")
            }
        }
    }

    private var definitions: [Definition] = []
    /// The definitions that each definition names, as often as it does; `nil` stands for the main query.
    private var namings: [Int?: [Int]] = [:]

    init(_ sql: String) {
        let tokens = Self.tokens(of: sql)
        guard tokens.contains(.word("with")) else { return }
        for index in tokens.indices where tokens[index] == .word("as") {
            if let definition = Self.definition(at: index, in: tokens) { definitions.append(definition) }
        }
        guard !definitions.isEmpty else { return }
        // A naming belongs to the innermost definition around it, which is the shortest.
        var inner = [Int?](repeating: nil, count: tokens.count)
        for number in definitions.indices.sorted(by: { definitions[$0].body.count > definitions[$1].body.count }) {
            for index in definitions[number].body { inner[index] = number }
        }
        let byName = Dictionary(grouping: definitions.indices) { definitions[$0].name }
        for index in tokens.indices.dropFirst() where tokens[index - 1].precedesTable {
            guard case .word(let name) = tokens[index], let meant = byName[name] else { continue }
            namings[inner[index], default: []] += meant
        }
    }

    /// The definition with this `AS`: `name AS (`, `name (columns) AS (`, with `MATERIALIZED` or `NOT MATERIALIZED`.
    private static func definition(at index: Int, in tokens: [Token]) -> Definition? {
        var start = index + 1
        while start < tokens.count, tokens[start] == .word("not") || tokens[start] == .word("materialized") {
            start += 1
        }
        guard start < tokens.count, tokens[start] == .open, index > 0 else { return nil }
        var before = index - 1
        if tokens[before] == .close {
            while before > 0, tokens[before] != .open { before -= 1 }
            before -= 1
        }
        guard before >= 0, case .word(let name) = tokens[before] else { return nil }
        var (end, depth) = (start, 0)
        repeat {
            if tokens[end] == .open { depth += 1 }
            if tokens[end] == .close { depth -= 1 }
            end += 1
        } while end < tokens.count && depth > 0
        return Definition(name: name, body: start..<end)
    }

    /// How many copies of definitions the statement becomes; any number above `limit` stands for all above it.
    func copies(atMost limit: Int) -> Int {
        let areUnique = Set(definitions.map(\.name)).count == definitions.count
        var known: [Int?: Int] = [:]
        if areUnique, let copies = copies(in: nil, limit, &known, open: []) { return copies }
        // Names that are given twice, or that seem to name each other in a circle: whatever is a path from the main
        // query to a copy passes each definition at most once, by one of its namings.
        var product = 1
        let counts = namings.values.joined().reduce(into: [:]) { counts, number in counts[number, default: 0] += 1 }
        for count in counts.values {
            product *= 1 + count
            if product > limit { return limit + 1 }
        }
        return product
    }

    /// The copies that one definition, or the main query, becomes; `nil` if it names itself through others.
    private func copies(in number: Int?, _ limit: Int, _ known: inout [Int?: Int], open: Set<Int>) -> Int? {
        if let copies = known[number] { return copies }
        var sum = 0
        for meant in namings[number] ?? [] {
            // A recursive table names itself, which copies nothing.
            if meant == number { continue }
            guard !open.contains(meant), let copies = copies(in: meant, limit, &known, open: open.union([meant])) else {
                return nil
            }
            sum = min(limit + 1, sum + 1 + copies)
        }
        known[number] = sum
        return sum
    }

    /// The words of a statement in lower case, and its signs; comments are skipped as SQLite does.
    private static func tokens(of sql: String) -> [Token] {
        var tokens: [Token] = []
        var rest = Array(sql.utf8)[...]
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "-") where rest.dropFirst().first == byte:
                rest = rest.drop { $0 != 0x0a }
            case UInt8(ascii: "/") where rest.dropFirst().first == UInt8(ascii: "*"):
                rest = rest.dropFirst(2)
                while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "["):
                // SQLite takes a string for a name where only a name can stand.
                let end = byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : byte
                let content = quoted(rest.dropFirst(), until: end)
                rest = content.rest
                tokens.append(.word(String(decoding: content.text, as: UTF8.self).lowercased()))
            case _ where isWord(byte):
                let word = rest.prefix(while: isWord)
                rest = rest[word.endIndex...]
                tokens.append(.word(String(decoding: word, as: UTF8.self).lowercased()))
            default:
                if byte > 0x20 { tokens.append(.symbol(byte)) }
                rest = rest.dropFirst()
            }
        }
        return tokens
    }

    /// A quoted name with its doubled quotes resolved, and what follows it.
    private static func quoted(_ bytes: ArraySlice<UInt8>, until end: UInt8) -> (text: [UInt8], rest: ArraySlice<UInt8>)
    {
        var text: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == end {
                guard end != UInt8(ascii: "]"), rest.first == end else { break }
                rest = rest.dropFirst()
            }
            text.append(byte)
        }
        return (text, rest)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
