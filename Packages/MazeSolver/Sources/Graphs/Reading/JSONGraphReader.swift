// Unsafe pointers: a name's own UTF-8 is looked up in place, for the call alone.

/// Reads graphs from JSON, in the forms that other tools write:
/// - an object with `nodes` (names, or objects with `id` and perhaps `x` and `y`) and `edges` (also `links` or `arcs`);
/// - a list of edges alone;
/// - an adjacency object: `{"A": {"B": 5}, "B": {}}`.
///
/// An edge is an object with `from` (`source`, `tail`), `to` (`target`, `head`) and perhaps `weight` (`cost`), or a
/// list `[from, to, weight]`. Without a weight, it weighs 1. `"directed": false` makes every edge lead both ways.
struct JSONGraphReader {
    private let file: String
    private let options: ReadOptions
    private var names = NameTable()
    private var areNumbers = true
    private var nodesAreListed = false
    private var coordinates: [Coordinate?] = []
    private var edges = WrittenEdges()
    /// Edges as objects without a weight, and the other members of theirs that hold numbers.
    private var unweighted = 0
    private var weighted = 0
    private var otherNumbers: Set<String> = []

    /// Reads to the end of `source`.
    static func read(_ source: some ByteSource, file: String, options: ReadOptions) throws -> Graph {
        let bytes = try wholeContents(of: source, file: file, limit: options.limits.jsonBytes)
        var reader = JSONGraphReader(file: file, options: options)
        do {
            return try reader.graph(from: try JSONScanner.parse(bytes))
        } catch let fault as JSONScanner.Fault {
            throw ReadError(file: file, line: fault.line, .expected(fault.expected, found: fault.found))
        }
    }

    private init(file: String, options: ReadOptions) {
        self.file = file
        self.options = options
    }

    private mutating func graph(from document: JSONValue) throws(ReadError) -> Graph {
        var isDirected = options.isDirected ?? true
        switch document.content {
        case .array(let list):
            for edge in list { try read(edge: edge) }
        case .object(let members):
            if case .string("FeatureCollection")? = document["type"]?.content {
                throw ReadError(
                    file: file, line: document.line,
                    .foreign("GeoJSON", cure: "it has lines, but no nodes; osmnx or geopandas makes an edge list of it")
                )
            }
            let list = document["edges", "links", "arcs"]
            let nodes = document["nodes"]
            if let flag = document["directed"] {
                guard case .bool(let value) = flag.content else { throw expected("true or false as 'directed'", flag) }
                isDirected = options.isDirected ?? value
            }
            if list == nil, nodes == nil {
                try read(adjacency: members.filter { $0.key != "directed" })
                break
            }
            if let nodes {
                guard case .array(let list) = nodes.content else { throw expected("a list of nodes", nodes) }
                for node in list { try read(node: node) }
                nodesAreListed = true
            }
            if let list {
                guard case .array(let list) = list.content else { throw expected("a list of edges", list) }
                for edge in list { try read(edge: edge) }
            }
        default:
            throw expected("an object or a list", document)
        }
        let known = coordinates.compactMap { $0 }
        return try edges.build(
            names: .listed(names, areNumbers: areNumbers && names.count > 0),
            coordinates: !known.isEmpty && known.count == names.count ? known : nil,
            file: file, isDirected: isDirected
        ).noting(notes)
    }

    /// What a reader of the answer must know of the weights.
    private var notes: [String] {
        guard unweighted > 0, options.weightColumn != "none" else { return [] }
        if weighted > 0 { return ["\(unweighted) of \(unweighted + weighted) edges have no weight and count 1"] }
        let names = otherNumbers.sorted().joined(separator: ", ")
        if let wanted = options.weightColumn { return ["no edge has a member '\(wanted)', so each counts 1"] }
        return names.isEmpty ? [] : ["no edge has a weight, so each counts 1; --weight-column names one of \(names)"]
    }

    /// Looks at the members of an edge that has no weight.
    private mutating func noteUnweighted(_ edge: JSONValue) {
        unweighted += 1
        guard case .object(let members) = edge.content, otherNumbers.count < 8 else { return }
        let ends: Set<String> = ["from", "source", "tail", "to", "target", "head", "key", "id"]
        for member in members where !ends.contains(member.key) {
            if case .number = member.value.content { otherNumbers.insert(member.key) }
        }
    }

    private mutating func read(node value: JSONValue) throws(ReadError) {
        guard case .object = value.content else {
            _ = try node(value, isNew: true)
            return
        }
        guard let id = value["id", "name", "key"] else { throw expected("a node with an 'id'", value) }
        let node = try node(id, isNew: true)
        guard let x = value["x", "lon", "longitude"], let y = value["y", "lat", "latitude"] else { return }
        coordinates += [Coordinate?](repeating: nil, count: names.count - coordinates.count)
        coordinates[node] = Coordinate(x: try real(x), y: try real(y))
    }

