import CSocketCalls
import HTTPMessages
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: read(2) fills an array's own memory.

/// The users and password hashes of a file as `htpasswd` writes it, and which credentials were found right or wrong
/// (RFC 7617). One for all threads.
///
/// A good password hash takes a tenth of a second. So a verdict is remembered for some minutes, and an unknown pair is
/// checked on a thread of its own: ``verdict(_:)`` never computes, ``check(_:)`` does. The file is read again when it has
/// changed, and then every verdict is forgotten.
public final class PasswordFile: Sendable {
    /// What is known of a request's credentials.
    enum Verdict: Equatable {
        case granted(user: String)
        case refused
        /// Nobody has checked them yet.
        case unknown
    }

    /// A user name and a password as a client sent them.
    struct Credentials: Sendable {
        let user: String
        let password: [UInt8]

        /// Reads the value of an Authorization field; nil when it is not Basic, or not Base64 of `user:password`.
        init?(_ field: String) {
            let words = field.split(separator: " ", omittingEmptySubsequences: true)
            guard words.count == 2, words[0].lowercased() == "basic", let bytes = Base64.decode(words[1].utf8),
                let colon = bytes.firstIndex(of: Octet.colon)
            else { return nil }
            user = String(decoding: bytes[..<colon], as: UTF8.self)
            password = Array(bytes[(colon + 1)...])
            if password.contains(0) || password.count > 512 { return nil }
        }

        /// Stands for the pair in memory, so that no password is kept: two hashes under keys of this process.
        fileprivate var digest: [Int] {
            (0..<2).map { key in
                var hasher = Hasher()
                hasher.combine(key)
                hasher.combine(user)
                hasher.combine(password)
                return hasher.finalize()
            }
        }
    }

    private struct State {
        var hashes: [String: [UInt8]]
        var stamp: FileStamp?
        var askedAt: Int64 = 0
        var verdicts: [[Int]: (isRight: Bool, until: Int64)] = [:]
    }

    private static let mostVerdicts = 4_096
    private static let rightMilliseconds: Int64 = 600_000
    private static let wrongMilliseconds: Int64 = 30_000
    private static let fileMilliseconds: Int64 = 1_000

    private let path: String
    private let opener: SiteRoot.Opener?
    private let warnings: Warnings
    private let state: Mutex<State>

    /// Reads the file.
    ///
    /// - Parameters:
    ///   - opener: who opens it when this process may not any more.
    ///   - warnings: is told of a later state of the file that cannot be read; the last good one then stays in force.
    /// - Throws: ``PasswordFileError``.
    public init(path: String, opener: SiteRoot.Opener? = nil, warnings: Warnings) throws(PasswordFileError) {
        (self.path, self.opener, self.warnings) = (SiteRoot.absolute(path), opener, warnings)
        let stamp = FileStamp(path)
        state = Mutex(State(hashes: try Self.read(self.path, opener), stamp: stamp))
    }

    /// What is known of credentials; never computes.
    func verdict(_ credentials: Credentials, at moment: Moment) -> Verdict {
        state.withLock { state in
            refresh(&state, moment)
            guard let known = state.verdicts[credentials.digest], known.until > moment.milliseconds else {
                return .unknown
            }
            return known.isRight ? .granted(user: credentials.user) : .refused
        }
    }

    /// Checks credentials, which takes as long as their hash wants, and remembers the verdict.
    func check(_ credentials: Credentials, at moment: Moment) {
        let hashes = state.withLock { $0.hashes }
        // Somebody who is not in the file is checked against another's hash: the time does not tell who is in it.
        let hash = hashes[credentials.user] ?? hashes.first?.value
        let isRight = hash.map { Self.matches(credentials.password, $0) } == true && hashes[credentials.user] != nil
        let lifetime = isRight ? Self.rightMilliseconds : Self.wrongMilliseconds
        state.withLock { state in
            if state.verdicts.count >= Self.mostVerdicts { state.verdicts.removeAll() }
            // A file that was changed meanwhile has the last word.
            guard state.hashes[credentials.user] == hashes[credentials.user] else { return }
            state.verdicts[credentials.digest] = (isRight, moment.milliseconds + lifetime)
        }
    }

    private func refresh(_ state: inout State, _ moment: Moment) {
        guard moment.milliseconds - state.askedAt >= Self.fileMilliseconds else { return }
        state.askedAt = moment.milliseconds
        let stamp = FileStamp(path)
        if opener == nil || stamp != nil {
            guard stamp != state.stamp else { return }
        }
        do throws(PasswordFileError) {
            let hashes = try Self.read(path, opener)
            if hashes != state.hashes { state.verdicts.removeAll() }
            state.hashes = hashes
        } catch {
            warnings.tellOnce("\(error); the users that were read before stay in force")
        }
        state.stamp = stamp
    }

