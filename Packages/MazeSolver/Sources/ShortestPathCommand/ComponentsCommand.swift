import ArgumentParser
import Graphs

/// `shortestpath components`: what is connected.
struct ComponentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "components",
        abstract: "Find the weakly and the strongly connected components of a graph.",
        discussion: """
            Two nodes are in one strong component if there is a path there and back, and in one weak component if there is one
            when every arc is taken both ways.

            Examples:
              shortestpath components city.gr
              shortestpath components city.gr --list strong > components.tsv
              shortestpath components city.gr --json
            """)

    @OptionGroup var input: GraphOptions

    @Option(help: "Print a line for each node, its name and the number of its component: weak or strong.")
    var list: Components.Kind?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let graph = try input.read(note: output.note)
        if let list, !output.isJSON {
            var bytes: [UInt8] = []
            for (node, component) in Components(list, of: graph).component.enumerated() {
                bytes += "\(graph.names[node])\t\(component + 1)\n".utf8
            }
            return try output.write(bytes)
        }
        if output.isJSON {
            func describe(_ kind: Components.Kind) -> JSONText {
                let components = Components(kind, of: graph)
                let members = list == kind ? components.component.map { JSONText.integer($0 + 1) } : []
                return .object([
                    "count": .integer(components.count),
                    "sizes": .array(components.sizes.sorted(by: >).map { .integer($0) }),
                    "component": .array(members),
                ])
            }
            let document = JSONText.object([
                "nodes": .integer(graph.nodeCount),
                "arcs": .integer(graph.arcCount),
                "weak": describe(.weak),
                "strong": describe(.strong),
            ])
            return try output.write(document.text + "\n")
        }
        var text = "\(graph.nodeCount) nodes, \(graph.arcCount) arcs\n"
        for kind in Components.Kind.allCases {
            let components = Components(kind, of: graph)
            let sizes = components.sizes.sorted(by: >)
            let shown = sizes.prefix(5).map(String.init).joined(separator: ", ") + (sizes.count > 5 ? ", …" : "")
            text += "\(kind.rawValue): \(output.bold("\(components.count)"))"
            text += components.count == 1 ? " component" : " components"
            text += sizes.isEmpty ? "\n" : ", of \(shown) nodes\n"
        }
        try output.write(text)
    }
}

extension Components.Kind: ExpressibleByArgument {}
