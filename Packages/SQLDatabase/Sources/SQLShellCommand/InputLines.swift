import CommandKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Unsafe pointers: read(2) fills an array's own memory.

/// The lines of a file, a pipe or a text, as bytes: data for `COPY` need not be UTF-8.
final class InputLines {
    private let descriptor: Int32?
    private let name: String
    private var buffer: [UInt8]
    private var position = 0
    private var isAtEnd: Bool
    private let closes: Bool

    /// Lines of an open file, such as standard input.
    init(descriptor: Int32, name: String) {
        (self.descriptor, self.name) = (descriptor, name)
        buffer = []
        isAtEnd = false
        closes = false
    }

    /// Lines of a text.
    init(text: String) {
        (descriptor, name) = (nil, "the text")
        buffer = Array(text.utf8)
        isAtEnd = true
        closes = false
    }

    /// Opens a file.
    ///
    /// - Throws: ``CommandFailure`` if it cannot be read.
    init(path: String) throws {
        let descriptor = open(path.withHomeFolder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure("'\(path)' cannot be read: \(String(cString: strerror(errno))).")
        }
        (self.descriptor, name) = (descriptor, "'\(path)'")
        buffer = []
        isAtEnd = false
        closes = true
    }

    deinit {
        if closes, let descriptor { close(descriptor) }
    }

    /// The next line with its end, which the last one may lack; `nil` after the last.
    ///
    /// - Throws: ``CommandFailure`` if the file cannot be read on.
    func next() throws -> [UInt8]? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0a) {
                defer { position = end + 1 }
                return Array(buffer[position...end])
            }
            searched = buffer.count
            if isAtEnd {
                guard position < buffer.count else { return nil }
                defer { position = buffer.count }
                return Array(buffer[position...])
            }
            searched -= try fill()
        }
    }

    /// Reads the next part; returns how many bytes made room for it.
    private func fill() throws -> Int {
        let dropped = position
        buffer.removeFirst(position)
        position = 0
        guard let descriptor else { return dropped }
        let size = 1 << 16
        let old = buffer.count
        var count = 0
        buffer.append(contentsOf: repeatElement(0, count: size))
        repeat {
            // `read(2)` fills a part of the buffer, which is as long as it is told.
            count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + old }, size) }
        } while count < 0 && errno == EINTR
        let code = errno
        buffer.removeLast(size - max(0, count))
        guard count >= 0 else {
            throw CommandFailure("\(name) cannot be read: \(String(cString: strerror(code))).")
        }
        isAtEnd = count == 0
        return dropped
    }
}

extension String {
    /// The path with the home folder for `~/` at its start, which no other shell has resolved in a command of this one.
    var withHomeFolder: String {
        guard hasPrefix("~/"), let home = EnvironmentVariables.text("HOME") else { return self }
        return home + dropFirst()
    }
}
