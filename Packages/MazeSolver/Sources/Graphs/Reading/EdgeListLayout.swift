// Unsafe pointers: the first lines are looked at in the block that was read, for the call alone.

/// How the lines of an edge list are cut, and which field is what.
struct EdgeListLayout {
    /// What stands between fields.
    enum Separator: Equatable {
        case byte(UInt8)
        case blanks

        /// A blank as a separator means any number of blanks and tabs.
        init(byte: UInt8) {
            self = byte == UInt8(ascii: " ") ? .blanks : .byte(byte)
        }

        func `is`(_ byte: UInt8) -> Bool { self == .byte(byte) }
    }

    let separator: Separator
    var from = 0
    var to = 1
    var weight: Int?
    /// How many fields a line has at least; without a header exactly so many.
    var count = 0
    /// Whether lines may have other fields, which say nothing here.
    var areNamed = false
    /// Sentences for the user, without a full stop.
    var notes: [String] = []

    init(separator: Separator) {
        self.separator = separator
    }

    // MARK: The separator

    /// What separates most of the first lines alike: a byte that stands equally often in all of them. Tabs go before
    /// semicolons, and these before commas: with a semicolon in every line, commas are decimal ones or belong to names.
    static func separator(of lines: UnsafeRawBufferPointer, options: ReadOptions, isTSV: Bool) -> Separator {
        var counts: [[UInt8: Int]] = []
        let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "|")]
        for line in lines.split(separator: UInt8(ascii: "\n"), maxSplits: 40).prefix(40) {
            guard let first = line.first(where: { !isBlank($0) }), !options.isComment(line, first: first) else {
                continue
            }
            var bytes = line[...]
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            // networkx's dictionaries have commas of their own.
            if bytes.last == UInt8(ascii: "}"), let brace = bytes.firstIndex(of: UInt8(ascii: "{")) {
                bytes = bytes[..<brace]
                while let last = bytes.last, isBlank(last) { bytes.removeLast() }
            }
            var isQuoted = false
            var count: [UInt8: Int] = [:]
            for byte in bytes {
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if !isQuoted, candidates.contains(byte) { count[byte, default: 0] += 1 }
            }
            counts.append(count)
        }
        for candidate in candidates {
            let first = counts.first?[candidate] ?? 0
            if first > 0, counts.allSatisfy({ $0[candidate] == first }) { return .byte(candidate) }
        }
        // Ragged lines: what the first one has will lead to a message about the one that differs.
        for candidate in candidates where counts.first?[candidate] ?? 0 > 0 { return .byte(candidate) }
        return isTSV ? .byte(UInt8(ascii: "\t")) : .blanks
    }

    /// The separator of Excel's first line `sep=;`.
    static func declaredSeparator(_ bytes: UnsafeRawBufferPointer.SubSequence) -> Separator? {
        guard bytes.count == 5, bytes.starts(with: "sep=".utf8), let byte = bytes.last else { return nil }
        return Separator(byte: byte)
    }

    /// The weight in a Python dictionary like `{'weight': 5.0, 'name': 'x'}`; nil when it has none.
    static func weight(inDictionary bytes: UnsafeRawBufferPointer.SubSequence, names: [String]) -> [UInt8]? {
        let text = String(decoding: bytes, as: UTF8.self)
        for name in names {
            for quote in ["'", "\""] {
                guard let key = text.range(of: "\(quote)\(name)\(quote):") else { continue }
                let value = text[key.upperBound...].drop { $0 == " " }.prefix { $0 != "," && $0 != "}" }
                return Array(value.filter { $0 != " " }.utf8)
            }
        }
        return nil
    }

    // MARK: The columns

    static let fromNames = [
        "from", "source", "src", "tail", "start", "u", "a", "from_node", "fromnode", "fromnodeid", "node1", "node_1",
        "origin", "orig", "source_id", "from_id", "id1", ":start_id", "i", "ego",
    ]
    static let toNames = [
        "to", "target", "dst", "destination", "head", "end", "v", "b", "to_node", "tonode", "tonodeid", "node2",
        "node_2",
        "dest", "target_id", "to_id", "id2", ":end_id", "j", "alter",
    ]
    static let weightNames = [
        "weight", "cost", "distance", "length", "time", "w", "dist", "value", "len", "travel_time", "duration",
    ]

    /// Finds the columns in the fields of the first line, and tells whether it is a header.
    static func make(
        _ separator: Separator, _ fields: [String], line: String, hasRemarks: Bool, _ options: ReadOptions
    ) throws(ReadError.Problem) -> (EdgeListLayout, isHeader: Bool) {
        var layout = EdgeListLayout(separator: separator)
        let words = fields.map { $0.lowercased() }
        func column(_ wanted: String?, _ names: [String]) throws(ReadError.Problem) -> Int? {
            guard let wanted else { return names.lazy.compactMap { words.firstIndex(of: $0) }.first }
            if let number = Int(wanted), (1...fields.count).contains(number) { return number - 1 }
            if let named = words.firstIndex(of: wanted.lowercased()) { return named }
            throw .expected("a column named \(wanted)", found: "the columns \(fields.joined(separator: ", "))")
        }
        func isName(_ wanted: String?) -> Bool { wanted.map { $0 != "none" && Int($0) == nil } ?? false }
        let (from, to) = (try column(options.fromColumn, fromNames), try column(options.toColumn, toNames))
        let isUnweighted = options.weightColumn == "none"
        let weight = isUnweighted ? nil : try column(options.weightColumn, weightNames)

        if options.hasHeader
            ?? looksLikeHeader(
                fields, words, from, to,
                isNamed: [options.fromColumn, options.toColumn, options.weightColumn].contains(where: isName), options)
        {
            layout.areNamed = true
            if let from, let to, from != to {
                (layout.from, layout.to) = (from, to)
                // Of three columns, the one that is no end is the weight, whatever it is called.
                layout.weight = weight ?? (fields.count == 3 && !isUnweighted ? 3 - from - to : nil)
                guard layout.weight != nil || fields.count == 2 || isUnweighted else {
                    throw .expected(
                        "a column named weight, cost, distance, length or time; --weight-column NAME says which it is (or "
                            + "none)", found: "the columns \(fields.joined(separator: ", "))")
                }
            } else {
                guard fields.count == 2 || fields.count == 3, options.hasHeader == true || weight == 2 else {
                    throw .expected(
                        "'FROM,TO' or 'FROM,TO,WEIGHT', or a header that names the columns from, to and weight "
                            + "(--from-column, --to-column and --weight-column say which)", found: line)
                }
                layout.weight = fields.count == 3 && !isUnweighted ? 2 : nil
            }
            layout.count = max(layout.from, layout.to, layout.weight ?? 0) + 1
            // An edge from a to b may look the same.
            if options.hasHeader == nil, words[layout.from].count == 1, words[layout.to].count == 1,
                layout.weight.map({ !weightNames.contains(words[$0]) }) ?? false
            {
                layout.notes.append("the first line is taken for a header (--header no says that it is an edge)")
            }
            if options.weightColumn == nil, let chosen = layout.weight, fields.count > 3 {
                layout.notes.append("the weight is the column '\(fields[chosen])'")
            }
            return (layout, true)
        }
        let isTold = options.fromColumn != nil || options.toColumn != nil || options.weightColumn != nil
        guard fields.count == 2 || fields.count == 3 || isTold && fields.count > 3 || hasRemarks && fields.count == 4
        else {
            let cure =
                fields.count < 2
                ? "(--separator says what stands between)" : "(--weight-column 3 says which column is the weight)"
            throw .expected("'FROM,TO' or 'FROM,TO,WEIGHT' \(cure)", found: line)
        }
        if let from { layout.from = from }
        if let to { layout.to = to }
        layout.weight = isUnweighted ? nil : options.weightColumn != nil ? weight : fields.count > 2 ? 2 : nil
        layout.count = fields.count
        if fields.count > 3, options.weightColumn == nil {
            layout.notes.append("the third column is the weight; those behind it are not used")
        }
        return (layout, false)
    }

    private static func looksLikeHeader(
        _ fields: [String], _ words: [String], _ from: Int?, _ to: Int?, isNamed: Bool, _ options: ReadOptions
    ) -> Bool {
        if isNamed { return true }
        // Which fields are read as numbers only, and hold none.
        func isText(_ field: String) -> Bool {
            FixedPoint.parse(field.utf8, decimalComma: options.hasDecimalComma) == .notANumber
        }
        // The name of a column is a word; what begins with a digit or a sign was meant as a number.
        func isWord(_ field: String) -> Bool {
            let begins = field.first.map { $0.isLetter || "_:@#".contains($0) } ?? false
            return begins && !["true", "false", "yes", "no"].contains(field.lowercased())
        }
        if let told = options.weightColumn.flatMap({ Int($0) }), (1...fields.count).contains(told) {
            return isText(fields[told - 1]) && isWord(fields[told - 1])
        }
        let hasNumber = fields.contains { !$0.isEmpty && !isText($0) }
        if let from, let to, from != to, !hasNumber, words[from].count > 1 || words[to].count > 1 { return true }
        return fields.count >= 3 && isText(fields[2]) && isWord(fields[2])
    }
}

