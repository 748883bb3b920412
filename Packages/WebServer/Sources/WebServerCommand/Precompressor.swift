import CCompression
import HTTPMessages
import StaticSite

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Makes the precompressed neighbours of a folder's files: `webserver compress FOLDER`.
///
/// A neighbour gets the time of its file, and takes its name whole or not at all: the server sees either the old one or
/// the new one. Symbolic links are not followed, and names that begin with a dot are passed over, as the server does.
struct Precompressor {
    /// Smaller files fit into one packet anyway.
    private static let smallest = 256
    /// Larger ones would be held in memory whole, with their result.
    private static let largest = 512 * 1_048_576

    private(set) var made = 0
    private(set) var before = 0
    private(set) var after = 0
    private(set) var upToDate = 0
    private(set) var skipped: [String: Int] = [:]
    /// What could not be done, a sentence each.
    private(set) var problems: [String] = []

    private let codings = AcceptEncoding.Coding.allCases.filter { compression_is_available(Int32($0.rawValue)) != 0 }

    /// The codings whose library is missing, a sentence each.
    var missing: [String] {
        AcceptEncoding.Coding.allCases.filter { compression_is_available(Int32($0.rawValue)) == 0 }.map { coding in
            let library = String(cString: compression_library(Int32(coding.rawValue)))
            return "\(library) is not installed: no \(coding.suffix) files are made"
        }
    }

    /// Whether there is anything to compress with.
    var canCompress: Bool { !codings.isEmpty }

