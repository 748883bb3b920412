import CSocketCalls
import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: openat2(2) takes a path that ends with NUL.

/// A file or folder that was opened for reading; closed when nobody holds it any more.
public final class OpenFile: @unchecked Sendable {
    // Sendable: all properties are constants, and a descriptor may be read from any thread.
    /// What identifies a state of a file: when any of it changes, the content may have changed.
    struct Fingerprint: Equatable {
        var modifiedSeconds: Int
        var modifiedNanoseconds: Int
        var changedSeconds: Int
        var changedNanoseconds: Int
        var size: Int
        var links: Int
        var node: UInt64
        var device: UInt64

        /// Whether the file was last touched so long before `now` (nanoseconds since 1970) that a further change must
        /// give it another time: kernels before 6.13 count file times in ticks of up to 10 ms.
        func isSettled(at now: Int64) -> Bool {
            now - (Int64(changedSeconds) * 1_000_000_000 + Int64(changedNanoseconds)) > 20_000_000
        }

        /// Whether a file in this state is older than one in `other`. A time of whole seconds is compared as such, since
        /// many tools cut off the fraction when they copy a time.
        func isOlder(than other: Fingerprint) -> Bool {
            if modifiedSeconds != other.modifiedSeconds { return modifiedSeconds < other.modifiedSeconds }
            return modifiedNanoseconds != 0 && modifiedNanoseconds < other.modifiedNanoseconds
        }
    }

    /// The file's descriptor.
    public let descriptor: Int32
    let fingerprint: Fingerprint
    private let mode: mode_t

    /// Takes over a descriptor; nil, with the descriptor closed, when it cannot be examined.
    init?(descriptor: Int32) {
        self.descriptor = descriptor
        guard let (fingerprint, mode) = Self.examine(descriptor) else {
            close(descriptor)
            return nil
        }
        (self.fingerprint, self.mode) = (fingerprint, mode)
    }

    deinit { close(descriptor) }

    var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    var isRegular: Bool { mode & S_IFMT == S_IFREG }

    /// Whether the file still is what it was when it was opened: neither written to, nor renamed, nor removed.
    var isUnchanged: Bool { Self.examine(descriptor)?.0 == fingerprint }

    /// Whether no name leads to the file any more: its last one was removed since it was opened.
    var isRemoved: Bool { (Self.examine(descriptor)?.0.links ?? 0) == 0 }

    private static func examine(_ descriptor: Int32) -> (Fingerprint, mode_t)? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
            let (modified, changed) = (status.st_mtim, status.st_ctim)
        #endif
        let fingerprint = Fingerprint(
            modifiedSeconds: modified.tv_sec, modifiedNanoseconds: modified.tv_nsec,
            changedSeconds: changed.tv_sec, changedNanoseconds: changed.tv_nsec,
            size: Int(status.st_size), links: Int(status.st_nlink),
            node: UInt64(status.st_ino), device: UInt64(truncatingIfNeeded: status.st_dev))
        return (fingerprint, status.st_mode)
    }

    /// Reads the whole file.
    ///
    /// - Throws: when the disk fails, or the file has become shorter since it was opened.
    func contents() throws(SiteFolder.Failure) -> [UInt8] {
        let size = fingerprint.size
        var problem = EIO
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let taken = pread(descriptor, buffer.baseAddress.map { $0 + count }, size - count, off_t(count))
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { problem = errno }
                if taken <= 0 { break }
                count += taken
            }
        }
        guard bytes.count == size else { throw .failed(errno: problem) }
        return bytes
    }
}

/// A served folder, open. Everything is opened relative to it, and the kernel refuses to leave it.
public final class SiteFolder: @unchecked Sendable {
    // Sendable: both properties never change, and a descriptor may be used from any thread.
    /// Why nothing was opened.
    public enum Failure: Error, Sendable, Equatable {
        /// There is no such file, or a link that may not be followed.
        case missing
        /// The server may not read it.
        case forbidden
        /// The process or the system has no file descriptor left.
        case noDescriptors
        /// The disk failed, or something else did.
        case failed(errno: Int32)
    }

    /// The descriptor of the folder itself.
    public let descriptor: Int32
    private let symlinks: SiteOptions.Symlinks

