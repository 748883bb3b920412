// Unsafe pointers: lines are parsed in the block that was read; nothing of it is kept after the call.

/// Reads the `.gr` format of the DIMACS challenges: `c` comments, one `p sp NODES ARCS`, and an `a TAIL HEAD WEIGHT`
/// for each arc, with nodes counted from 1.
struct DIMACSReader {
    private let file: String
    private let limits: ReadLimits
    private var builder = GraphBuilder()
    private var declared: (nodes: Int, arcs: Int)?
    private var line = 0

    init(file: String, limits: ReadLimits) {
        self.file = file
        self.limits = limits
    }

    /// Reads to the end of `source`.
    static func read(_ source: some ByteSource, file: String, options: ReadOptions) throws -> Graph {
        var reader = DIMACSReader(file: file, limits: options.limits)
        var blocks = LineBlocks(source, longestLine: options.limits.lineBytes)
        while try blocks.next({ try reader.read($0) }) {}
        return try reader.finish(isDirected: options.isDirected ?? true)
    }

    /// Reads whole lines, behind which `DecimalDigits.lookahead` bytes can be read.
    private mutating func read(_ block: UnsafeRawBufferPointer) throws(ReadError) {
        guard var cursor = block.baseAddress else { return }
        let end = cursor + block.count
        let nodes = UInt64(declared?.nodes ?? 0)
        while cursor < end {
            line += 1
            if let (arc, behind) = Self.plainArc(cursor, end, nodes), builder.arcCount < limits.arcs {
                builder.add(arc)
                cursor = behind
                continue
            }
            let rest = UnsafeRawBufferPointer(start: cursor, count: end - cursor)
            let length = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count
            try readLine(UnsafeRawBufferPointer(rebasing: rest[..<length]))
            if declared.map({ UInt64($0.nodes) }) ?? 0 != nodes {
                let behind = UnsafeRawBufferPointer(rebasing: rest[min(length + 1, rest.count)...])
                return try read(behind)
            }
            cursor += min(length + 1, rest.count)
        }
    }

    /// The arc of a line in its usual form, `a 12 34 567`, and where the next line starts; nil for any other line.
    @inline(__always)
    private static func plainArc(
        _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, _ nodes: UInt64
    ) -> (Arc, UnsafeRawPointer)? {
        var cursor = start
        guard cursor.loadUnaligned(as: UInt16.self) == UInt16(littleEndian: 0x2061) else { return nil }
        cursor += 2
        guard cursor < end, let tail = DecimalDigits.short(&cursor), tail &- 1 < nodes else { return nil }
        guard cursor < end, cursor.load(as: UInt8.self) == UInt8(ascii: " ") else { return nil }
        cursor += 1
        guard cursor < end, let head = DecimalDigits.short(&cursor), head &- 1 < nodes else { return nil }
        guard cursor < end, cursor.load(as: UInt8.self) == UInt8(ascii: " ") else { return nil }
        cursor += 1
        guard cursor < end, let weight = DecimalDigits.short(&cursor) else { return nil }
        guard cursor < end, cursor.load(as: UInt8.self) == UInt8(ascii: "\n") else { return nil }
        let arc = Arc(
            tail: Int(truncatingIfNeeded: tail &- 1), head: Int(truncatingIfNeeded: head &- 1),
            weight: Int64(truncatingIfNeeded: weight))
        return (arc, cursor + 1)
    }

    /// Reads a line in any allowed form, or says what is wrong with it.
    private mutating func readLine(_ bytes: UnsafeRawBufferPointer) throws(ReadError) {
        let fields = bytes.split(whereSeparator: isBlank)
        guard let kind = fields.first, kind.first != UInt8(ascii: "c") else { return }
        switch (kind.count, kind.first) {
        case (1, UInt8(ascii: "p")):
            guard declared == nil else { throw error(.repeatedDeclaration) }
            declared = try declaration(fields, of: bytes)
            builder.reserve(arcs: min(declared?.arcs ?? 0, 1 << 24))
        case (1, UInt8(ascii: "a")):
            guard let declared else { throw error(.missingDeclaration("p sp NODES ARCS")) }
            guard fields.count == 4 else {
                throw error(.expected("'a TAIL HEAD WEIGHT'", found: quoted(bytes)))
            }
            let tail = try node(fields[1], count: declared.nodes)
            let head = try node(fields[2], count: declared.nodes)
            switch DecimalDigits.parse(fields[3]) {
            case .integer(let weight):
                guard builder.arcCount < limits.arcs else { throw error(.tooMany(what: "arcs", limit: limits.arcs)) }
                builder.add(Arc(tail: tail, head: head, weight: weight))
            case .tooLarge:
                throw error(.numberTooLarge(quoted(fields[3])))
            case .notANumber:
                if case .number = FixedPoint.parse(fields[3]) {
                    throw error(
                        .expected(
                            "a whole number as the weight (an edge list FROM,TO,WEIGHT may have decimals)",
                            found: quoted(fields[3])))
                }
                throw error(.expected("a whole number as the weight", found: quoted(fields[3])))
            }
        default:
            throw error(.expected("a line that starts with 'c', 'p' or 'a'", found: quoted(bytes)))
        }
    }

    private func declaration(
        _ fields: [UnsafeRawBufferPointer.SubSequence], of bytes: UnsafeRawBufferPointer
    ) throws(ReadError) -> (nodes: Int, arcs: Int) {
        guard fields.count == 4, fields[1].elementsEqual("sp".utf8),
            case .integer(let nodes) = DecimalDigits.parse(fields[2]), nodes >= 0,
            case .integer(let arcs) = DecimalDigits.parse(fields[3]), arcs >= 0
        else { throw error(.expected("'p sp NODES ARCS'", found: quoted(bytes))) }
        guard nodes <= limits.nodes else { throw error(.tooMany(what: "nodes", limit: limits.nodes)) }
        guard arcs <= limits.arcs else { throw error(.tooMany(what: "arcs", limit: limits.arcs)) }
        return (Int(nodes), Int(arcs))
    }

    private func node(_ field: UnsafeRawBufferPointer.SubSequence, count: Int) throws(ReadError) -> Node {
        switch DecimalDigits.parse(field) {
        case .integer(let number) where number >= 1 && number <= count: return Int(number) - 1
        case .integer, .tooLarge: throw error(.nodeOutOfRange(number: quoted(field), count: count))
        case .notANumber: throw error(.expected("a node's number from 1 to \(count)", found: quoted(field)))
        }
    }

    private consuming func finish(isDirected: Bool) throws(ReadError) -> Graph {
        guard let declared else {
            throw ReadError(file: file, line == 0 ? .empty : .missingDeclaration("p sp NODES ARCS"))
        }
        guard builder.arcCount == declared.arcs else {
            throw ReadError(file: file, .countDiffers(what: "arcs", declared: declared.arcs, found: builder.arcCount))
        }
        if !isDirected { builder.addReversedArcs() }
        return builder.build(names: .numbered(count: declared.nodes))
    }

    private func error(_ problem: ReadError.Problem) -> ReadError {
        ReadError(file: file, line: line, problem)
    }
}

/// What separates the fields of a DIMACS line; a carriage return is the first half of a Windows line end.
func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
}
