/// Why an input could not be read: which one, where, and what would have been right.
public struct ReadError: Error, Equatable, CustomStringConvertible {
    /// The input as the caller named it.
    public var file: String
    /// The line, counted from 1; nil when the trouble is not at one line.
    public var line: Int?
    /// What is wrong there.
    public var problem: Problem

    /// What can be wrong with an input.
    public enum Problem: Error, Equatable, Sendable {
        /// Something else stands where `expected` should.
        case expected(String, found: String)
        /// A node number that the file's own declaration excludes.
        case nodeOutOfRange(number: String, count: Int)
        /// A number that 64 bits with a sign do not hold, at the decimal places that the file needs.
        case numberTooLarge(String)
        /// An arc or a point before the line that says how many nodes there are.
        case missingDeclaration(String)
        /// The declaration stands there twice.
        case repeatedDeclaration
        /// More or fewer of something than the file itself declares.
        case countDiffers(what: String, by: String = "the 'p' line", declared: Int, found: Int)
        /// A number like `1,5` where a decimal point should stand.
        case decimalComma(String)
        /// A format that is known and not read: what it is, and what to do.
        case foreign(String, cure: String)
        /// A second pair of coordinates for the same node.
        case repeatedNode(String)
        /// A node that the graph lacks.
        case unknownNode(String)
        /// The graph's nodes and the coordinates' nodes differ in number.
        case otherNodeCount(graph: Int, coordinates: Int)
        /// More of something than the limits allow.
        case tooMany(what: String, limit: Int)
        /// A text that is not UTF-8.
        case notUTF8
        /// Nothing in it.
        case empty
        /// The source itself failed.
        case unreadable(String)
    }

    /// Makes an error.
    public init(file: String, line: Int? = nil, _ problem: Problem) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    /// One sentence, that begins with `FILE:LINE:` as compilers write it.
    public var description: String {
        "\(file):\(line.map { "\($0):" } ?? "") \(problem)"
    }
}

extension ReadError.Problem: CustomStringConvertible {
    /// The sentence without its position.
    public var description: String {
        switch self {
        case .expected(let expected, let found):
            "expected \(expected), found \(found)."
        case .nodeOutOfRange(let number, let count):
            "node \(number) is out of range; expected a number from 1 to \(count), the nodes that the 'p' line declares."
        case .numberTooLarge(let text):
            "\(text) is too large; expected a number that fits 64 bits (up to 9223372036854775807 in the smallest unit)."
        case .missingDeclaration(let declaration):
            "expected '\(declaration)' before the first entry."
        case .repeatedDeclaration:
            "found a second 'p' line; expected only one."
        case .countDiffers(let what, let by, let declared, let found):
            "expected \(declared) \(what) as \(by) declares, found \(found); "
                + (found < declared
                    ? "the file may be cut off."
                    : "that is more than declared: correct \(by), or look for lines too many.")
        case .decimalComma(let text):
            "\(text) has a decimal comma; expected a decimal point, or --decimal-comma."
        case .foreign(let what, let cure):
            "this is \(what), which is not read: \(cure)."
        case .repeatedNode(let name):
            "node \(name) has coordinates a second time; expected one line per node."
        case .unknownNode(let name):
            "expected a node of the graph, found \(name)."
        case .otherNodeCount(let graph, let coordinates):
            "expected coordinates of \(graph) nodes, as the graph has, found \(coordinates)."
        case .tooMany(let what, let limit):
            "expected at most \(limit) \(what); raise the limit if the input is trusted."
        case .notUTF8:
            "expected text in UTF-8."
        case .empty:
            "expected a graph, found nothing."
        case .unreadable(let reason):
            "cannot be read: \(reason)."
        }
    }
}

/// How much of an untrusted input is taken.
public struct ReadLimits: Sendable {
    /// A short file may declare any number of nodes, and each takes some 30 bytes in a search: 50 million are twice
    /// the road network of the USA.
    public var nodes = 50_000_000
    /// 20 bytes each; archives can hold a thousand times their own size.
    public var arcs = 250_000_000
    /// Longer than any sensible name.
    public var lineBytes = 1 << 20
    /// JSON is read as a whole, with 20 to 50 times its size in memory at worst.
    public var jsonBytes = 256 << 20

    /// The defaults.
    public init() {}
}

/// Quotes a piece of input for a message: cut to a sensible length, control characters made visible.
func quoted(_ bytes: some Collection<UInt8>) -> String {
    let shown = String(decoding: bytes.prefix(60), as: UTF8.self)
    let visible = shown.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : String($0) }
    return "'\(visible.joined())\(bytes.count > 60 ? "…" : "")'"
}
