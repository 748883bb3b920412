import Foundation
import Graphs

/// What `route --json` prints; without a path, cost, length and path are null.
struct RouteAnswer: Encodable {
    /// One of the paths that were found.
    struct Found: Encodable {
        let cost: ExactCost
        let length: Int
        let path: [NodeName]
    }

    let algorithm: String
    let from: NodeName
    let to: NodeName
    let routes: [Found]
    let expanded: Int
    let generated: Int
    let milliseconds: Double

    private enum Key: String, CodingKey {
        case algorithm, from, to, cost, length, path, routes, expanded, generated, milliseconds
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        try members.encode(algorithm, forKey: .algorithm)
        try members.encode(from, forKey: .from)
        try members.encode(to, forKey: .to)
        try members.encode(routes.first?.cost, forKey: .cost)
        try members.encode(routes.first?.length, forKey: .length)
        try members.encode(routes.first?.path, forKey: .path)
        try members.encode(routes, forKey: .routes)
        try members.encode(expanded, forKey: .expanded)
        try members.encode(generated, forKey: .generated)
        try members.encode(milliseconds, forKey: .milliseconds)
    }
}

/// What `route --json` prints instead of a path that would be ever cheaper.
struct NegativeCycleAnswer: Encodable {
    let algorithm: String
    let negativeCycle: [NodeName]
    let cycleCost: ExactCost

    private enum Key: String, CodingKey {
        case algorithm, cost, path, negativeCycle, cycleCost
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        try members.encode(algorithm, forKey: .algorithm)
        try members.encodeNil(forKey: .cost)
        try members.encodeNil(forKey: .path)
        try members.encode(negativeCycle, forKey: .negativeCycle)
        try members.encode(cycleCost, forKey: .cycleCost)
    }
}

/// A node's name: a number where the graph's file has numbers.
struct NodeName: Encodable {
    let text: String
    let isNumber: Bool

    init(text: String, isNumber: Bool) {
        (self.text, self.isNumber) = (text, isNumber)
    }

    init(_ node: Node, in graph: Graph) {
        self.init(text: graph.names[node], isNumber: graph.names.areNumbers)
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        if isNumber, let number = Int(text) { try value.encode(number) } else { try value.encode(text) }
    }
}

/// A cost with every digit: doubles would lose those behind the sixteenth.
struct ExactCost: Encodable {
    let value: Decimal

    /// Takes the text of a number.
    init(_ text: String) {
        value = Decimal(string: text) ?? 0
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

extension Duration {
    /// Milliseconds to the microsecond.
    var inMilliseconds: Double { (self / .microseconds(1)).rounded() / 1000 }
}
