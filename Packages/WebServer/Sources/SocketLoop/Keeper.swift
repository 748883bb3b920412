import CSocketCalls
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

// Unsafe pointers: C takes an array of strings, which outlives the call.

/// The rights that a server started by root gives up, kept in a process of its own for the few things that need them
/// later: to open the served folder, the log and the password file again by the paths of the start, and to start the
/// program again. Shared by all threads.
public final class Keeper: Sendable {
    /// Something that can be opened again.
    public enum Item: Sendable {
        /// A folder to read.
        case folder(String)
        /// A log to append to.
        case log(String)
        /// A file to read.
        case file(String)
        /// The file of a Unix socket, which is removed at the end.
        case socket(String)
    }

    private let socket: Int32
    /// The index of each socket's file, by its path.
    private let socketFiles: [String: Int]
    /// One request at a time is under way on the socket.
    private let turn = Mutex(())

    /// Starts the keeper. Nothing may run yet but the calling thread.
    ///
    /// - Parameters:
    ///   - items: what it opens, by index; absolute paths.
    ///   - program: the program that it starts.
    /// - Returns: nil where there are no such processes, or none can be had.
    public init?(_ items: [Item], program: String, arguments: [String]) {
        var socketFiles: [String: Int] = [:]
        for (index, item) in items.enumerated() {
            if case .socket(let path) = item { socketFiles[path] = index }
        }
        self.socketFiles = socketFiles
        #if os(Linux)
            let paths = CStrings(
                items.map {
                    switch $0 {
                    case .folder(let path), .log(let path), .file(let path), .socket(let path): path
                    }
                })
            let kinds = items.map { item -> Int32 in
                switch item {
                case .folder: Int32(SOCKET_CALLS_KEEP_FOLDER)
                case .log: Int32(SOCKET_CALLS_KEEP_LOG)
                case .file: Int32(SOCKET_CALLS_KEEP_FILE)
                case .socket: Int32(SOCKET_CALLS_KEEP_SOCKET)
                }
            }
            let words = CStrings(arguments)
            let constant = paths.pointers.map { UnsafePointer<CChar>($0) }
            socket = socket_calls_keeper_start(constant, kinds, Int32(kinds.count), program, words.pointers)
            if socket < 0 { return nil }
        #else
            return nil
        #endif
    }

    /// Ends the keeper.
    deinit { close(socket) }

    /// Opens an item: a descriptor, or a negated error number.
    public func open(_ index: Int) -> Int32 {
        #if os(Linux)
            turn.withLock { _ in socket_calls_keeper_open(socket, Int32(index)) }
        #else
            -ENOSYS
        #endif
    }

    /// Removes the file of a socket that was named at the start.
    func removeSocket(_ path: String) {
        if let index = socketFiles[path] { _ = open(index) }
    }

    /// Starts the program with these descriptors; its process, or a negated error number.
    func spawn(_ descriptors: [Int32]) -> Int32 {
        #if os(Linux)
            turn.withLock { _ in socket_calls_keeper_spawn(socket, descriptors, Int32(descriptors.count)) }
        #else
            -ENOSYS
        #endif
    }
}

/// Strings as C wants them, for as long as the object lives.
final class CStrings {
    /// The strings, and a null behind them.
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }

    deinit { for pointer in pointers { free(pointer) } }
}
