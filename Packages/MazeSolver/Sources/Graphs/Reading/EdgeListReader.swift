// Unsafe pointers: lines are parsed in the block that was read; nothing of it is kept after the call.

/// Reads edge lists: a line an edge, `FROM,TO` or `FROM,TO,WEIGHT`, separated by tabs, semicolons, commas, bars or blanks.
///
/// Names are any texts. Fields that are not separated by tabs or blanks may be quoted as in RFC 4180, within one line.
/// Empty lines and comments (`#` and `%`) are skipped; in lists separated by blanks a comment may also end a line, and the
/// dictionary that networkx writes behind an edge (`1 2 {'weight': 5}`) holds its weight. A first line whose weight is no
/// number names the columns. What separates, and which column is what, `EdgeListLayout` finds in the first lines.
struct EdgeListReader {
    private let file: String
    private let options: ReadOptions
    private let isTSV: Bool
    private var layout: EdgeListLayout?
    private var names = NameTable()
    private var edges = WrittenEdges()
    private var line = 0
    /// What the comments before the first edge say, as KONECT's do.
    private var remarks = EdgeListRemarks()

    /// Reads to the end of `source`.
    static func read(_ source: some ByteSource, file: String, isTSV: Bool, options: ReadOptions) throws -> Graph {
        var reader = EdgeListReader(file: file, options: options, isTSV: isTSV)
        var blocks = LineBlocks(source, longestLine: options.limits.lineBytes)
        while try blocks.next({ try reader.read($0) }) {}
        guard let layout = reader.layout else { throw ReadError(file: file, .empty) }
        let isDirected = options.isDirected ?? !reader.remarks.isUndirected
        return try reader.edges.build(
            names: .listed(reader.names, areNumbers: false), file: file, isDirected: isDirected
        ).noting(layout.notes + reader.remarks.notes(isDirected: isDirected))
    }

    private init(file: String, options: ReadOptions, isTSV: Bool) {
        self.file = file
        self.options = options
        self.isTSV = isTSV
    }

    private mutating func read(_ block: UnsafeRawBufferPointer) throws(ReadError) {
        var rest = block[...]
        while !rest.isEmpty {
            line += 1
            var bytes = rest.prefix { $0 != UInt8(ascii: "\n") }
            let following = rest
            rest = rest.dropFirst(bytes.count + 1)
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            guard let first = bytes.first(where: { !isBlank($0) }) else { continue }
            if options.isComment(bytes, first: first) {
                if layout == nil { remarks.read(bytes) }
                continue
            }
            if let layout {
                try readLine(UnsafeRawBufferPointer(rebasing: bytes), layout)
                continue
            }
            if line == 1, let separator = EdgeListLayout.declaredSeparator(bytes) {
                remarks.separator = separator
                continue
            }
            let isHeader = try begin(
                UnsafeRawBufferPointer(rebasing: bytes), UnsafeRawBufferPointer(rebasing: following))
            if !isHeader, let layout { try readLine(UnsafeRawBufferPointer(rebasing: bytes), layout) }
        }
    }

    /// Finds the layout from the first line that counts, and those behind it; says whether that line is a header.
    private mutating func begin(
        _ bytes: UnsafeRawBufferPointer, _ following: UnsafeRawBufferPointer
    ) throws(ReadError) -> Bool {
        let separator =
            options.separator.map { EdgeListLayout.Separator(byte: $0) } ?? remarks.separator
            ?? EdgeListLayout.separator(of: following, options: options, isTSV: isTSV)
        var fields = try fields(of: bytes, EdgeListLayout(separator: separator))
        // Spreadsheets end lines with empty fields; the third may be a weight that is missing.
        while fields.count > 3, fields.last?.isEmpty == true { fields.removeLast() }
        if let remark = remarks.objection { throw self.error(remark) }
        do throws(ReadError.Problem) {
            let (layout, isHeader) = try EdgeListLayout.make(
                separator, fields.map(\.text), line: quoted(bytes), hasRemarks: remarks.isKONECT, options)
            self.layout = layout
            return isHeader
        } catch {
            throw self.error(error)
        }
    }

    /// The fields of a line, and behind them the value of networkx's dictionary if there is one.
    private func fields(of bytes: UnsafeRawBufferPointer, _ layout: EdgeListLayout) throws(ReadError) -> [Field] {
        var bytes = bytes[...]
        var weight: [UInt8]?
        var hasDictionary = false
        if bytes.last == UInt8(ascii: "}"), let brace = bytes.firstIndex(of: UInt8(ascii: "{")) {
            hasDictionary = true
            weight = EdgeListLayout.weight(inDictionary: bytes[brace...], names: options.weightNames)
            bytes = bytes[..<brace]
            while let last = bytes.last, isBlank(last) || layout.separator.is(last) { bytes.removeLast() }
        } else if layout.separator == .blanks, let comment = options.trailingComment(in: bytes) {
            bytes = bytes[..<comment]
        }
        var fields = try split(UnsafeRawBufferPointer(rebasing: bytes), at: layout.separator)
        if hasDictionary, fields.count == 2 { fields.append(.unquoted(weight ?? [UInt8(ascii: "1")])) }
        return fields
    }

