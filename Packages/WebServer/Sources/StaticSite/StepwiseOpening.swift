import HTTPMessages

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: readlink(2) fills an array's own memory.

/// Opens a path below a folder name by name, for systems without openat2(2): no call of it can leave the folder, since
/// none follows a link, and `..` in a link goes back to a descriptor that is still open instead of asking the disk.
///
/// The kernel does it in one call; this one is a call for each name. Both obey the same policy.
struct StepwiseOpening {
    /// As many links as Linux follows before it says ELOOP.
    private static let mostLinks = 40
    private static let longestLink = 4_096
    private static let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW

    /// The folders of the path so far, the served one first; all but that one are closed at the end.
    private var folders: [Int32]
    private let followsLinks: Bool
    private var links = 0

    /// Opens `path`, which is not empty.
    ///
    /// - Returns: a descriptor; -1 with `errno` set when there is none: EXDEV for a link that leads outside.
    static func open(_ path: some Sequence<UInt8>, below folder: Int32, followsLinks: Bool) -> Int32 {
        var opening = StepwiseOpening(folders: [folder], followsLinks: followsLinks)
        let opened = opening.walk(path.split(separator: Octet.slash).map { Array($0) })
        let problem = errno
        for descriptor in opening.folders.dropFirst() { close(descriptor) }
        errno = problem
        return opened
    }

    private init(folders: [Int32], followsLinks: Bool) {
        (self.folders, self.followsLinks) = (folders, followsLinks)
    }

    private mutating func walk(_ path: [[UInt8]]) -> Int32 {
        // The names to come, the next one last.
        var names = Array(path.reversed())
        while let name = names.popLast() {
            if name == [Octet.dot] {
                if names.isEmpty { return enter(name) }
                continue
            }
            if name == [Octet.dot, Octet.dot] {
                guard folders.count > 1 else { return fail(EXDEV) }
                close(folders.removeLast())
                if names.isEmpty { return enter([Octet.dot]) }
                continue
            }
            let opened = enter(name, isFolder: !names.isEmpty)
            if opened >= 0 {
                if names.isEmpty { return opened }
                folders.append(opened)
                continue
            }
            // A link is refused with ELOOP, or with ENOTDIR where a folder is wanted.
            guard errno == ELOOP || errno == ENOTDIR || errno == EMLINK else { return -1 }
            let problem = errno
            guard let target = link(name) else { return fail(problem) }
            links += 1
            guard followsLinks, links <= Self.mostLinks else { return fail(ELOOP) }
            guard let first = target.first, first != Octet.slash else { return fail(EXDEV) }
            let inserted = target.split(separator: Octet.slash).map { Array($0) }
            // "target/." and "target/" want a folder: the dot keeps that.
            names += (target.last == Octet.slash ? inserted + [[Octet.dot]] : inserted).reversed()
        }
        return enter([Octet.dot])
    }

    private func enter(_ name: [UInt8], isFolder: Bool = false) -> Int32 {
        guard let parent = folders.last else { return fail(ENOENT) }
        return Self.withPath(name) { openat(parent, $0, Self.flags | (isFolder ? O_DIRECTORY : 0)) } ?? -1
    }

    private func link(_ name: [UInt8]) -> [UInt8]? {
        guard let parent = folders.last else { return nil }
        var target = [CChar](repeating: 0, count: Self.longestLink)
        let count = target.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { start in
                Self.withPath(name) { readlinkat(parent, $0, start, buffer.count) }
            } ?? -1
        }
        return count < 0 || count == target.count ? nil : target[..<count].map { UInt8(bitPattern: $0) }
    }

    private func fail(_ number: Int32) -> Int32 {
        errno = number
        return -1
    }

    private static func withPath<Value>(_ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Value) -> Value? {
        (name + [0]).withUnsafeBytes { $0.bindMemory(to: CChar.self).baseAddress.map(body) }
    }
}
