/// Reads edge lists: a line an edge, `FROM,TO` or `FROM,TO,WEIGHT`, separated by commas, semicolons, tabs or blanks.
///
/// Names are any texts. Fields separated by commas or semicolons may be quoted as in RFC 4180, within one line. Empty
/// lines and lines that start with `#` are skipped. A first line whose weight is no number names the columns.
struct EdgeListReader {
    private let file: String
    private let options: ReadOptions
    private var separator: Separator?
    private var columns: Columns?
    private var names = NameTable()
    private var edges = WrittenEdges()
    private var line = 0

    /// What stands between fields.
    private enum Separator {
        case byte(UInt8)
        case blanks
    }

    /// Which field is what.
    private struct Columns {
        var from = 0
        var to = 1
        var weight: Int?
        /// How many fields a line has; with a header, lines may have others, which say nothing here.
        var count: Int
        var areNamed = false
    }

    /// Reads to the end of `source`.
    static func read(_ source: some ByteSource, file: String, isTSV: Bool, options: ReadOptions) throws -> Graph {
        var reader = EdgeListReader(file: file, options: options)
        if isTSV { reader.separator = .byte(UInt8(ascii: "\t")) }
        var blocks = LineBlocks(source, longestLine: options.limits.lineBytes)
        while try blocks.next({ try reader.read($0) }) {}
        guard reader.columns != nil else { throw ReadError(file: file, .empty) }
        return try reader.edges.build(
            names: .listed(reader.names, areNumbers: false), file: file, isDirected: options.isDirected)
    }

    private init(file: String, options: ReadOptions) {
        self.file = file
        self.options = options
    }

    private mutating func read(_ block: UnsafeRawBufferPointer) throws(ReadError) {
        var rest = block[...]
        while !rest.isEmpty {
            line += 1
            var bytes = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(bytes.count + 1)
            if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            guard let first = bytes.first(where: { !isBlank($0) }), first != UInt8(ascii: "#") else { continue }
            try readLine(UnsafeRawBufferPointer(rebasing: bytes))
        }
    }

    private mutating func readLine(_ bytes: UnsafeRawBufferPointer) throws(ReadError) {
        let separator = separator ?? Self.separator(of: bytes)
        self.separator = separator
        let fields = try split(bytes, at: separator)
        guard let columns else {
            let (columns, isHeader) = try self.columns(of: fields, in: bytes)
            self.columns = columns
            if !isHeader { try add(fields, columns, bytes) }
            return
        }
        try add(fields, columns, bytes)
    }

