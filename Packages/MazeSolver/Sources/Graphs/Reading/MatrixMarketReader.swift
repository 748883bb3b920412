// Unsafe pointers: lines are parsed in the block that was read; nothing of it is kept after the call.

/// Reads a sparse matrix in the Matrix Market's coordinate format as a graph: an entry `i j value` is an arc from node i
/// to node j. (R. Boisvert, R. Pozo, K. Remington, "The Matrix Market exchange formats", 1996.)
struct MatrixMarketReader {
    private let file: String
    private let limits: ReadLimits
    private var line = 0
    private var hasValues = true
    private var symmetry = Symmetry.general
    private var size: (nodes: Int, entries: Int)?
    private var found = 0
    private var edges = WrittenEdges()

    /// Which entries stand for two.
    private enum Symmetry: String {
        case general
        case symmetric
        case skewSymmetric = "skew-symmetric"
    }

    /// Reads to the end of `source`.
    static func read(_ source: some ByteSource, file: String, options: ReadOptions) throws -> Graph {
        var reader = MatrixMarketReader(file: file, limits: options.limits)
        var blocks = LineBlocks(source, longestLine: options.limits.lineBytes)
        while try blocks.next({ try reader.read($0) }) {}
        guard let size = reader.size else {
            throw ReadError(file: file, reader.line == 0 ? .empty : .missingDeclaration("ROWS COLUMNS ENTRIES"))
        }
        guard reader.found == size.entries else {
            throw ReadError(
                file: file,
                .countDiffers(
                    what: "entries", by: "the line of sizes", declared: size.entries, found: reader.found))
        }
        let graph = try reader.edges.build(
            names: .numbered(count: size.nodes), file: file, isDirected: options.isDirected ?? true)
        let repeated = graph.repeatedArcs
        guard repeated > 0 else { return graph }
        return graph.noting([
            "\(repeated) \(repeated == 1 ? "entry stands" : "entries stand") there twice; the cheapest of each counts, and they "
                + "are not added"
        ])
    }

    private init(file: String, limits: ReadLimits) {
        self.file = file
        self.limits = limits
    }

    private mutating func read(_ block: UnsafeRawBufferPointer) throws(ReadError) {
        var rest = block[...]
        while !rest.isEmpty {
            line += 1
            let bytes = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(bytes.count + 1)
            let fields = bytes.split(whereSeparator: isBlank)
            if line == 1 {
                try readBanner(fields.map { String(decoding: $0, as: UTF8.self).lowercased() }, bytes)
            } else if let first = fields.first, first.first != UInt8(ascii: "%") {
                if size == nil { try readSize(fields, bytes) } else { try readEntry(fields, bytes) }
            }
        }
    }

    private mutating func readBanner(
        _ words: [String], _ bytes: UnsafeRawBufferPointer.SubSequence
    ) throws(ReadError) {
        guard words.count == 5, words[0] == "%%matrixmarket", words[1] == "matrix" else {
            throw error(.expected("'%%MatrixMarket matrix coordinate real general'", found: quoted(bytes)))
        }
        guard words[2] == "coordinate" else {
            throw error(
                .expected(
                    "the format 'coordinate' (scipy.io.mmwrite writes it for sparse matrices)", found: quoted(bytes)))
        }
        guard ["real", "integer", "pattern", "double"].contains(words[3]) else {
            throw error(.expected("real, integer or pattern values", found: quoted(words[3].utf8)))
        }
        guard let symmetry = Symmetry(rawValue: words[4]) else {
            throw error(.expected("general, symmetric or skew-symmetric", found: quoted(words[4].utf8)))
        }
        hasValues = words[3] != "pattern"
        self.symmetry = symmetry
    }

    private mutating func readSize(
        _ fields: [UnsafeRawBufferPointer.SubSequence], _ bytes: UnsafeRawBufferPointer.SubSequence
    ) throws(ReadError) {
        guard fields.count == 3, case .integer(let rows) = DecimalDigits.parse(fields[0]),
            case .integer(let columns) = DecimalDigits.parse(fields[1]),
            case .integer(let entries) = DecimalDigits.parse(fields[2]), rows >= 0, entries >= 0
        else { throw error(.expected("'ROWS COLUMNS ENTRIES'", found: quoted(bytes))) }
        guard rows == columns else {
            throw error(.expected("as many columns as rows, since both are the nodes", found: quoted(bytes)))
        }
        guard rows <= limits.nodes else { throw error(.tooMany(what: "nodes", limit: limits.nodes)) }
        guard entries <= limits.arcs else { throw error(.tooMany(what: "entries", limit: limits.arcs)) }
        size = (Int(rows), Int(entries))
    }

    private mutating func readEntry(
        _ fields: [UnsafeRawBufferPointer.SubSequence], _ bytes: UnsafeRawBufferPointer.SubSequence
    ) throws(ReadError) {
        guard fields.count == (hasValues ? 3 : 2) else {
            throw error(.expected(hasValues ? "'ROW COLUMN VALUE'" : "'ROW COLUMN'", found: quoted(bytes)))
        }
        let (tail, head) = (try node(fields[0]), try node(fields[1]))
        found += 1
        var weight = FixedPoint(digits: 1, places: 0)
        if hasValues {
            switch FixedPoint.parse(fields[2]) {
            case .number(let number): weight = number
            case .missing: return edges.skip(.missing, line: line)
            case .infinite(false): return edges.skip(.infinite, line: line)
            default: throw error(.expected("a number as the value", found: quoted(fields[2])))
            }
        }
        guard edges.count + 1 < limits.arcs else { throw error(.tooMany(what: "arcs", limit: limits.arcs)) }
        edges.add(tail: tail, head: head, weight: weight, line: line)
        guard symmetry != .general, tail != head else { return }
        if symmetry == .skewSymmetric { weight.digits = -weight.digits }
        edges.add(tail: head, head: tail, weight: weight, line: line)
    }

    private func node(_ field: UnsafeRawBufferPointer.SubSequence) throws(ReadError) -> Node {
        let count = size?.nodes ?? 0
        guard case .integer(let number) = DecimalDigits.parse(field) else {
            throw error(.expected("a node's number from 1 to \(count)", found: quoted(field)))
        }
        guard number >= 1, number <= count else { throw error(.nodeOutOfRange(number: quoted(field), count: count)) }
        return Int(number) - 1
    }

    private func error(_ problem: ReadError.Problem) -> ReadError {
        ReadError(file: file, line: line, problem)
    }
}

extension Graph {
    /// How many arcs join the same nodes as another arc before them. O(nodes + arcs).
    fileprivate var repeatedArcs: Int {
        var (count, lastTail) = (0, [Node](repeating: -1, count: nodeCount))
        for node in 0..<nodeCount {
            for arc in arcs(from: node) {
                if lastTail[arc.head] == node { count += 1 }
                lastTail[arc.head] = node
            }
        }
        return count
    }
}
