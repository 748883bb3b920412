import ArgumentParser
import CommandKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where an answer is written: a file, or standard output.
enum AnswerFile {
    /// Writes all bytes to `file`, whole or not at all; nil and `-` are standard output.
    ///
    /// A reader of standard output that goes away ends the program quietly, as its signal does by default.
    static func write(_ bytes: [UInt8], to file: String?) throws {
        let watch = SignalWatch(SignalWatch.ending) { number in
            removePartFiles()
            _exit(128 + number)
        }
        defer { watch.cancel() }
        do {
            let output = try OutputFile(file)
            try output.write(bytes)
            try output.close()
        } catch is ClosedPipe {
            throw ExitCode.failure
        }
    }
}
