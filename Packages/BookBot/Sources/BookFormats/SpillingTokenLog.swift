import TextAnalysis

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Unsafe pointers: numbers go to a temporary file as the bytes that they are in memory.

/// A token log that keeps a few million numbers in memory and the rest in a temporary file without a name, so that a
/// text of any length is analyzed in the same memory.
public final class SpillingTokenLog: TokenLog {
    /// Four million numbers are 16 MB, and more than any single book has words.
    public static let defaultLimit = 4 << 20

    /// Numbers written and read at a time.
    private static let blockLength = 64 << 10

    private let limit: Int
    private var memory: [UInt32] = []
    private var file: Int32 = -1
    private var fileCount = 0

    /// Makes an empty log that holds up to `limit` numbers in memory.
    public init(limit: Int = SpillingTokenLog.defaultLimit) {
        self.limit = max(limit, 1)
    }

    deinit {
        if file >= 0 { close(file) }
    }

    /// Adds numbers at the end.
    /// - Throws: `BookError.unreadable` when the temporary file cannot be written.
    public func append(_ numbers: [UInt32]) throws {
        memory += numbers
        if memory.count >= limit { try spill() }
    }

    /// Gives all numbers in blocks.
    public func forEachBlock(reversed: Bool, _ body: ([UInt32]) throws -> Void) throws {
        let blocks = stride(from: 0, to: fileCount, by: Self.blockLength)
        if reversed {
            try body(memory)
            for start in blocks.reversed() { try body(try block(start)) }
        } else {
            for start in blocks { try body(try block(start)) }
            try body(memory)
        }
    }

    private func spill() throws {
        if file < 0 { file = try Self.temporaryFile() }
        try memory.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                let count = pwrite(file, rest.baseAddress, rest.count, off_t(fileCount * 4 + done))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw Self.failure() }
                done += count
            }
        }
        fileCount += memory.count
        memory.removeAll(keepingCapacity: true)
    }

    private func block(_ start: Int) throws -> [UInt32] {
        let length = min(Self.blockLength, fileCount - start)
        return try [UInt32](unsafeUninitializedCapacity: length) { buffer, initialized in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var done = 0
            while done < length * 4 {
                let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done..<length * 4])
                let count = pread(file, rest.baseAddress, rest.count, off_t(start * 4 + done))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw Self.failure() }
                done += count
            }
            initialized = length
        }
    }

    /// Opens a file in the folder for temporary files and removes its name at once.
    private static func temporaryFile() throws -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array((folder + "/bookbot-XXXXXX").utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw failure() }
        unlink(name)
        return file
    }

    private static func failure() -> BookError {
        .unreadable(path: "the temporary file for the order of words", reason: String(cString: strerror(errno)))
    }
}
