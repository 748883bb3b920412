// Unsafe pointers: lines are parsed in the block that was read; nothing of it is kept after the call.

/// Reads where the nodes of a graph lie: DIMACS `.co` (`p aux sp co NODES`, `v NODE X Y`), or a table `NODE,X,Y` with
/// commas, tabs or blanks and perhaps a header.
public enum CoordinateReader {
    /// Reads one point a node, in the order of the graph's nodes.
    ///
    /// - Throws: `ReadError`, also when a node of the graph has no coordinates; and what `source` throws.
    public static func read(
        _ source: some ByteSource, file: String, for graph: Graph, limits: ReadLimits = ReadLimits()
    ) throws -> [Coordinate] {
        var table = CoordinateTable(file: file, names: graph.names)
        var blocks = LineBlocks(source, longestLine: limits.lineBytes)
        do {
            while try blocks.next({ try table.read($0) }) {}
        } catch let error as LineTooLong {
            throw ReadError(file: file, .tooMany(what: "bytes in one line", limit: error.limit))
        }
        return try table.finish()
    }
}

/// The coordinates that were read so far.
private struct CoordinateTable {
    private let file: String
    private let names: NodeNames
    private var coordinates: [Coordinate?]
    private var line = 0
    private var count = 0

    init(file: String, names: NodeNames) {
        self.file = file
        self.names = names
        coordinates = [Coordinate?](repeating: nil, count: names.count)
    }

    mutating func read(_ block: UnsafeRawBufferPointer) throws(ReadError) {
        var rest = block[...]
        while !rest.isEmpty {
            line += 1
            let bytes = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(bytes.count + 1)
            let isTable = bytes.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\t") }
            let fields = bytes.split {
                isTable ? $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") : isBlank($0)
            }
            guard let first = fields.first, first.first != UInt8(ascii: "#") else { continue }
            try readLine(fields, UnsafeRawBufferPointer(rebasing: bytes))
        }
    }

    private mutating func readLine(
        _ fields: [UnsafeRawBufferPointer.SubSequence], _ bytes: UnsafeRawBufferPointer
    ) throws(ReadError) {
        let kind = fields[0].count == 1 ? fields[0].first : nil
        switch (kind, fields.count) {
        case (UInt8(ascii: "c"), _) where !bytes.contains(UInt8(ascii: ",")):
            return
        case (UInt8(ascii: "p"), 5) where fields[1].elementsEqual("aux".utf8):
            guard case .integer(let count) = DecimalDigits.parse(fields[4]), count == Int64(names.count) else {
                let found = Int(String(decoding: fields[4], as: UTF8.self)) ?? 0
                throw error(.otherNodeCount(graph: names.count, coordinates: found))
            }
        case (UInt8(ascii: "v"), 4):
            try add(fields[1], fields[2], fields[3])
        case (_, 3):
            if line == 1, real(fields[1]) == nil { return }
            try add(fields[0], fields[1], fields[2])
        default:
            throw error(.expected("'v NODE X Y' or 'NODE,X,Y'", found: quoted(bytes)))
        }
    }

    private mutating func add(
        _ name: UnsafeRawBufferPointer.SubSequence, _ x: UnsafeRawBufferPointer.SubSequence,
        _ y: UnsafeRawBufferPointer.SubSequence
    ) throws(ReadError) {
        guard let node = names.node(named: UnsafeRawBufferPointer(rebasing: name)) else {
            throw error(.unknownNode(quoted(name)))
        }
        guard let x = real(x) else { throw error(.expected("a number as X", found: quoted(x))) }
        guard let y = real(y) else { throw error(.expected("a number as Y", found: quoted(y))) }
        guard coordinates[node] == nil else { throw error(.repeatedNode(quoted(name))) }
        coordinates[node] = Coordinate(x: x, y: y)
        count += 1
    }

    private func real(_ field: UnsafeRawBufferPointer.SubSequence) -> Double? {
        if case .integer(let value) = DecimalDigits.parse(field) { return Double(value) }
        guard let value = Double(String(decoding: field, as: UTF8.self).filter { $0 != " " }), value.isFinite else {
            return nil
        }
        return value
    }

    func finish() throws(ReadError) -> [Coordinate] {
        guard count == names.count else {
            throw ReadError(file: file, .otherNodeCount(graph: names.count, coordinates: count))
        }
        return coordinates.compactMap { $0 }
    }

    private func error(_ problem: ReadError.Problem) -> ReadError {
        ReadError(file: file, line: line, problem)
    }
}
