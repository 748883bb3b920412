#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds out which process holds the lock on a database file.
///
/// The kernel's list is read instead of asking with `F_GETLK`, which needs the file opened: closing it again would free
/// all locks that SQLite holds on it for this process.
enum LockHolder {
    /// Who has locked the database for writing, such as `process 4711 (sqlite3)`; `nil` where the system does not tell.
    static func describe(databaseAt path: String) -> String? {
        #if os(Linux)
            // The write-ahead log's locks lie on the file of shared memory, the others on the database itself.
            let inodes = [path + "-shm", path].compactMap(inode)
            // The kernel hands its list out page by page, and one that changes meanwhile lacks lines.
            for attempt in 0..<40 {
                if attempt > 0 { usleep(2000) }
                guard let list = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else { return nil }
                for inode in inodes {
                    if let process = writer(ofInode: inode, in: list) { return name(ofProcess: process) }
                }
            }
        #endif
        return nil
    }

    /// The process with a write lock, from lines like `7: POSIX  ADVISORY  WRITE 4711 fe:00:131 120 120`.
    static func writer(ofInode inode: UInt64, in list: String) -> Int? {
        for line in list.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "POSIX", fields[3] == "WRITE",
                fields[5].split(separator: ":").last.flatMap({ UInt64($0) }) == inode
            else { continue }
            return Int(fields[4])
        }
        return nil
    }

    private static func inode(of path: String) -> UInt64? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    private static func name(ofProcess process: Int) -> String {
        if process == Int(getpid()) { return "another connection of this process" }
        let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)
        let shown = name.map { " (\($0.split(separator: "\n").first ?? ""))" } ?? ""
        return "process \(process)\(shown)"
    }
}
