import ArgumentParser
import CommandKit
import MazeDrawing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a command says to its user, and how it ends.
enum Console {
    /// Runs a command's work; a failure is one line on standard error and exit status 1.
    static func run(_ work: () throws -> Void) throws {
        ignoreClosedPipes()
        do {
            try work()
        } catch let error as FileFault where error.isClosedPipe {
            throw ExitCode.success
        } catch let error as ExitCode {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch {
            note("mazesolver: \(error)")
            throw ExitCode.failure
        }
    }

    /// Writes a line to standard error.
    static func note(_ line: String) {
        write(line + "\n")
    }

    /// Writes to standard error.
    static func write(_ text: String) {
        StandardStream.error.write(text)
    }

    /// Whether standard output is a terminal.
    static var outputIsTerminal: Bool { StandardStream.output.isTerminal }

    /// Writes to a file, or for `-` to standard output, through a sink that is closed at the end.
    static func write(to path: String, _ body: (any ByteSink) throws -> Void) throws {
        var watch: SignalWatch?
        // No half-written file stays behind when a signal comes.
        let sink = try FileSink(path) { part in
            watch = SignalWatch(SignalWatch.ending) { number in
                unlink(part)
                // As a shell tells it of a program that a signal ended.
                _exit(128 + number)
            }
        }
        defer { watch?.cancel() }
        try body(sink)
        try sink.close()
    }

    /// Writes a text to standard output.
    static func print(_ text: String) throws {
        try write(to: "-") { try $0.write(text) }
    }
}

/// The formats that a file name's end asks for.
enum OutputFormat: String, CaseIterable {
    case text = "txt"
    case png
    case svg
    case json
    case apng
    case html

    /// The format of a path, when it is among the allowed ones.
    init(path: String, allowed: [OutputFormat]) throws {
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard path.contains("."), let format = OutputFormat(rawValue: ending), allowed.contains(format) else {
            let names = allowed.map { "." + $0.rawValue }.joined(separator: ", ")
            throw ValidationError("'\(path)' does not say a format: let the name end in one of \(names).")
        }
        self = format
    }
}
