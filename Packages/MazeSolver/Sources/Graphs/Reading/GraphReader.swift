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

    /// The format that a file's name tells, with `.gz` taken off; nil if it tells none.
    public init?(fileName: String) {
        var name = fileName.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        switch name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last {
        case "gr": self = .dimacs
        case "csv", "txt", "edges", "el": self = .csv
        case "tsv", "tab": self = .tsv
        case "json": self = .json
        default: return nil
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
    /// Whether an edge of an edge list, or of JSON that does not say, leads one way only.
    public var isDirected = true
    /// Whether an edge list's first line names the columns; nil lets the line tell.
    public var hasHeader: Bool?
    /// How much is taken.
    public var limits = ReadLimits()

    /// The defaults.
    public init() {}
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
        if let format = options.format ?? GraphFormat(fileName: file) {
            return try read(source, as: format, file: file, options: options)
        }
        var peeked = PeekedSource(source)
        let format = GraphFormat(firstBytes: try peeked.peek(count: 4096))
        return try read(peeked, as: format, file: file, options: options)
    }

    private static func read(
        _ source: some ByteSource, as format: GraphFormat, file: String, options: ReadOptions
    ) throws -> Graph {
        do {
            return switch format {
            case .dimacs: try DIMACSReader.read(source, file: file, limits: options.limits)
            case .csv: try EdgeListReader.read(source, file: file, isTSV: false, options: options)
            case .tsv: try EdgeListReader.read(source, file: file, isTSV: true, options: options)
            case .json: try JSONGraphReader.read(source, file: file, options: options)
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
