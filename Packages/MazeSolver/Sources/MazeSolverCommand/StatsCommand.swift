import ArgumentParser
import CommandKit
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
            // A map without ends, or without a path between them, still has dead ends to count.
            let isTold = input.reading.from != nil || input.reading.to != nil
            let ends = isTold ? try maze.ends(input.reading) : try? maze.ends(input.reading)
            if !quiet, let summary = maze.summary(ends) { Console.note(summary) }
            let solution = try input.file.inContext {
                try ends.flatMap { try map.solve(from: $0.start, to: $0.goal, by: Advice(for: map).solver).path }
            }
            let statistics = MazeStatistics(of: map, ends: ends.map { [$0.start, $0.goal] } ?? [], solution: solution)
            try Console.print(json ? try Self.json(statistics, solution) : Self.table(statistics, solution))
        }
    }

    private static func rows(_ statistics: MazeStatistics, _ solution: Path?) -> [(key: String, value: Double?)] {
        [
            ("cells", Double(statistics.cells)),
            ("deadEnds", Double(statistics.deadEnds)),
            ("junctions", Double(statistics.junctions)),
            ("crossroads", Double(statistics.crossroads)),
            ("straightness", statistics.straightness.rounded(toPlaces: 4)),
            ("riverFactor", statistics.riverFactor.rounded(toPlaces: 4)),
            ("solutionLength", solution.map { Double($0.length) }),
            ("solutionShare", solution == nil ? nil : statistics.solutionShare.rounded(toPlaces: 4)),
            ("difficulty", solution == nil ? nil : statistics.difficulty.rounded(toPlaces: 4)),
        ]
    }

    private static func json(_ statistics: MazeStatistics, _ solution: Path?) throws -> String {
        try JSONLines.line(Dictionary(uniqueKeysWithValues: rows(statistics, solution).map { ($0.key, $0.value) }))
            + "\n"
    }

    private static func table(_ statistics: MazeStatistics, _ solution: Path?) -> String {
        let notes = [
            "cells": statistics.isLattice ? "cells of the maze" : "open squares",
            "deadEnds": "cells with one passage on",
            "junctions": "cells with three passages on",
            "crossroads": "cells with four passages on",
            "straightness": "share of corridor cells that go straight on",
            "riverFactor": "mean length of dead-end corridors",
            "solutionLength": "moves of the shortest path",
            "solutionShare": "share of cells on the shortest path",
            "difficulty": "bits of luck that the path takes",
        ]
        return rows(statistics, solution).map { key, value in
            let padding = String(repeating: " ", count: 16 - key.count)
            let text = value.map(SolutionReport.number) ?? "-"
            let number = String(repeating: " ", count: max(0, 10 - text.count)) + text
            return "\(key)\(padding)\(number)  \(notes[key] ?? "")\n"
        }.joined()
    }
}