    private static func read(_ path: String, _ opener: SiteRoot.Opener?) throws(PasswordFileError) -> [String: [UInt8]]
    {
        var descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0, errno == EACCES || errno == EPERM, let opener {
            descriptor = opener()
            if descriptor < 0 { errno = -descriptor }
        }
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { SystemRead.once(descriptor, $0) }
            guard count >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += buffer[..<count]
            if bytes.count > 4 * 1_048_576 { throw .unreadable(path: path, reason: "it has more than 4 MiB") }
        }
        return try parse(bytes, path)
    }

    static func parse(_ bytes: [UInt8], _ path: String) throws(PasswordFileError) -> [String: [UInt8]] {
        var hashes: [String: [UInt8]] = [:]
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            var text = line
            while let last = text.last, last == 0x0D || last == 0x20 || last == 0x09 { text.removeLast() }
            if text.isEmpty || text.first == 0x23 { continue }
            guard let colon = text.firstIndex(of: Octet.colon), colon > text.startIndex else {
                throw .malformed(path: path, line: index + 1, reason: "is not 'user:hash'")
            }
            let rest = text[text.index(after: colon)...]
            let hash = Array(rest.prefix { $0 != Octet.colon })
            let known = ["$apr1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$y$", "$1$"]
            guard known.contains(where: { hash.starts(with: $0.utf8) }) else {
                let kind = hash.starts(with: "{SHA}".utf8) ? "has an unsalted SHA-1 hash" : "has no known password hash"
                throw .malformed(
                    path: path, line: index + 1, reason: "\(kind); make the line again with: htpasswd -B FILE USER")
            }
            guard isWhole(hash), hash.starts(with: "$apr1$".utf8) || isKnown(hash) else {
                throw .malformed(
                    path: path, line: index + 1,
                    reason: "has a hash that is cut off, or that crypt(3) of this system cannot check")
            }
            hashes[String(decoding: text[..<colon], as: UTF8.self)] = hash
        }
        if hashes.isEmpty { throw .empty(path: path) }
        return hashes
    }

    /// Whether a hash has the length that its kind always has; one that was cut off would refuse its user in silence.
    private static func isWhole(_ hash: [UInt8]) -> Bool {
        let last = hash.count - 1 - (hash.lastIndex(of: Octet.dollar) ?? 0)
        if hash.starts(with: "$2".utf8) { return hash.count == 60 }
        if hash.starts(with: "$apr1$".utf8) || hash.starts(with: "$1$".utf8) { return last == 22 }
        return last == (hash.starts(with: "$6$".utf8) ? 86 : 43)
    }

    private static func isKnown(_ hash: [UInt8]) -> Bool {
        #if os(Linux)
            socket_calls_crypt_knows((hash + [0]).map { CChar(bitPattern: $0) }) != 0
        #else
            false
        #endif
    }

    private static func matches(_ password: [UInt8], _ hash: [UInt8]) -> Bool {
        let made = hash.starts(with: "$apr1$".utf8) ? APR1.hash(password, setting: hash) : crypt(password, hash)
        guard let made, made.count == hash.count else { return false }
        // As long for every wrong one, so that nobody finds the hash octet by octet.
        return zip(made, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// crypt(3); nil when the system does not know the kind of hash.
    private static func crypt(_ password: [UInt8], _ setting: [UInt8]) -> [UInt8]? {
        #if os(Linux)
            var result = [CChar](repeating: 0, count: 512)
            let phrase = (password + [0]).map { CChar(bitPattern: $0) }
            let salt = (setting + [0]).map { CChar(bitPattern: $0) }
            guard socket_calls_crypt(phrase, salt, &result, result.count) == 0 else { return nil }
            return result.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        #else
            return nil
        #endif
    }
}

/// read(2), which goes on when a signal comes.
private enum SystemRead {
    static func once(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }
}

/// What tells one state of a file from the next.
private struct FileStamp: Equatable {
    private let numbers: [Int64]

    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #else
            let (modified, changed) = (status.st_mtim, status.st_ctim)
        #endif
        numbers = [
            Int64(status.st_ino), Int64(status.st_size), Int64(modified.tv_sec), Int64(modified.tv_nsec),
            Int64(changed.tv_sec), Int64(changed.tv_nsec),
        ]
    }
}

/// The file of users cannot be used.
public enum PasswordFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// A line is not `user:hash` with a hash that can be checked.
    case malformed(path: String, line: Int, reason: String)
    /// There is no user in it.
    case empty(path: String)

    /// One sentence with what would be right.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "the password file \(path) cannot be read: \(reason)"
        case .malformed(let path, let line, let reason): "the password file \(path), line \(line), \(reason)"
        case .empty(let path): "the password file \(path) has no user; add one with: htpasswd -B \(path) USER"
        }
    }
}

/// Base64 (RFC 4648, section 4), reading only.
enum Base64 {
    /// The octets; nil when a character does not belong there.
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var (bits, count) = (UInt32(0), 0)
        var hasEnded = false
        for octet in text {
            let value: UInt8
            switch octet {
            case 0x41...0x5A: value = octet - 0x41
            case 0x61...0x7A: value = octet - 0x61 + 26
            case 0x30...0x39: value = octet - 0x30 + 52
            case 0x2B: value = 62
            case Octet.slash: value = 63
            case Octet.equals:
                hasEnded = true
                continue
            default: return nil
            }
            if hasEnded { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }
}