    private mutating func readLine(_ bytes: UnsafeRawBufferPointer, _ layout: EdgeListLayout) throws(ReadError) {
        var fields = try fields(of: bytes, layout)
        // Spreadsheets end lines, and whole tables, with empty fields.
        while fields.count > layout.count, fields.last?.isEmpty == true { fields.removeLast() }
        if fields.allSatisfy(\.isEmpty) { return }
        guard layout.areNamed ? fields.count >= layout.count : fields.count == layout.count else {
            throw error(.expected("\(layout.count) fields as in the first line", found: quoted(bytes)))
        }
        let tail = try node(fields[layout.from])
        let head = try node(fields[layout.to])
        var weight = FixedPoint(digits: 1, places: 0)
        if let column = layout.weight {
            switch fields[column].withBytes({ FixedPoint.parse($0, decimalComma: options.hasDecimalComma) }) {
            case .number(let number): weight = number
            case .missing: return edges.skip(.missing, line: line)
            case .infinite(isNegative: false): return edges.skip(.infinite, line: line)
            case .infinite: throw error(.expected("a weight above minus infinity", found: fields[column].shown))
            case .decimalComma: throw error(.decimalComma(fields[column].shown))
            case .notANumber: throw error(.expected("a number as the weight", found: fields[column].shown))
            }
        }
        guard edges.count < options.limits.arcs else {
            throw error(.tooMany(what: "edges", limit: options.limits.arcs))
        }
        edges.add(tail: tail, head: head, weight: weight, line: line)
    }

    private mutating func node(_ field: Field) throws(ReadError) -> Node {
        let limit = options.limits.nodes
        let (isEmpty, index, isText) = field.withBytes { bytes in
            let known = names.index(of: bytes)
            if known == nil, String(validating: bytes, as: UTF8.self) == nil { return (bytes.isEmpty, known, false) }
            return (bytes.isEmpty, bytes.isEmpty ? nil : known ?? names.insert(bytes, limit: limit), true)
        }
        guard !isEmpty else { throw error(.expected("a node's name", found: "an empty field")) }
        guard isText else { throw error(.notUTF8) }
        guard let index else { throw error(.tooMany(what: "nodes", limit: limit)) }
        return index
    }

    // MARK: Fields

    /// A field: part of the line, or the text of a quoted one.
    private enum Field {
        case plain(UnsafeRawBufferPointer)
        case unquoted([UInt8])

        func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
            switch self {
            case .plain(let bytes): body(bytes)
            case .unquoted(let bytes): bytes.withUnsafeBytes(body)
            }
        }

        var isEmpty: Bool { withBytes { $0.isEmpty } }
        var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }
        var shown: String { withBytes { quoted($0) } }
    }

    private func split(_ bytes: UnsafeRawBufferPointer, at separator: EdgeListLayout.Separator) throws(ReadError)
        -> [Field]
    {
        var fields: [Field] = []
        fields.reserveCapacity(3)
        guard case .byte(let separator) = separator else {
            return bytes.split(whereSeparator: isBlank).map { .plain(UnsafeRawBufferPointer(rebasing: $0)) }
        }
        // Tables with tabs are seldom quoted, and a quote may mean inches: there it must close to be one.
        let isTabbed = separator == UInt8(ascii: "\t")
        var position = 0
        while true {
            while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
            let start = position
            if position < bytes.count, bytes[position] == UInt8(ascii: "\""),
                let text = isTabbed
                    ? try? unquote(bytes, &position, separator) : try unquote(bytes, &position, separator)
            {
                fields.append(.unquoted(text))
            } else {
                position = start
                var end = bytes[position...].firstIndex(of: separator) ?? bytes.count
                let next = end
                while end > position, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
                fields.append(.plain(UnsafeRawBufferPointer(rebasing: bytes[position..<end])))
                position = next
            }
            if position == bytes.count { return fields }
            position += 1
        }
    }

    /// Reads a quoted field and moves to the separator behind it, or to the end.
    private func unquote(
        _ bytes: UnsafeRawBufferPointer, _ position: inout Int, _ separator: UInt8
    ) throws(ReadError) -> [UInt8] {
        var text: [UInt8] = []
        position += 1
        while let quote = bytes[position...].firstIndex(of: UInt8(ascii: "\"")) {
            text += bytes[position..<quote]
            position = quote + 1
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
                guard position == bytes.count || bytes[position] == separator else { break }
                return text
            }
            text.append(UInt8(ascii: "\""))
            position += 1
        }
        throw error(.expected("a closing quote at the end of the field", found: quoted(bytes)))
    }

    private func error(_ problem: ReadError.Problem) -> ReadError {
        ReadError(file: file, line: line, problem)
    }
}