/// What the comments of an edge list say before its first edge.
struct EdgeListRemarks {
    /// Whether they are KONECT's: `% sym weighted`.
    private(set) var isKONECT = false
    /// Whether they say that an edge leads both ways.
    private(set) var isUndirected = false
    /// Why the list cannot be read, whatever its lines say.
    private(set) var objection: ReadError.Problem?
    /// What Excel's first line says.
    var separator: EdgeListLayout.Separator?

    /// Reads a comment.
    mutating func read(_ bytes: UnsafeRawBufferPointer.SubSequence) {
        guard bytes.first == UInt8(ascii: "%") else { return }
        let words = String(decoding: bytes.dropFirst().prefix(200), as: UTF8.self).split { $0.isWhitespace }
        guard let first = words.first, ["sym", "asym", "bip"].contains(first) else { return }
        isKONECT = true
        isUndirected = first == "sym"
        if first == "bip" {
            objection = .foreign(
                "a bipartite network (bip), whose left and right nodes have the same numbers",
                cure: "name them apart: awk '!/^%/ { $2 = \"r\" $2; print }' FILE")
        }
    }

    /// Sentences for the user, without a full stop.
    func notes(isDirected: Bool) -> [String] {
        guard isKONECT, isUndirected else { return [] }
        return [
            isDirected
                ? "its first line says that edges lead both ways (sym)"
                : "edges lead both ways, as its first line says (sym)"
        ]
    }
}
