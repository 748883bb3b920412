import ArgumentParser
import Foundation

/// Where an answer is written: a file, or standard output.
enum AnswerFile {
    /// Writes all bytes to `file`; nil and `-` are standard output.
    ///
    /// A reader of standard output that goes away ends the program quietly, as its signal does by default.
    static func write(_ bytes: [UInt8], to file: String?) throws {
        let file = file == "-" ? nil : file
        let descriptor = file.map { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) } ?? 1
        guard descriptor >= 0 else { throw Unwritable(file: file ?? "standard output", code: errno) }
        defer { if file != nil { close(descriptor) } }
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let count = Foundation.write(descriptor, part.baseAddress, part.count)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EPIPE { throw ExitCode.failure }
                guard count > 0 else { throw Unwritable(file: file ?? "standard output", code: errno) }
                rest = rest.dropFirst(count)
            }
        }
    }
}

/// The answer cannot be written.
private struct Unwritable: Error, CustomStringConvertible {
    let file: String
    let code: Int32

    var description: String { "cannot write \(file): \(String(cString: strerror(code)))." }
}
