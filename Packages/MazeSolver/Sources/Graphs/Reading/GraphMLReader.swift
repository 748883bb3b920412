// Unsafe pointers: a name's own UTF-8 is looked up in place, for the call alone.

/// Reads GraphML: `key` elements name attributes, `node` and `edge` elements hold them as `data`. (U. Brandes and others,
/// "GraphML Progress Report", 2001.) Nested graphs are read as one; ports say nothing here; hyperedges are refused.
struct GraphMLReader {
    private let file: String
    private let options: ReadOptions
    private var scanner: XMLScanner
    private var names = NameTable()
    private var edges = WrittenEdges()
    /// Whether edges lead one way if they do not say, for each graph element that is open, the innermost last.
    private var edgeDefaults: [Bool?] = []
    private var graphs = 0
    /// Nodes with an element of their own, and the keys that edges and nodes used before they were declared.
    private var declared: Set<Node> = []
    private var unknownKeys: Set<String> = []
    /// Attributes by the keys that stand for them.
    private var edgeKeys: [String: String] = [:]
    private var nodeKeys: [String: String] = [:]
    /// What an edge weighs that does not say.
    private var defaults: [String: String] = [:]
    private var positions: [Node: (x: Double?, y: Double?)] = [:]
    private var element: Element?
    private var unweighted = 0

    /// The node or edge that is being read.
    private enum Element {
        case node(Node)
        case edge(tail: Node, head: Node, isDirected: Bool?, line: Int, data: [String: String])
    }

    /// Reads to the end of `source`.
    static func read(_ source: some ByteSource, file: String, options: ReadOptions) throws -> Graph {
        let bytes = try wholeContents(of: source, file: file, limit: options.limits.jsonBytes)
        var reader = GraphMLReader(file: file, options: options, bytes)
        do {
            return try reader.graph()
        } catch let fault as XMLScanner.Fault {
            throw ReadError(file: file, line: fault.line, .expected(fault.expected, found: fault.found))
        }
    }

    private init(file: String, options: ReadOptions, _ bytes: [UInt8]) {
        self.file = file
        self.options = options
        scanner = XMLScanner(bytes)
    }

    private mutating func graph() throws -> Graph {
        var (isGraphML, key) = (false, "")
        var text: String?
        while let part = try scanner.next() {
            switch part {
            case .start(let name, let attributes):
                switch Self.local(name) {
                case "graphml": isGraphML = true
                case "key":
                    key = try readKey(attributes)
                case "graph":
                    if edgeDefaults.isEmpty { graphs += 1 }
                    // Their nodes may have the same names, and be others.
                    guard graphs == 1 else { throw error(.expected("one graph", found: "a second one")) }
                    edgeDefaults.append(
                        attributes["edgedefault"].map { $0 != "undirected" } ?? edgeDefaults.last ?? nil)
                case "node":
                    let node = try node(attributes["id"], "id")
                    declared.insert(node)
                    element = .node(node)
                case "edge": try beginEdge(attributes)
                case "data":
                    key = attributes["key"] ?? ""
                    text = ""
                case "default": text = ""
                case "hyperedge":
                    throw error(.expected("edges between two nodes", found: "a hyperedge"))
                default: break
                }
            case .text(let more): text? += more
            case .end(let name):
                switch Self.local(name) {
                case "data":
                    try readData(key, text ?? "")
                    text = nil
                case "default":
                    if let text { defaults[key] = Self.trimmed(text) }
                    text = nil
                case "edge": try endEdge()
                case "node": element = nil
                case "graph": edgeDefaults.removeLast()
                default: break
                }
            }
        }
        guard isGraphML else { throw ReadError(file: file, .expected("a graphml element", found: "none")) }
        return try finish()
    }

    private mutating func readKey(_ attributes: [String: String]) throws(ReadError) -> String {
        guard let id = attributes["id"] else { throw error(.expected("a key with an id", found: "none")) }
        guard !unknownKeys.contains(id) else {
            throw error(.expected("the key '\(id)' before the graph that uses it", found: "it behind"))
        }
        let name = attributes["attr.name"] ?? id
        let use = attributes["for"] ?? "all"
        if use == "edge" || use == "all" { edgeKeys[id] = name }
        if use == "node" || use == "all" { nodeKeys[id] = name }
        return id
    }

    private mutating func beginEdge(_ attributes: [String: String]) throws(ReadError) {
        let (tail, head) = (try node(attributes["source"], "source"), try node(attributes["target"], "target"))
        element = .edge(
            tail: tail, head: head, isDirected: attributes["directed"].map { $0 == "true" || $0 == "1" },
            line: scanner.line,
            data: [:])
    }

