import ArgumentParser
import CommandKit
import Foundation

/// The options that every subcommand has.
struct ConsoleOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print nothing but results and errors.")
    var quiet = false

    @Option(help: "Colour: auto, always or never. NO_COLOR is respected.")
    var color = ColorChoice.auto
}

/// Runs a command's work as `webcrawler`. A crawl ends by signals in its own time: what was fetched is stored first.
func runCrawler(_ work: () async throws -> Void) async throws {
    try await runCommand("webcrawler", endsAtSignals: false, work)
}

/// Runs a command's work as `webcrawler`.
func runParser(_ work: () throws -> Void) throws { try runCommand("webcrawler", work) }

/// Reads all of a file, or of standard input for `-`.
func readInput(_ path: String) throws -> [UInt8] {
    guard path != "-" else { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
    guard let data = FileManager.default.contents(atPath: path) else {
        throw CommandFailure("The file \(path) cannot be read: it is missing, a folder, or closed to you.")
    }
    return Array(data)
}

/// Calls `body` with each line of standard input, without its line end, and `flush` when no line is waiting.
func forEachInputLine(_ body: (ArraySlice<UInt8>) throws -> Void, flush: () throws -> Void) throws {
    var rest: [UInt8] = []
    while true {
        let data = FileHandle.standardInput.availableData
        if data.isEmpty { break }
        rest += data
        var start = 0
        while let end = rest[start...].firstIndex(of: 0x0A) {
            try body(rest[start..<end])
            start = end + 1
        }
        rest.removeFirst(start)
        try flush()
    }
    if !rest.isEmpty { try body(rest[...]) }
}

/// The parts of an option that takes several values, separated by commas or given again.
func listed(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",") }.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
}