    private mutating func add(
        _ fields: [Field], _ columns: Columns, _ bytes: UnsafeRawBufferPointer
    ) throws(ReadError) {
        guard columns.areNamed ? fields.count >= columns.count : fields.count == columns.count else {
            throw error(.expected("\(columns.count) fields as in the first line", found: quoted(bytes)))
        }
        var weight = FixedPoint(digits: 1, places: 0)
        if let column = columns.weight {
            switch fields[column].withBytes({ FixedPoint.parse($0) }) {
            case .number(let number): weight = number
            case .tooLarge: throw error(.numberTooLarge(fields[column].shown))
            case .notANumber: throw error(.expected("a number as the weight", found: fields[column].shown))
            }
        }
        let tail = try node(fields[columns.from])
        let head = try node(fields[columns.to])
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
            return (bytes.isEmpty, known ?? names.insert(bytes, limit: limit), true)
        }
        guard !isEmpty else { throw error(.expected("a node's name", found: "an empty field")) }
        guard isText else { throw error(.notUTF8) }
        guard let index else { throw error(.tooMany(what: "nodes", limit: limit)) }
        return index
    }

    // MARK: The first line

    private static func separator(of bytes: UnsafeRawBufferPointer) -> Separator {
        for byte in [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";")] where bytes.contains(byte) {
            return .byte(byte)
        }
        return .blanks
    }

    /// What the first line tells of the columns, and whether it is a header.
    private func columns(
        of fields: [Field], in bytes: UnsafeRawBufferPointer
    ) throws(ReadError) -> (Columns, isHeader: Bool) {
        let words = fields.map { $0.text.lowercased() }
        func column(_ names: [String]) -> Int? { words.firstIndex { names.contains($0) } }
        let from = column(["from", "source", "src", "tail", "start", "u", "a"])
        let to = column(["to", "target", "dst", "destination", "head", "end", "v", "b"])
        let weight = column(["weight", "cost", "distance", "length", "time", "w"])
        let weightIsText =
            fields.count >= 3 && fields[2].withBytes { FixedPoint.parse($0) } == .notANumber
        let looksLikeHeader = weightIsText || fields.count == 2 && from == 0 && to == 1 && (words[0].count > 1)
        if options.hasHeader ?? looksLikeHeader {
            if let from, let to, from != to {
                // Of three columns, the one that is no end is the weight, whatever it is called.
                let weight = weight ?? (fields.count == 3 ? 3 - from - to : nil)
                guard weight != nil || fields.count == 2 else {
                    throw error(.expected("a column named weight", found: quoted(bytes)))
                }
                let last = max(from, to, weight ?? 0)
                return (Columns(from: from, to: to, weight: weight, count: last + 1, areNamed: true), true)
            }
            guard fields.count == 2 || fields.count == 3, options.hasHeader == true || weight == 2 else {
                throw error(
                    .expected(
                        "'FROM,TO' or 'FROM,TO,WEIGHT', or a header that names the columns from, to and weight",
                        found: quoted(bytes)))
            }
            return (Columns(weight: fields.count == 3 ? 2 : nil, count: fields.count), true)
        }
        guard fields.count == 2 || fields.count == 3 else {
            throw error(.expected("'FROM,TO' or 'FROM,TO,WEIGHT'", found: quoted(bytes)))
        }
        return (Columns(weight: fields.count == 3 ? 2 : nil, count: fields.count), false)
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

        var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }
        var shown: String { withBytes { quoted($0) } }
    }

    private func split(_ bytes: UnsafeRawBufferPointer, at separator: Separator) throws(ReadError) -> [Field] {
        var fields: [Field] = []
        fields.reserveCapacity(3)
        guard case .byte(let separator) = separator else {
            return bytes.split(whereSeparator: isBlank).map { .plain(UnsafeRawBufferPointer(rebasing: $0)) }
        }
        let isQuotable = separator != UInt8(ascii: "\t")
        var position = 0
        while true {
            while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
            if isQuotable, position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                fields.append(.unquoted(try unquote(bytes, &position, separator)))
            } else {
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

/// Edges with the weights as they were written; once all are known, the weights get as many decimal places as the
/// longest needs.
struct WrittenEdges {
    private struct Edge: BitwiseCopyable {
        let tail: UInt32
        let head: UInt32
        let digits: Int64
        let places: UInt8
        let line: UInt32
    }

    private var edges: [Edge] = []
    private var places = 0

    var count: Int { edges.count }

    mutating func add(tail: Node, head: Node, weight: FixedPoint, line: Int) {
        places = max(places, weight.places)
        edges.append(
            Edge(
                tail: UInt32(tail), head: UInt32(head), digits: weight.digits, places: UInt8(weight.places),
                line: UInt32(truncatingIfNeeded: line)))
    }

    /// Makes the graph; an undirected edge becomes two arcs, a loop one.
    func build(
        names: NodeNames, coordinates: [Coordinate]? = nil, file: String, isDirected: Bool
    ) throws(ReadError) -> Graph {
        var builder = GraphBuilder()
        builder.reserve(arcs: isDirected ? count : 2 * count)
        for edge in edges {
            let written = FixedPoint(digits: edge.digits, places: Int(edge.places))
            guard let weight = written.digits(atPlaces: places) else {
                throw ReadError(
                    file: file, line: Int(edge.line),
                    .numberTooLarge("\(edge.digits) with \(places) decimal places, as another weight has,"))
            }
            builder.add(Arc(tail: Int(edge.tail), head: Int(edge.head), weight: weight))
            if !isDirected, edge.tail != edge.head {
                builder.add(Arc(tail: Int(edge.head), head: Int(edge.tail), weight: weight))
            }
        }
        return builder.build(names: names, coordinates: coordinates, decimalPlaces: places)
    }
}
