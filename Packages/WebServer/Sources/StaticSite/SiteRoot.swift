import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The path of the served folder, and what is known of the folder that it leads to. One for all threads.
///
/// The root is a path and not a memory: builds remove their folder and make it again, releases are switched by a link,
/// volumes are mounted over it. Each thread's ``SiteCache`` asks ``current(known:)`` twice a second, and before it says
/// that something is missing.
public final class SiteRoot: Sendable {
    /// Opens the folder for a process that may not go the path itself any more; a descriptor, or a negated error number.
    public typealias Opener = @Sendable () -> Int32

    /// What a path leads to now.
    enum State {
        /// The folder that is known already.
        case unchanged
        /// Another folder than the known one.
        case replaced(SiteFolder)
        /// No folder.
        case gone(errno: Int32)
    }

    /// The absolute path.
    public let path: String
    /// The folder that was there at the start.
    public let first: SiteFolder
    private let symlinks: SiteOptions.Symlinks
    private let opener: Opener?
    private let report: @Sendable (String) -> Void
    /// The error number that was last told; 0 while the folder is there. Threads find the same change at different
    /// moments, and it is told once.
    private let told = Mutex<Int32>(0)

    /// Makes the root of a folder that is open already.
    ///
    /// - Parameters:
    ///   - path: as the user named it; a relative one is completed at once, since later another folder may stand
    ///     where the process was started.
    ///   - opener: who opens the folder when this process may not.
    ///   - report: is told, in one sentence each, that the folder is gone and that it is back.
    public init(
        path: String, folder: SiteFolder, symlinks: SiteOptions.Symlinks, opener: Opener? = nil,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.path, first, self.symlinks) = (Self.absolute(path), folder, symlinks)
        (self.opener, self.report) = (opener, report)
    }

    /// Asks where the path leads.
    func current(known: SiteFolder?) -> State {
        var status = stat()
        if stat(path, &status) == 0 {
            if let known, SiteFolder.Identity(status) == known.identity { return found(.unchanged) }
            let opened = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
            return opened >= 0 ? adopt(opened, known) : askOpener(errno, known)
        }
        return askOpener(errno, known)
    }

    /// The path cannot be gone by this process; somebody with more rights may be able to.
    private func askOpener(_ problem: Int32, _ known: SiteFolder?) -> State {
        guard problem == EACCES || problem == EPERM else { return lost(problem) }
        guard let opener else {
            // Whoever took the rights away may have meant other users: the open folder is served while it exists.
            return known.map { !$0.isRemoved } == true ? found(.unchanged) : lost(problem)
        }
        let opened = opener()
        return opened >= 0 ? adopt(opened, known) : lost(-opened)
    }

    private func adopt(_ opened: Int32, _ known: SiteFolder?) -> State {
        guard let folder = SiteFolder(descriptor: opened, symlinks: symlinks) else { return lost(ENOTDIR) }
        if let known, known.identity == folder.identity, !known.isRemoved { return found(.unchanged) }
        return found(.replaced(folder))
    }

    private func found(_ state: State) -> State {
        if told.withLock({ told in
            defer { told = 0 }
            return told != 0
        }) {
            report("the folder \(path) is there again, and is served")
        }
        return state
    }

    private func lost(_ problem: Int32) -> State {
        if told.withLock({ told in
            defer { told = problem }
            return told != problem
        }) {
            let reason = String(cString: strerror(problem))
            report("the folder \(path) is gone (\(reason)); every request gets 503 until it is back")
        }
        return .gone(errno: problem)
    }

    /// The path from the root of the file system. A link in the name of the working folder is kept, as the shell shows it:
    /// a release that is switched by that link is then followed.
    public static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        var base = ""
        var here = stat()
        var named = stat()
        if let shell = getenv("PWD").map({ String(cString: $0) }), shell.hasPrefix("/"), stat(".", &here) == 0,
            stat(shell, &named) == 0, SiteFolder.Identity(here) == SiteFolder.Identity(named)
        {
            base = shell
        } else if let working = getcwd(nil, 0) {
            base = String(cString: working)
            free(working)
        }
        return path == "." || path == "./" ? base : "\(base)/\(path)"
    }
}

/// Tells that something was mounted or unmounted somewhere: what a path leads to may be another file then, and no
/// folder's time shows it. Where the system has no such list it never tells anything.
struct MountWatch: ~Copyable {
    private let descriptor: Int32

    init() { descriptor = openat(AT_FDCWD, "/proc/self/mountinfo", O_RDONLY | O_CLOEXEC) }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether the table of mounts has changed since the last call.
    func hasChanged() -> Bool {
        guard descriptor >= 0 else { return false }
        var entry = pollfd(fd: descriptor, events: Int16(POLLPRI), revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLPRI | POLLERR) != 0
    }
}
