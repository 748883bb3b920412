// Unsafe pointers: a line is a part of the block that was read, valid for the call alone.

/// The formats of graphs.
public enum GraphFormat: String, Sendable, CaseIterable {
    /// DIMACS `.gr`.
    case dimacs
    /// An edge list whose fields are separated by commas, semicolons or blanks.
    case csv
    /// An edge list whose fields are separated by tabs.
    case tsv
    /// JSON: a node-link document, a list of edges, or an adjacency object.
    case json
    /// GraphML, as networkx, igraph, Gephi and yEd write it.
    case graphml
    /// A sparse matrix in the Matrix Market's format.
    case matrixMarket = "mtx"

    /// The format that a file's name tells, with `.gz` taken off; nil if it tells none.
    public init?(fileName: String) {
        var name = fileName.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        switch name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last {
        case "gr": self = .dimacs
        case "csv", "txt", "edges", "el": self = .csv
        case "tsv", "tab": self = .tsv
        case "json": self = .json
        case "graphml": self = .graphml
        case "mtx", "mm": self = .matrixMarket
        default: return nil
        }
    }

    /// The format of which a graph's first bytes leave no doubt, whatever the file is called.
    init?(mark bytes: [UInt8]) {
        if bytes.starts(with: "%%MatrixMarket".utf8) {
            self = .matrixMarket
        } else if ForeignGraph.isGraphML(String(decoding: bytes, as: UTF8.self).lowercased()) {
            self = .graphml
        } else {
            return nil
        }
    }

    /// The format that a graph's first bytes tell.
    public init(firstBytes: some Collection<UInt8>) {
        let start = firstBytes.drop { isBlank($0) || $0 == UInt8(ascii: "\n") }
        if start.first == UInt8(ascii: "{") || start.first == UInt8(ascii: "[") {
            self = .json
        } else if Self.looksLikeDIMACS(start) {
            self = .dimacs
        } else {
            let line = start.prefix { $0 != UInt8(ascii: "\n") }
            self = line.contains(UInt8(ascii: "\t")) ? .tsv : .csv
        }
    }

    /// Whether there is nothing but comments before a `p` line, or as far as can be seen.
    private static func looksLikeDIMACS(_ bytes: some Collection<UInt8>) -> Bool {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(whereSeparator: isBlank)
            guard let first = fields.first, first.count == 1 else { return false }
            if first.first == UInt8(ascii: "p") { return fields.count == 4 }
            guard first.first == UInt8(ascii: "c") else { return false }
        }
        return !bytes.isEmpty
    }
}

/// How a graph is read.
public struct ReadOptions: Sendable {
    /// The format; nil lets the name, and then the first bytes, tell it.
    public var format: GraphFormat?
    /// Whether edges lead one way only, whatever the file says; nil for what it says, and one way if it says nothing.
    public var isDirected: Bool?
    /// Whether an edge list's first line names the columns; nil lets the line tell.
    public var hasHeader: Bool?
    /// The byte between the fields of an edge list; nil to find out. A blank stands for any number of blanks.
    public var separator: UInt8?
    /// What begins a comment in an edge list; nil for `#` and `%`.
    public var comment: String?
    /// The name, or the number from 1, of an edge list's column of tails; nil to find out.
    public var fromColumn: String?
    /// The name, or the number from 1, of an edge list's column of heads; nil to find out.
    public var toColumn: String?
    /// The name of the attribute that is the weight, or in edge lists the number from 1 of its column; `none` for weights
    /// of 1; nil to find out.
    public var weightColumn: String?
    /// Whether the decimal sign is a comma: `1,5`.
    public var hasDecimalComma = false
    /// How much is taken.
    public var limits = ReadLimits()

    /// The defaults.
    public init() {}

    /// The attributes that may be the weight, the likeliest first.
    var weightNames: [String] {
        weightColumn.map { [$0] } ?? EdgeListLayout.weightNames
    }

    /// Whether a line is a comment.
    ///
    /// - Parameter first: its first byte that is no blank.
    @inline(__always)
    func isComment(_ line: UnsafeRawBufferPointer.SubSequence, first: UInt8) -> Bool {
        guard let comment else { return first == UInt8(ascii: "#") || first == UInt8(ascii: "%") }
        return line.drop(while: isBlank).starts(with: comment.utf8)
    }

    /// Where a comment begins behind the fields of a line separated by blanks; nil without one.
    func trailingComment(in line: Slice<UnsafeRawBufferPointer>) -> Int? {
        let mark = comment.map { Array($0.utf8) } ?? [UInt8(ascii: "#")]
        guard let first = mark.first else { return nil }
        return line.indices.first { index in
            line[index] == first && index > line.startIndex && isBlank(line[index - 1])
                && line[index...].starts(with: mark)
        }
    }
}

/// Reads graphs of every format.
public enum GraphReader {
    /// Reads a graph to the end of `source`.
    ///
    /// - Parameters:
    ///   - file: the source's name: for messages, and for its extension.
    /// - Throws: `ReadError`, and what `source` throws.
    public static func read(_ source: some ByteSource, file: String, options: ReadOptions = ReadOptions()) throws
        -> Graph
    {
        var peeked = PeekedSource(source)
        let first = try peeked.peek(count: 4096)
        if let foreign = ForeignGraph.of(first) { throw ReadError(file: file, foreign) }
        let format =
            options.format ?? GraphFormat(mark: first) ?? GraphFormat(fileName: file) ?? GraphFormat(firstBytes: first)
        return try read(peeked, as: format, file: file, options: options)
    }

    private static func read(
        _ source: some ByteSource, as format: GraphFormat, file: String, options: ReadOptions
    ) throws -> Graph {
        do {
            return switch format {
            case .dimacs: try DIMACSReader.read(source, file: file, options: options)
            case .csv: try EdgeListReader.read(source, file: file, isTSV: false, options: options)
            case .tsv: try EdgeListReader.read(source, file: file, isTSV: true, options: options)
            case .json: try JSONGraphReader.read(source, file: file, options: options)
            case .graphml: try GraphMLReader.read(source, file: file, options: options)
            case .matrixMarket: try MatrixMarketReader.read(source, file: file, options: options)
            }
        } catch let error as LineTooLong {
            throw ReadError(file: file, .tooMany(what: "bytes in one line", limit: error.limit))
        }
    }
}

/// A source whose first bytes were looked at and come again.
private struct PeekedSource<Source: ByteSource>: ByteSource {
    private var first: [UInt8] = []
    private var source: Source

    init(_ source: Source) {
        self.source = source
    }

    mutating func peek(count: Int) throws -> [UInt8] {
        first = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let more = try first.withUnsafeMutableBytes {
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
            }
            if more == 0 { break }
            filled += more
        }
        first.removeLast(count - filled)
        // A byte order mark says that this is UTF-8, which it is anyway.
        if first.starts(with: [0xEF, 0xBB, 0xBF]) { first.removeFirst(3) }
        return first
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !first.isEmpty else { return try source.read(into: buffer) }
        let part = first.prefix(buffer.count)
        buffer.copyBytes(from: part)
        first.removeFirst(part.count)
        return part.count
    }
}
