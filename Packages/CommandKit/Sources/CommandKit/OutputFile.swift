#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// Unsafe pointers: write(2) takes the caller's bytes as they lie in memory.

/// Where a command's result goes: standard output, or a file that appears whole or not at all.
///
/// What holds: nothing touches the file of that name before ``close()``; until then the bytes are in a file beside it,
/// `.NAME.part`, which ``close()`` renames. An object that ends without ``close()``, or a signal while a
/// ``SignalWatch`` of ``removePartFiles()`` listens, removes the part and leaves the old file as it was. Something that
/// is not a plain file (`/dev/null`, a FIFO) is written in place, since it cannot be replaced.
///
/// ```swift
/// let output = try OutputFile(path)          // nil and "-" are standard output
/// try output.write("id,name\n")
/// try output.close()
/// ```
public final class OutputFile {
    /// The file's path as it was given; nil is standard output.
    public let path: String?
    private let descriptor: Int32
    /// The file that is renamed at the end, and the name that it gets.
    private let part: (path: String, target: String)?
    /// Bytes that are not written yet; at most ``bufferSize`` and what one call adds.
    private var buffer: [UInt8] = []
    private var isClosed = false

    /// How much is held back: as much as a pipe takes at once.
    private static let bufferSize = 64 << 10

    /// Opens a file, or standard output for nil and `-`.
    ///
    /// - Throws: ``CommandFailure`` if the file cannot be written.
    public init(_ path: String?) throws {
        ignoreClosedPipes()
        guard let path, path != "-" else {
            self.path = nil
            (descriptor, part) = (STDOUT_FILENO, nil)
            return
        }
        self.path = path
        // A link stays a link: what it leads to is replaced.
        let target = Self.resolved(path)
        var status = stat()
        let exists = stat(target, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR {
            throw CommandFailure("'\(path)' cannot be written: it is a folder. Name a file in it.")
        }
        if exists, status.st_mode & S_IFMT != S_IFREG {
            (descriptor, part) = (try Self.open(target, O_WRONLY | O_CLOEXEC, shown: path), nil)
            return
        }
        let name = target.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let scratch = "\(target.dropLast(name.count)).\(name.prefix(200)).part"
        unlink(scratch)
        let opened = openFile(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
        if opened < 0, exists, errno == EACCES {
            // The folder is closed to us and the file is not: it can only be written in place.
            (descriptor, part) = (try Self.open(target, O_WRONLY | O_TRUNC | O_CLOEXEC, shown: path), nil)
            return
        }
        guard opened >= 0 else {
            throw CommandFailure("'\(path)' cannot be written: \(SystemFault(code: errno).words).")
        }
        // Whoever could read the old file can read the new one, and nobody else.
        if exists { fchmod(opened, status.st_mode & 0o7777) }
        (descriptor, part) = (opened, (scratch, target))
        PartFiles.add(scratch)
    }

    deinit {
        guard !isClosed, path != nil else { return }
        _ = closeDescriptor(descriptor)
        if let part {
            unlink(part.path)
            PartFiles.remove(part.path)
        }
    }

    /// Whether a person looks at it.
    public var isTerminal: Bool { path == nil && isatty(descriptor) == 1 }

    /// Adds text.
    ///
    /// - Throws: ``ClosedPipe`` if the reader of standard output has gone, ``CommandFailure`` if a file cannot be
    ///   written.
    public func write(_ text: String) throws {
        buffer += text.utf8
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Adds bytes; throws as ``write(_:)-(String)`` does.
    public func write(_ bytes: some Sequence<UInt8>) throws {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Adds bytes that the caller holds for the length of this call, without a copy of a large part; throws as
    /// ``write(_:)-(String)`` does.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        if bytes.count >= Self.bufferSize {
            try flush()
            try writeThrough(bytes)
        } else {
            buffer += bytes
            if buffer.count >= Self.bufferSize { try flush() }
        }
    }

    /// Writes what is held back; throws as ``write(_:)-(String)`` does.
    public func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        try buffer.withUnsafeBytes { try writeThrough($0) }
    }

    /// Writes what is held back and puts the file in its place.
    ///
    /// - Throws: as ``write(_:)-(String)`` does.
    public func close() throws {
        guard !isClosed else { return }
        try flush()
        guard path != nil else {
            isClosed = true
            return
        }
        // A file system may say only now that it is full.
        guard closeDescriptor(descriptor) == 0 || errno == EINTR else { throw failure(errno) }
        isClosed = true
        guard let part else { return }
        let status = rename(part.path, part.target)
        let code = errno
        if status != 0 { unlink(part.path) }
        PartFiles.remove(part.path)
        guard status == 0 else { throw failure(code) }
    }

    private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws {
        do {
            try writeAll(bytes, to: descriptor)
        } catch {
            if error.code == EPIPE, path == nil { throw ClosedPipe() }
            throw failure(error.code)
        }
    }

    private func failure(_ code: Int32) -> CommandFailure {
        let name = path.map { "'\($0)'" } ?? "standard output"
        return CommandFailure("\(name) cannot be written: \(SystemFault(code: code).words).")
    }

    private static func open(_ path: String, _ flags: Int32, shown: String) throws -> Int32 {
        let descriptor = openFile(path, flags)
        guard descriptor >= 0 else {
            throw CommandFailure("'\(shown)' cannot be written: \(SystemFault(code: errno).words).")
        }
        return descriptor
    }

    /// The path without links, or as it is where nothing is there yet.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
