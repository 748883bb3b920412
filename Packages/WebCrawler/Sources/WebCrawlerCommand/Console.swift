import ArgumentParser
import Foundation

/// Whether output is coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto
    case always
    case never
}

/// The options that every subcommand has.
struct ConsoleOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print nothing but results and errors.")
    var quiet = false

    @Option(help: "Colour: auto, always or never. NO_COLOR is respected.")
    var color = ColorChoice.auto

    /// Whether a stream gets colours.
    func isColored(_ stream: Int32) -> Bool {
        switch color {
        case .always: true
        case .never: false
        case .auto: isatty(stream) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        }
    }
}

/// A failure that a person reads: one sentence.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Where results go: standard output, or a file that appears whole or not at all.
struct Output {
    private let handle: FileHandle
    private let temporary: URL?
    private let target: URL?

    /// Opens a file, or standard output for nil and `-`.
    init(_ path: String?) throws {
        guard let path, path != "-" else {
            (handle, temporary, target) = (.standardOutput, nil, nil)
            return
        }
        let file = URL(filePath: path)
        let scratch = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).part")
        guard FileManager.default.createFile(atPath: scratch.path, contents: nil) else {
            throw Failure("The file \(path) cannot be written: the folder is missing or closed to you.")
        }
        (handle, temporary, target) = (try FileHandle(forWritingTo: scratch), scratch, file)
    }

    /// Writes bytes; a reader that went away ends the program quietly.
    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            guard target == nil else { throw error }
            throw ExitCode(0)
        }
    }

    /// Writes text.
    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Puts the file in its place.
    func close() throws {
        guard let temporary, let target else { return }
        try handle.close()
        guard rename(temporary.path, target.path) == 0 else {
            throw Failure("The file \(target.path) cannot be written.")
        }
    }
}

/// Reads all of a file, or of standard input for `-`.
func readInput(_ path: String) throws -> [UInt8] {
    guard path != "-" else { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
    guard let data = FileManager.default.contents(atPath: path) else {
        throw Failure("The file \(path) cannot be read: it is missing, a folder, or closed to you.")
    }
    return Array(data)
}

/// Calls `body` with each line of standard input, without its line end.
func forEachInputLine(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
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
    }
    if !rest.isEmpty { try body(rest[...]) }
}

/// Writes a line to standard error.
func complain(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
}

/// A closed pipe is an error of `write`, not the end of the process.
func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }
