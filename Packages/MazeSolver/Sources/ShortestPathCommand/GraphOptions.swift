import ArgumentParser
import Foundation
import Graphs

/// Which graph, and how it is read.
struct GraphOptions: ParsableArguments {
    @Argument(help: "The graph: .gr, .csv, .tsv, .json, .graphml or .mtx, also with .gz; '-' is standard input.")
    var graph: String

    @Option(help: "The format, when neither name nor content tells it: dimacs, csv, tsv, json, graphml or mtx.")
    var format: GraphFormat?

    @Flag(help: "Whether an edge leads one way; default: as the file says, and one way if it says nothing.")
    var direction: Direction?

    @Option(help: "Whether an edge list's first line names its columns: auto, yes or no.")
    var header = Header.auto

    @Option(
        help: "What stands between the fields of an edge list: a character, tab or space; default: found in the file.")
    var separator: FieldSeparator?

    @Option(help: "What begins a comment in an edge list; default: # and %.")
    var comment: String?

    @Option(
        help: ArgumentHelp("The edge list's column of tails, by its name or its number from 1.", valueName: "column"))
    var fromColumn: String?

    @Option(help: ArgumentHelp("The edge list's column of heads.", valueName: "column"))
    var toColumn: String?

    @Option(
        help: ArgumentHelp(
            "The column, or the attribute of GraphML and JSON, that is the weight; none: each edge weighs 1.",
            valueName: "column"))
    var weightColumn: String?

    @Flag(help: "The decimal sign of an edge list is a comma: 1,5.")
    var decimalComma = false

    @Option(help: ArgumentHelp("A file of coordinates: DIMACS .co, or NODE,X,Y a line.", valueName: "file"))
    var coordinates: String?

    @Option(help: "The most nodes that are taken from the input.")
    var maxNodes = ReadLimits().nodes

    @Option(help: "The most arcs that are taken from the input.")
    var maxArcs = ReadLimits().arcs

    enum Direction: String, EnumerableFlag {
        case directed
        case undirected
    }

    enum Header: String, ExpressibleByArgument, CaseIterable {
        case auto
        case yes
        case no
    }

    /// A character between fields.
    struct FieldSeparator: ExpressibleByArgument {
        let byte: UInt8

        init?(argument: String) {
            switch argument.lowercased() {
            case "tab", "\\t": byte = UInt8(ascii: "\t")
            case "space", "blank", "whitespace": byte = UInt8(ascii: " ")
            case "comma": byte = UInt8(ascii: ",")
            case "semicolon": byte = UInt8(ascii: ";")
            default:
                guard argument.utf8.count == 1, let byte = argument.utf8.first else { return nil }
                self.byte = byte
            }
        }
    }

    mutating func validate() throws {
        if let comment, comment.isEmpty { throw ValidationError("--comment must not be empty.") }
        guard maxNodes > 0, maxNodes <= GraphBuilder.maximumCount, maxArcs > 0, maxArcs <= GraphBuilder.maximumCount
        else { throw ValidationError("--max-nodes and --max-arcs must be 1–\(GraphBuilder.maximumCount).") }
    }

    var limits: ReadLimits {
        var limits = ReadLimits()
        limits.nodes = maxNodes
        limits.arcs = maxArcs
        return limits
    }

    /// Reads the graph, and its coordinates if they are asked for.
    ///
    /// - Parameter note: takes what was skipped or rounded, a sentence each.
    func read(needsCoordinates: Bool = false, note: (String) -> Void) throws -> Graph {
        var options = ReadOptions()
        options.format = format
        options.isDirected = direction.map { $0 == .directed }
        options.separator = separator?.byte
        options.comment = comment
        options.fromColumn = fromColumn
        options.toColumn = toColumn
        options.weightColumn = weightColumn
        options.hasDecimalComma = decimalComma
        options.hasHeader = header == .auto ? nil : header == .yes
        options.limits = limits
        let graph = try GraphReader.read(
            try FileBytes(self.graph), file: self.graph == "-" ? "standard input" : self.graph, options: options)
        for sentence in graph.notes { note("\(self.graph == "-" ? "standard input" : self.graph): \(sentence)") }
        guard needsCoordinates, let file = coordinates ?? (graph.coordinates == nil ? coordinatesBeside : nil) else {
            return graph
        }
        return graph.placed(at: try CoordinateReader.read(try FileBytes(file), file: file, for: graph, limits: limits))
    }

    /// The `.co` file that belongs to a `.gr` file: of the same name, or of the name without its last part, as
    /// `city.co` serves `city-time.gr` and `city-distance.gr`.
    private var coordinatesBeside: String? {
        var stem = graph.hasSuffix(".gz") ? String(graph.dropLast(3)) : graph
        guard stem.hasSuffix(".gr") else { return nil }
        stem.removeLast(3)
        while let last = stem.last, last != "/" {
            for file in ["\(stem).co", "\(stem).co.gz"] where FileManager.default.fileExists(atPath: file) {
                return file
            }
            guard let cut = stem.lastIndex(where: { "-_./".contains($0) }), stem[cut] != "/" else { return nil }
            stem = String(stem[..<cut])
        }
        return nil
    }

    /// The node that an option names.
    func node(_ name: String, option: String, in graph: Graph) throws -> Node {
        if let node = graph.names.node(named: name) { return node }
        throw UnknownName(option: option, name: name, file: self.graph, names: graph.names)
    }
}

extension GraphFormat: ExpressibleByArgument {}

/// An option names a node that the graph lacks.
private struct UnknownName: Error, CustomStringConvertible {
    let option: String
    let name: String
    let file: String
    let names: NodeNames

    var description: String {
        let known =
            switch names {
            case .numbered(let count): "its nodes are numbered from 1 to \(count)"
            case .listed(_, _) where names.count == 0: "it has none"
            case .listed(_, _):
                "its \(names.count) nodes start with '\((0..<min(3, names.count)).map { names[$0] }.joined(separator: "', '"))'"
            }
        return "\(option): '\(name)' is not a node of \(file); \(known)."
    }
}