    private mutating func read(edge value: JSONValue) throws(ReadError) {
        switch value.content {
        case .object:
            guard let from = value["from", "source", "tail"], let to = value["to", "target", "head"] else {
                throw expected("an edge with 'from' and 'to', or 'source' and 'target'", value)
            }
            let weight = options.weightNames.lazy.compactMap { value[$0] }.first
            if weight == nil { noteUnweighted(value) } else { weighted += 1 }
            try add(from, to, weight: weight)
        case .array(let parts) where parts.count == 2 || parts.count == 3:
            try add(parts[0], parts[1], weight: parts.count == 3 ? parts[2] : nil)
        default:
            throw expected("an edge: an object, or a list [from, to, weight]", value)
        }
    }

    private mutating func read(adjacency members: [(key: String, value: JSONValue)]) throws(ReadError) {
        areNumbers = false
        for (name, value) in members {
            let tail = JSONValue(line: value.line, content: .string(name))
            _ = try node(tail)
            switch value.content {
            case .object(let heads):
                for (head, weight) in heads {
                    try add(tail, JSONValue(line: weight.line, content: .string(head)), weight: weight)
                }
            case .array(let heads):
                for head in heads { try add(tail, head, weight: nil) }
            default:
                throw expected("the neighbours of node '\(name)', or a document with 'nodes' and 'edges'", value)
            }
        }
    }

    private mutating func add(_ from: JSONValue, _ to: JSONValue, weight: JSONValue?) throws(ReadError) {
        var written = FixedPoint(digits: 1, places: 0)
        if let weight {
            var text = ""
            switch weight.content {
            // osmnx and others write numbers as texts.
            case .number(let number), .string(let number): text = number
            case .null: break
            default: throw expected("a number as the weight", weight)
            }
            switch FixedPoint.parse(text.utf8) {
            case .number(let number): written = number
            case .missing, .infinite(isNegative: false):
                (_, _) = (try node(from), try node(to))
                return edges.skip(text.lowercased().contains("inf") ? .infinite : .missing, line: weight.line)
            default: throw expected("a number as the weight", weight)
            }
        }
        let (tail, head) = (try node(from), try node(to))
        guard edges.count < options.limits.arcs else {
            throw ReadError(file: file, line: from.line, .tooMany(what: "edges", limit: options.limits.arcs))
        }
        edges.add(tail: tail, head: head, weight: written, line: from.line)
    }

    /// The node that a value names; a new one if the document has not listed its nodes.
    private mutating func node(_ value: JSONValue, isNew: Bool = false) throws(ReadError) -> Node {
        var name: String
        switch value.content {
        case .string(let text):
            areNumbers = false
            name = text
        case .number(let text):
            name = text
        default:
            throw expected("a node's name: a text or a number", value)
        }
        let limit = options.limits.nodes
        let (known, index) = name.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            let known = names.index(of: bytes)
            return (known, known ?? (nodesAreListed ? nil : names.insert(bytes, limit: limit)))
        }
        if isNew, known != nil {
            throw ReadError(file: file, line: value.line, .expected("each node once", found: "'\(name)' again"))
        }
        if nodesAreListed, known == nil { throw ReadError(file: file, line: value.line, .unknownNode("'\(name)'")) }
        guard let index else { throw ReadError(file: file, line: value.line, .tooMany(what: "nodes", limit: limit)) }
        return index
    }

    private func real(_ value: JSONValue) throws(ReadError) -> Double {
        guard case .number(let text) = value.content, let number = Double(text), number.isFinite else {
            throw expected("a number as a coordinate", value)
        }
        return number
    }

    private func expected(_ what: String, _ value: JSONValue) -> ReadError {
        let found =
            switch value.content {
            case .object: "an object"
            case .array: "a list"
            case .string(let text): quoted(text.utf8)
            case .number(let text): quoted(text.utf8)
            case .bool(let flag): "\(flag)"
            case .null: "null"
            }
        return ReadError(file: file, line: value.line, .expected(what, found: found))
    }
}

/// Reads a source to its end.
func wholeContents(of source: some ByteSource, file: String, limit: Int) throws -> [UInt8] {
    var source = source
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = try buffer.withUnsafeMutableBytes({ try source.read(into: $0) }), count > 0 {
        contents += buffer[..<count]
        guard contents.count <= limit else { throw ReadError(file: file, .tooMany(what: "bytes", limit: limit)) }
    }
    return contents
}