    /// What tells this folder from every other one of the machine.
    let identity: Identity

    /// A folder's number on its disk, and the disk's.
    struct Identity: Equatable, Sendable {
        let node: UInt64
        let device: UInt64

        init(_ status: stat) {
            (node, device) = (UInt64(status.st_ino), UInt64(truncatingIfNeeded: status.st_dev))
        }
    }

    /// Takes over the descriptor of a folder; nil, with the descriptor closed, when it is none.
    init?(descriptor: Int32, symlinks: SiteOptions.Symlinks) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            close(descriptor)
            return nil
        }
        (self.descriptor, self.symlinks, identity) = (descriptor, symlinks, Identity(status))
    }

    /// Opens the folder at `path`.
    ///
    /// - Throws: ``OpeningError``.
    public convenience init(path: String, symlinks: SiteOptions.Symlinks = .inside) throws(OpeningError) {
        let opened = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        if opened < 0 { throw OpeningError(path: path, errno: errno) }
        self.init(opened: opened, symlinks: symlinks)
    }

    private init(opened: Int32, symlinks: SiteOptions.Symlinks) {
        var status = stat()
        _ = fstat(opened, &status)
        (descriptor, self.symlinks, identity) = (opened, symlinks, Identity(status))
    }

    deinit { close(descriptor) }

    /// Whether the folder itself was removed since it was opened.
    var isRemoved: Bool {
        var status = stat()
        return fstat(descriptor, &status) != 0 || status.st_nlink == 0
    }

    /// Opens what is at a path below the folder; an empty path is the folder itself.
    func open(_ path: [UInt8]) -> Result<OpenFile, Failure> {
        let opened = (path.isEmpty ? [Octet.dot, 0] : path + [0]).withUnsafeBytes { buffer in
            descriptor(of: buffer.bindMemory(to: CChar.self).baseAddress)
        }
        guard opened >= 0 else { return .failure(Self.failure(errno)) }
        guard let file = OpenFile(descriptor: opened) else { return .failure(.failed(errno: errno)) }
        return .success(file)
    }

    private func descriptor(of path: UnsafePointer<CChar>?) -> Int32 {
        guard let path else { return -1 }
        #if os(Linux)
            var rules = UInt64(SOCKET_CALLS_NO_MAGIC_LINKS)
            switch symlinks {
            case .never: rules |= UInt64(SOCKET_CALLS_BENEATH | SOCKET_CALLS_NO_SYMLINKS)
            case .inside: rules |= UInt64(SOCKET_CALLS_BENEATH)
            case .anywhere: break
            }
            let opened = socket_calls_open_beneath(descriptor, path, rules)
            // Before Linux 5.6, and where a sandbox forbids what it does not know, the portable way does.
            if opened >= 0 || (errno != ENOSYS && errno != EPERM) { return opened }
        #endif
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        if symlinks == .anywhere { return openat(descriptor, path, flags) }
        let names = UnsafeRawBufferPointer(start: path, count: strlen(path))
        return StepwiseOpening.open(names, below: descriptor, followsLinks: symlinks == .inside)
    }

    /// What an error number means here.
    static func failure(_ number: Int32) -> Failure {
        switch number {
        case ENOENT, ENOTDIR, ELOOP, EXDEV, ENAMETOOLONG, ENXIO, EAGAIN: .missing
        case EACCES, EPERM: .forbidden
        case EMFILE, ENFILE: .noDescriptors
        default: .failed(errno: number)
        }
    }
}

/// The folder to serve cannot be opened.
public struct OpeningError: Error, Sendable, CustomStringConvertible {
    /// The folder's path.
    public let path: String
    /// The system's reason.
    public let errno: Int32

    /// Makes an error of what open(2) said.
    public init(path: String, errno: Int32) { (self.path, self.errno) = (path, errno) }

    /// One sentence with what would be right.
    public var description: String {
        switch errno {
        case ENOENT: "the folder \(path) does not exist; name one that does"
        case ENOTDIR: "\(path) is not a folder; name the folder that the file is in"
        case EACCES: "the folder \(path) may not be read by this user; change its permissions or the user"
        default: "the folder \(path) cannot be opened: \(String(cString: strerror(errno)))"
        }
    }
}