    /// Compresses the files of a folder and of the folders in it.
    mutating func compress(folder path: String) throws(OpeningError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw OpeningError(path: path, errno: errno) }
        compress(descriptor, path)
    }

    /// One sentence for a person.
    var summary: String {
        var parts = ["\(made) neighbours made"]
        if made > 0 { parts[0] += " (\(after) octets for \(before))" }
        if upToDate > 0 { parts.append("\(upToDate) were up to date") }
        for (reason, count) in skipped.sorted(by: { $0.key < $1.key }) { parts.append("\(count) skipped: \(reason)") }
        return parts.joined(separator: "; ")
    }

    private mutating func compress(_ folder: Int32, _ path: String) {
        guard let stream = fdopendir(folder) else {
            close(folder)
            return problems.append("\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        errno = 0
        while let item = readdir(stream) {
            let name = withUnsafeBytes(of: &item.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name.first != Octet.dot { names.append(name) }
            errno = 0
        }
        if errno != 0 { problems.append("\(path) cannot be read to its end: \(String(cString: strerror(errno)))") }
        for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let whole = "\(path)/\(String(decoding: name, as: UTF8.self))"
            var status = stat()
            guard Self.withPath(name, { fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                let inner = Self.withPath(name) { openat(folder, $0, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW) }
                if inner >= 0 {
                    compress(inner, whole)
                } else {
                    problems.append("\(whole) cannot be read: \(String(cString: strerror(errno)))")
                }
            case S_IFREG: compress(name, status, in: folder, whole)
            case S_IFLNK: skipped["symbolic links", default: 0] += 1
            default: skipped["neither files nor folders", default: 0] += 1
            }
        }
    }

    private mutating func compress(_ name: [UInt8], _ status: stat, in folder: Int32, _ path: String) {
        let ends = AcceptEncoding.Coding.allCases.map { Array($0.suffix.description.utf8) }
        if ends.contains(where: { name.count > $0.count && name.suffix($0.count).elementsEqual($0) }) { return }
        guard Self.isCompressible(MIMETypes.type(of: name)) else {
            skipped["files of kinds that do not shrink", default: 0] += 1
            return
        }
        guard status.st_size >= Self.smallest else {
            skipped["files below \(Self.smallest) octets", default: 0] += 1
            return
        }
        guard status.st_size <= Self.largest else {
            skipped["files above \(Self.largest / 1_048_576) MiB", default: 0] += 1
            return
        }
        let wanted = codings.filter { coding in
            let isFresh = Self.isFresh(name + Array(coding.suffix.description.utf8), in: folder, for: status)
            if isFresh { upToDate += 1 }
            return !isFresh
        }
        if wanted.isEmpty { return }
        guard let bytes = Self.contents(name, in: folder, size: Int(status.st_size)) else {
            return problems.append("\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        for coding in wanted {
            guard let result = Self.compressed(bytes, coding) else {
                problems.append("\(path) cannot be compressed to \(coding.suffix)")
                continue
            }
            guard result.count < bytes.count - bytes.count / 20 else {
                skipped["results that are not a twentieth smaller", default: 0] += 1
                continue
            }
            let neighbour = name + Array(coding.suffix.description.utf8)
            guard Self.write(result, to: neighbour, in: folder, like: status) else {
                problems.append("\(path)\(coding.suffix) cannot be written: \(String(cString: strerror(errno)))")
                continue
            }
            made += 1
            before += bytes.count
            after += result.count
        }
    }

    /// Whether a type's content is text or another form that nobody has compressed yet.
    static func isCompressible(_ type: String) -> Bool {
        let essence = type.prefix { $0 != ";" }
        if essence.hasPrefix("text/") || essence.hasSuffix("+xml") || essence.hasSuffix("+json") { return true }
        return [
            "application/json", "application/x-ndjson", "application/javascript", "application/wasm", "font/otf",
            "font/ttf", "font/collection", "application/vnd.ms-fontobject", "image/bmp", "image/vnd.microsoft.icon",
            "application/rtf", "application/postscript", "application/vnd.apple.mpegurl", "model/gltf-binary",
        ].contains(String(essence))
    }

    /// Whether a neighbour is there, has something in it, and is not older than its file.
    private static func isFresh(_ name: [UInt8], in folder: Int32, for file: stat) -> Bool {
        var status = stat()
        guard withPath(name, { fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0, status.st_size > 0 else {
            return false
        }
        #if canImport(Darwin)
            let (own, other) = (status.st_mtimespec, file.st_mtimespec)
        #else
            let (own, other) = (status.st_mtim, file.st_mtim)
        #endif
        if own.tv_sec != other.tv_sec { return own.tv_sec > other.tv_sec }
        return own.tv_nsec == 0 || own.tv_nsec >= other.tv_nsec
    }

    private static func contents(_ name: [UInt8], in folder: Int32, size: Int) -> [UInt8]? {
        let descriptor = withPath(name) { openat(folder, $0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let taken = pread(descriptor, buffer.baseAddress.map { $0 + count }, size - count, off_t(count))
                if taken < 0, errno == EINTR { continue }
                if taken <= 0 { break }
                count += taken
            }
        }
        return bytes.count == size ? bytes : nil
    }

    private static func compressed(_ bytes: [UInt8], _ coding: AcceptEncoding.Coding) -> [UInt8]? {
        let kind = Int32(coding.rawValue)
        let room = compression_bound(kind, bytes.count)
        guard room > 0 else { return nil }
        var status: Int32 = -1
        let result = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            var size = room
            guard let start = buffer.baseAddress else { return }
            status = compression_compress(kind, bytes, bytes.count, start, &size)
            count = status == 0 ? size : 0
        }
        return status == 0 ? result : nil
    }

    /// Writes a file beside its final name, gives it the time and the permissions of the file it stands for, and lets it
    /// take the name.
    private static func write(_ bytes: [UInt8], to name: [UInt8], in folder: Int32, like file: stat) -> Bool {
        let draft = Array(".".utf8) + name + Array(".\(getpid()).part".utf8)
        let mode = file.st_mode & 0o777
        let descriptor = withPath(draft) { openat(folder, $0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
        guard descriptor >= 0 else { return false }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                writeOut(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            done += count
        }
        #if canImport(Darwin)
            let times = [file.st_atimespec, file.st_mtimespec]
        #else
            let times = [file.st_atim, file.st_mtim]
        #endif
        var isWhole = done == bytes.count && futimens(descriptor, times) == 0 && fchmod(descriptor, mode) == 0
        let problem = errno
        isWhole = close(descriptor) == 0 && isWhole
        if isWhole, withPath(draft, { from in withPath(name) { renameat(folder, from, folder, $0) } }) == 0 {
            return true
        }
        _ = withPath(draft) { unlinkat(folder, $0, 0) }
        errno = problem
        return false
    }

    private static func writeOut(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes, count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes, count)
        #else
            Glibc.write(descriptor, bytes, count)
        #endif
    }

    /// Calls `body` with a name as C wants it; the pointer is good during the call.
    private static func withPath(_ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
        (name + [0]).withUnsafeBytes { $0.bindMemory(to: CChar.self).baseAddress.map(body) } ?? -1
    }
}
