import CSQLite
import SQLDatabase

extension Database {
    /// Copies a SQLite database into a file, page by page, while others go on reading and writing.
    ///
    /// The copy is the database as it was when the backup began. The file is overwritten; if the backup fails, it is
    /// left incomplete.
    ///
    /// - Parameters:
    ///   - path: The file to write.
    ///   - progress: Is told, now and then, how many of how many pages are copied; on the connection's thread.
    /// - Throws: ``SQLDatabase/SQLError``, or `CancellationError` if the task was cancelled.
    public func backup(
        to path: String, progress: @escaping @Sendable (_ copied: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws {
        try await read { try $0.backup(to: path, progress: progress) }
    }
}

extension SQLConnection {
    /// Copies the SQLite database of this connection into a file, as ``SQLDatabase/Database/backup(to:progress:)`` does.
    public func backup(
        to path: String, progress: (_ copied: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(SQLError) {
        guard let source = driver as? SQLiteDriver else {
            throw .badURL(path, expected: "only a SQLite database can be copied into a file; use pg_dump")
        }
        try source.backup(to: path, of: self, progress: progress)
    }
}

extension SQLiteDriver {
    /// How many pages are copied between two looks at the cancellation: about 4 MB.
    private static let pagesPerStep: Int32 = 1024

    fileprivate func backup(
        to path: String, of connection: SQLConnection, progress: (Int, Int) -> Void
    ) throws(SQLError) {
        // The first read fixes the state that is copied; without it, each write by others would start the copy anew.
        _ = try connection.first("SELECT count(*) FROM sqlite_schema")
        var target: OpaquePointer?
        defer { sqlite3_close_v2(target) }
        let opened = sqlite3_open_v2(
            path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, nil)
        guard opened == SQLITE_OK, let target else {
            let failure = SQLiteFailure(database: target, code: opened)
            throw SQLError.cannotConnect(failure.described(), target: "the backup file '\(path)'")
        }
        sqlite3_busy_timeout(target, 5000)
        guard let backup = sqlite3_backup_init(target, "main", handle, "main") else {
            throw SQLiteFailure(database: target, code: SQLITE_ERROR).error(waited: .zero) { nil }
        }
        let code = try copy(backup, of: connection, progress)
        guard code == SQLITE_DONE else {
            throw SQLiteFailure(database: target, code: code).error(waited: .milliseconds(5000)) { nil }
        }
    }

    /// Copies page after page, and ends the backup; returns SQLite's last result code.
    private func copy(
        _ backup: OpaquePointer, of connection: SQLConnection, _ progress: (Int, Int) -> Void
    ) throws(SQLError) -> Int32 {
        defer { sqlite3_backup_finish(backup) }
        var code = SQLITE_OK
        while code == SQLITE_OK {
            try connection.checkStop()
            code = sqlite3_backup_step(backup, Self.pagesPerStep)
            let total = Int(sqlite3_backup_pagecount(backup))
            progress(total - Int(sqlite3_backup_remaining(backup)), total)
        }
        return code
    }
}
