import ArgumentParser
import CommandKit
import Foundation
import Graphs
import Synchronization

/// `shortestpath queries`: a batch of distances, compared with known ones.
struct QueriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queries",
        abstract: "Answer a batch of queries, and compare distances that are known.",
        discussion: """
            The batch is a file of lines FROM<TAB>TO or FROM<TAB>TO<TAB>DISTANCE, the distance a number or 'none'; a
            first line 'from<TAB>to…' is skipped. Prints from, to and the distance, or 'none', separated by tabs. Exit
            status 1 when a given distance differs; each difference is told on standard error.

            Examples:
              shortestpath queries city.gr pairs.tsv
              shortestpath queries city.gr pairs.tsv --json --summary
              cut -f1,2 pairs.tsv | shortestpath queries city.gr -
            """)

    @OptionGroup var input: GraphOptions

    @Argument(help: "The batch; '-' is standard input.")
    var file: String

    @Option(help: "How many searches run side by side.")
    var workers = max(1, ProcessInfo.processInfo.activeProcessorCount)

    @Flag(help: "Print how many queries there were and how fast they were answered, not each answer.")
    var summary = false

    @OptionGroup var output: OutputOptions

    mutating func validate() throws {
        guard (1...256).contains(workers) else {
            throw ValidationError("'\(workers)' is not a valid --workers (1–256).")
        }
        guard !(input.graph == "-" && file == "-") else {
            throw ValidationError("Standard input can be the graph or the batch, not both.")
        }
    }

    func run() throws {
        let graph = try input.read(note: output.note)
        let name = file == "-" ? "standard input" : file
        let queries = try QueryReader.read(try FileBytes(file), file: name, for: graph, limits: input.limits)
        let clock = ContinuousClock()
        let start = clock.now
        let distances = try answer(queries, in: graph)
        let duration = clock.now - start

        let wrong = zip(queries, distances).filter { !$0.agrees(with: $1) }
        for (query, distance) in wrong {
            FileHandle.standardError.write(
                Data(
                    "\(name):\(query.line): expected \(text(query.expected, graph)), found \(text(distance, graph))\n"
                        .utf8))
        }
        if let (query, _) = zip(queries, distances).first(where: { $1 == .overflow }) {
            throw SearchError.overflow(source: graph.names[query.source], target: graph.names[query.target])
        }
        let perQuery = queries.isEmpty ? 0 : duration / .microseconds(1) / Double(queries.count)
        let compared = queries.count { $0.expected != nil }
        if output.isJSON {
            try output.write(json(queries, distances, compared, wrong.count, perQuery, graph).text + "\n")
        } else if !summary {
            try output.write(table(queries, distances, graph))
        }
        let report =
            "\(queries.count) queries, \(compared) compared, \(wrong.count) different, "
            + "\(Int(perQuery)) microseconds a query"
        if summary, !output.isJSON { try output.write(report + "\n") } else { output.note(report) }
        if !wrong.isEmpty { throw ExitCode.failure }
    }

    // MARK: Searching

    /// Answers the queries in as many threads as there are workers; each takes the next few from a common pile.
    private func answer(_ queries: [Query], in graph: Graph) throws -> [Distance] {
        let batch = try QueryBatch(graph, count: queries.count)
        let order = batch.order(of: queries)
        let portion = 64
        let progress = ProgressLine(isQuiet: output.quiet)
        let shared = Mutex(Shared(answers: [Distance](repeating: .none, count: queries.count)))
        DispatchQueue.concurrentPerform(iterations: min(workers, max(1, queries.count / portion))) { _ in
            let searcher = batch.makeSearcher()
            while true {
                let taken = shared.withLock { shared in
                    let part = order[shared.next..<min(shared.next + portion, order.count)]
                    shared.next += shared.failure == nil ? part.count : order.count - shared.next
                    return part
                }
                guard !taken.isEmpty else { return }
                do throws(SearchError) {
                    let answers = try searcher.answer(taken.map { queries[$0] })
                    shared.withLock { shared in
                        for (index, answer) in zip(taken, answers) { shared.answers[index] = answer }
                    }
                } catch {
                    shared.withLock { $0.failure = error }
                }
                let done = shared.withLock { shared in
                    shared.done += taken.count
                    return shared.done
                }
                progress.show { "\(done) of \(queries.count)" }
            }
        }
        progress.finish()
        return try shared.withLock { shared in
            if let failure = shared.failure { throw failure }
            return shared.answers
        }
    }

    /// What the threads work on together.
    private struct Shared {
        var next = 0
        var done = 0
        var answers: [Distance]
        var failure: SearchError?
    }

    // MARK: Printing

    private func text(_ expected: Query.Expected?, _ graph: Graph) -> String {
        switch expected {
        case .cost(let cost, _)?: graph.text(ofCost: cost)
        case .impossible(let text)?: text
        case Query.Expected.none?, nil: "none"
        }
    }

    private func text(_ distance: Distance, _ graph: Graph) -> String {
        switch distance {
        case .cost(let cost): graph.text(ofCost: cost)
        case .overflow: "more than 64 bits hold"
        case .none: "none"
        }
    }

    private func table(_ queries: [Query], _ distances: [Distance], _ graph: Graph) -> [UInt8] {
        var bytes: [UInt8] = []
        for (query, distance) in zip(queries, distances) {
            bytes += graph.names[query.source].utf8
            bytes.append(UInt8(ascii: "\t"))
            bytes += graph.names[query.target].utf8
            bytes.append(UInt8(ascii: "\t"))
            bytes += text(distance, graph).utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private func json(
        _ queries: [Query], _ distances: [Distance], _ compared: Int, _ mismatches: Int, _ perQuery: Double,
        _ graph: Graph
    ) -> JSONText {
        .object([
            "queries": .integer(queries.count),
            "compared": .integer(compared),
            "mismatches": .integer(mismatches),
            "unreachable": .integer(distances.count { $0 == .none }),
            "microsecondsPerQuery": .number(String((perQuery * 1000).rounded() / 1000)),
            "results": .array(
                summary
                    ? []
                    : zip(queries, distances).map { query, distance in
                        var cost: Int64?
                        if case .cost(let found) = distance { cost = found }
                        return .object([
                            "from": .name(query.source, in: graph), "to": .name(query.target, in: graph),
                            "distance": .cost(cost, in: graph),
                        ])
                    }),
        ])
    }
}
