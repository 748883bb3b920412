/// A question of a batch: how far is it from one node to another?
public struct Query: Sendable, Hashable {
    /// Where the way starts.
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
        /// There is no way.
        case none
        /// The least cost, in the graph's smallest unit.
        case cost(Int64)
        /// A number that no cost of this graph can equal: finer than its weights, or beyond 64 bits.
        case impossible(String)
    }

    /// Whether `distance` agrees with the known answer; true when none is known.
    public func agrees(with distance: Distance) -> Bool {
        switch (expected, distance) {
        case (nil, _), (Expected.none?, .none): true
        case (.cost(let known)?, .cost(let found)): known == found
        default: false
        }
    }
}

/// Reads batches of queries: lines `FROM<TAB>TO`, with a known distance or `none` as a third field if there is one. A
/// first line that starts with `from<TAB>to` is a header. Empty lines are skipped.
public enum QueryReader {
    /// Reads to the end of `source`.
    ///
    /// - Throws: `ReadError`, also for a name that is no node of `graph`; and what `source` throws.
    public static func read(
        _ source: some ByteSource, file: String, for graph: Graph, limits: ReadLimits = ReadLimits()
    ) throws -> [Query] {
        var queries: [Query] = []
        var line = 0
        var blocks = LineBlocks(source, longestLine: limits.lineBytes)
        do {
            while try blocks.next({ block in
                var rest = block[...]
                while !rest.isEmpty {
                    line += 1
                    var bytes = rest.prefix { $0 != UInt8(ascii: "\n") }
                    rest = rest.dropFirst(bytes.count + 1)
                    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
                    if bytes.isEmpty || line == 1 && isHeader(bytes) { continue }
                    queries.append(try query(bytes, file: file, line: line, graph))
                }
            }) {}
        } catch let error as LineTooLong {
            throw ReadError(file: file, .tooMany(what: "bytes in one line", limit: error.limit))
        }
        return queries
    }

    private static func isHeader(_ bytes: UnsafeRawBufferPointer.SubSequence) -> Bool {
        let fields = bytes.split(separator: UInt8(ascii: "\t"), maxSplits: 2)
        return fields.count >= 2 && fields[0].elementsEqual("from".utf8) && fields[1].elementsEqual("to".utf8)
    }

    private static func query(
        _ bytes: UnsafeRawBufferPointer.SubSequence, file: String, line: Int, _ graph: Graph
    ) throws(ReadError) -> Query {
        func fail(_ problem: ReadError.Problem) -> ReadError { ReadError(file: file, line: line, problem) }
        let fields = bytes.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
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
            if fields[2].elementsEqual("none".utf8) {
                query.expected = Query.Expected.none
            } else if let cost = graph.cost(ofText: fields[2]) {
                query.expected = .cost(cost)
            } else if FixedPoint.parse(fields[2]) != .notANumber {
                query.expected = .impossible(String(decoding: fields[2], as: UTF8.self))
            } else {
                throw fail(.expected("a distance or 'none'", found: quoted(fields[2])))
            }
        }
        return query
    }
}
