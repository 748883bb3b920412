// Unsafe pointers: lines are parsed in the block that was read; nothing of it is kept after the call.

/// A question of a batch: how far is it from one node to another?
public struct Query: Sendable, Hashable {
    /// Where the path starts.
    public var source: Node
    /// Where it ends.
    public var target: Node
    /// The answer that is known already, if any.
    public var expected: Expected?
    /// The line of the file, counted from 1.
    public var line: Int

    /// Makes a question.
    public init(source: Node, target: Node, expected: Expected? = nil, line: Int) {
        self.source = source
        self.target = target
        self.expected = expected
        self.line = line
    }

    /// A known answer.
    public enum Expected: Sendable, Hashable {
        /// There is no path.
        case none
        /// The least cost, in the graph's smallest unit.
        case cost(Int64, tolerance: Int64 = 0)
        /// A number that no cost of this graph can equal: finer than its weights, or beyond 64 bits.
        case impossible(String)
    }

    /// Whether `distance` agrees with the known answer; true when none is known.
    public func agrees(with distance: Distance) -> Bool {
        switch (expected, distance) {
        case (nil, _), (Expected.none?, .none): true
        case (.cost(let known, let tolerance)?, .cost(let found)):
            known == found || known.subtractingReportingOverflow(found).partialValue.magnitude <= UInt64(tolerance)
        default: false
        }
    }
}

/// Reads batches of queries: lines of two names and, if it is known, a distance or `none`, separated by tabs, semicolons,
/// commas or blanks, whichever the first line has. A first line that starts with `from` and `to` is a header. Empty lines
/// and comments (`#`) are skipped.
public struct QueryReader {
    private let file: String
    private let graph: Graph
    private var separator: EdgeListLayout.Separator?
    private var queries: [Query] = []
    private var line = 0

    /// Reads to the end of `source`.
    ///
    /// - Throws: `ReadError`, also for a name that is no node of `graph`; and what `source` throws.
    public static func read(
        _ source: some ByteSource, file: String, for graph: Graph, limits: ReadLimits = ReadLimits()
    ) throws -> [Query] {
        var reader = QueryReader(file: file, graph: graph)
        var blocks = LineBlocks(source, longestLine: limits.lineBytes)
        do {
            while try blocks.next({ try reader.read($0) }) {}
        } catch let error as LineTooLong {
            throw ReadError(file: file, .tooMany(what: "bytes in one line", limit: error.limit))
        }
        return reader.queries
    }

    private init(file: String, graph: Graph) {
        self.file = file
        self.graph = graph
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
            let isFirst = separator == nil
            let fields = fields(of: bytes)
            if isFirst, fields.count >= 2, isEqual(fields[0], "from"), isEqual(fields[1], "to") { continue }
            queries.append(try query(fields, bytes))
        }
    }

    private func isEqual(_ field: UnsafeRawBufferPointer.SubSequence, _ word: String) -> Bool {
        String(decoding: field, as: UTF8.self).lowercased() == word
    }

    private mutating func fields(
        of bytes: UnsafeRawBufferPointer.SubSequence
    ) -> [UnsafeRawBufferPointer.SubSequence] {
        let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
        let separator = separator ?? candidates.first(where: bytes.contains).map { .byte($0) } ?? .blanks
        self.separator = separator
        guard case .byte(let byte) = separator else { return bytes.split(whereSeparator: isBlank) }
        return bytes.split(separator: byte, omittingEmptySubsequences: false).map { field in
            var field = field
            while let first = field.first, isBlank(first) { field = field.dropFirst() }
            while let last = field.last, isBlank(last) { field = field.dropLast() }
            let quote = UInt8(ascii: "\"")
            return field.count >= 2 && field.first == quote && field.last == quote
                ? field.dropFirst().dropLast() : field
        }
    }

    private func query(
        _ fields: [UnsafeRawBufferPointer.SubSequence], _ bytes: UnsafeRawBufferPointer.SubSequence
    ) throws(ReadError) -> Query {
        func fail(_ problem: ReadError.Problem) -> ReadError { ReadError(file: file, line: line, problem) }
        guard fields.count == 2 || fields.count == 3 else {
            throw fail(.expected("'FROM<TAB>TO' or 'FROM<TAB>TO<TAB>DISTANCE'", found: quoted(bytes)))
        }
        func node(_ field: UnsafeRawBufferPointer.SubSequence) throws(ReadError) -> Node {
            guard let node = graph.names.node(named: UnsafeRawBufferPointer(rebasing: field)) else {
                throw fail(.unknownNode(quoted(field)))
            }
            return node
        }
        var query = Query(source: try node(fields[0]), target: try node(fields[1]), expected: nil, line: line)
        if fields.count == 3, !fields[2].isEmpty {
            guard let expected = expected(fields[2]) else {
                throw fail(.expected("a distance or 'none'", found: quoted(fields[2])))
            }
            query.expected = expected
        }
        return query
    }

    private func expected(_ field: UnsafeRawBufferPointer.SubSequence) -> Query.Expected? {
        if field.elementsEqual("none".utf8) { return Query.Expected.none }
        switch FixedPoint.parse(field) {
        case .number(let number):
            // What doubles add up to differs from the exact sum behind the ninth digit or so.
            let isDouble = number.places > max(9, graph.decimalPlaces) || graph.isRounded
            if isDouble, let cost = number.rounded(toPlaces: graph.decimalPlaces)?.digits {
                let share = Int64(clamping: cost.magnitude / 1_000_000_000)
                return .cost(cost, tolerance: graph.isRounded ? max(1, share) : share)
            }
            return graph.cost(ofText: field).map { .cost($0) } ?? .impossible(String(decoding: field, as: UTF8.self))
        case .infinite(isNegative: false): return Query.Expected.none
        case .infinite: return .impossible(String(decoding: field, as: UTF8.self))
        case .missing, .decimalComma, .notANumber: return nil
        }
    }
}
