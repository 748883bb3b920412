import ArgumentParser
import MazeDrawing
import Mazes

/// `mazesolver stats`: what a maze is like.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Measure a maze: dead ends, river factor, junctions, difficulty and more.",
        discussion: """
            Examples:
              mazesolver stats maze.png
              mazesolver stats maze.txt --json
            """)

    @OptionGroup var input: MazeInput

    @Flag(help: "Print the numbers as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Do not tell how the maze was understood.")
    var quiet = false

    func run() throws {
        try Console.run {
            let maze = try input.maze()
            let map = maze.map
            // A map without ends, or without a way between them, still has dead ends to count.
            let isTold = input.reading.from != nil || input.reading.to != nil
            let ends = isTold ? try maze.ends(input.reading) : try? maze.ends(input.reading)
            if !quiet, let summary = maze.summary(ends) { Console.note(summary) }
            let solution = try input.file.inContext {
                try ends.flatMap { try map.solve(from: $0.start, to: $0.goal, by: Advice(for: map).solver).path }
            }
            let statistics = MazeStatistics(of: map, ends: ends.map { [$0.start, $0.goal] } ?? [], solution: solution)
            try Console.print(json ? Self.json(statistics, solution) : Self.table(statistics, solution))
        }
    }

    private static func rows(_ statistics: MazeStatistics, _ solution: Path?) -> [(key: String, value: String)] {
        func share(_ value: Double) -> String { SolutionReport.number(value.rounded(toPlaces: 4)) }
        return [
            ("cells", "\(statistics.cells)"),
            ("deadEnds", "\(statistics.deadEnds)"),
            ("junctions", "\(statistics.junctions)"),
            ("crossroads", "\(statistics.crossroads)"),
            ("straightness", share(statistics.straightness)),
            ("riverFactor", share(statistics.riverFactor)),
            ("solutionLength", solution.map { "\($0.length)" } ?? "null"),
            ("solutionShare", solution == nil ? "null" : share(statistics.solutionShare)),
            ("difficulty", solution == nil ? "null" : share(statistics.difficulty)),
        ]
    }

    private static func json(_ statistics: MazeStatistics, _ solution: Path?) -> String {
        "{" + rows(statistics, solution).map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}\n"
    }

    private static func table(_ statistics: MazeStatistics, _ solution: Path?) -> String {
        let notes = [
            "cells": statistics.isLattice ? "cells of the maze" : "open places",
            "deadEnds": "cells with one way on",
            "junctions": "cells with three ways on",
            "crossroads": "cells with four ways on",
            "straightness": "share of corridor cells that go straight on",
            "riverFactor": "mean length of dead-end corridors",
            "solutionLength": "moves of the shortest way",
            "solutionShare": "share of cells on the shortest way",
            "difficulty": "bits of luck that the way takes",
        ]
        return rows(statistics, solution).map { key, value in
            let padding = String(repeating: " ", count: 16 - key.count)
            let number = String(repeating: " ", count: max(0, 10 - value.count)) + (value == "null" ? "   -" : value)
            return "\(key)\(padding)\(number)  \(notes[key] ?? "")\n"
        }.joined()
    }
}