    private mutating func readData(_ key: String, _ text: String) throws(ReadError) {
        switch element {
        case .node(let node):
            guard let name = nodeKeys[key]?.lowercased(), let value = Double(Self.trimmed(text)) else { return }
            if ["x", "lon", "longitude"].contains(name) { positions[node, default: (nil, nil)].x = value }
            if ["y", "lat", "latitude"].contains(name) { positions[node, default: (nil, nil)].y = value }
        case .edge(let tail, let head, let isDirected, let line, var data):
            if let name = edgeKeys[key] {
                data[name.lowercased()] = Self.trimmed(text)
            } else {
                unknownKeys.insert(key)
            }
            element = .edge(tail: tail, head: head, isDirected: isDirected, line: line, data: data)
        case nil: break
        }
    }

    /// The attributes in which a weight may stand, that the document has.
    private var weightKeys: [(name: String, fallback: String?)] {
        options.weightNames.compactMap { wanted in
            edgeKeys.first { $0.value.lowercased() == wanted.lowercased() }.map {
                (wanted.lowercased(), defaults[$0.key])
            }
        }
    }

    private mutating func endEdge() throws(ReadError) {
        guard case .edge(let tail, let head, let own, let line, let data)? = element else { return }
        element = nil
        var weight = FixedPoint(digits: 1, places: 0)
        if options.weightColumn != "none" {
            let text = weightKeys.lazy.compactMap { data[$0.name] ?? $0.fallback }.first
            if let text {
                switch FixedPoint.parse(text.utf8) {
                case .number(let number): weight = number
                case .missing: return edges.skip(.missing, line: line)
                case .infinite(isNegative: false): return edges.skip(.infinite, line: line)
                default:
                    throw ReadError(
                        file: file, line: line, .expected("a number as the weight", found: quoted(text.utf8)))
                }
            } else {
                unweighted += 1
            }
        }
        guard edges.count + 1 < options.limits.arcs else {
            throw error(.tooMany(what: "edges", limit: options.limits.arcs))
        }
        let isDirected = options.isDirected ?? own ?? (edgeDefaults.last ?? nil) ?? true
        edges.add(tail: tail, head: head, weight: weight, line: line)
        if !isDirected, tail != head { edges.add(tail: head, head: tail, weight: weight, line: line) }
    }

    private mutating func node(_ name: String?, _ attribute: String) throws(ReadError) -> Node {
        guard var name, !name.isEmpty else {
            throw error(.expected("an element with '\(attribute)'", found: "none"))
        }
        let limit = options.limits.nodes
        let index = name.withUTF8 { names.insert(UnsafeRawBufferPointer($0), limit: limit) }
        guard let index else { throw error(.tooMany(what: "nodes", limit: limit)) }
        return index
    }

    private consuming func finish() throws(ReadError) -> Graph {
        var notes: [String] = []
        if options.weightColumn != "none", edges.count > 0 {
            let all = Set(edgeKeys.values).sorted().joined(separator: ", ")
            if let wanted = options.weightColumn, weightKeys.isEmpty {
                throw ReadError(
                    file: file,
                    .expected("an attribute of edges named \(wanted)", found: all.isEmpty ? "none" : all))
            }
            if weightKeys.isEmpty {
                notes.append(
                    "no edge has a weight, so each counts 1"
                        + (all.isEmpty ? "" : "; --weight-column names one of \(all)"))
            } else {
                if options.weightColumn == nil, weightKeys[0].name != "weight" {
                    notes.append("the weight is the attribute '\(weightKeys[0].name)'")
                }
                if unweighted > 0 { notes.append("\(unweighted) edges without a weight count 1") }
            }
        }
        let undeclared = (0..<names.count).lazy.filter { !self.declared.contains($0) }
        if let first = undeclared.first {
            let count = undeclared.count
            notes.append(
                "edges lead to \(count) node\(count == 1 ? "" : "s") without an element, the first is \(quoted(names[first].utf8))"
            )
        }
        let coordinates: [Coordinate] = (0..<names.count).compactMap { node in
            guard let position = positions[node], let x = position.x, let y = position.y else { return nil }
            return Coordinate(x: x, y: y)
        }
        let isPlaced = names.count > 0 && coordinates.count == names.count
        return try edges.build(
            names: .listed(names, areNumbers: false), coordinates: isPlaced ? coordinates : nil, file: file,
            isDirected: true
        ).noting(notes)
    }

    /// The name of an element without its namespace's prefix.
    private static func local(_ name: String) -> String {
        name.split(separator: ":").last.map(String.init) ?? name
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    private func error(_ problem: ReadError.Problem) -> ReadError {
        ReadError(file: file, line: scanner.line, problem)
    }
}
