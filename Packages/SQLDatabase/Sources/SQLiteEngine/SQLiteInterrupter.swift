import CSQLite
import SQLDatabase
import Synchronization

/// Ends what runs on a SQLite connection, and keeps the patience of its waits for locks.
final class SQLiteInterrupter: SQLInterrupter {
    /// Read every few thousand steps of SQLite's virtual machine: so no interruption is lost that comes just before a
    /// statement starts, as one by `sqlite3_interrupt` alone would be.
    let isRequested = Atomic<Bool>(false)
    private let handle = Guarded<Handle?>(nil)
    private let patience: Duration
    private let waitingSince = Guarded<ContinuousClock.Instant?>(nil)

    private struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    init(patience: Duration) {
        self.patience = patience
    }

    func interrupt() {
        isRequested.store(true, ordering: .releasing)
        handle.withLock { handle in
            if let handle { sqlite3_interrupt(handle.pointer) }
        }
    }

    func rest() {
        isRequested.store(false, ordering: .releasing)
    }

    /// Makes SQLite ask this object. It must outlive the connection, or be detached before.
    func attach(to database: OpaquePointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            database, 2000,
            { context in
                guard let context else { return 0 }
                let interrupter = Unmanaged<SQLiteInterrupter>.fromOpaque(context).takeUnretainedValue()
                return interrupter.isRequested.load(ordering: .acquiring) ? 1 : 0
            }, context)
        sqlite3_busy_handler(
            database,
            { context, count in
                guard let context else { return 0 }
                let interrupter = Unmanaged<SQLiteInterrupter>.fromOpaque(context).takeUnretainedValue()
                return interrupter.shouldWaitOn(afterTries: count) ? 1 : 0
            }, context)
        handle.withLock { $0 = Handle(pointer: database) }
    }

    /// The connection is about to be closed.
    func detach() {
        handle.withLock { $0 = nil }
    }

    /// How long the wait that SQLite has just given up lasted.
    var lastWait: Duration {
        waitingSince.withLock { $0.map { .now - $0 } ?? .zero }
    }

    /// Forgets the last wait: a statement is about to start.
    func resetWait() {
        waitingSince.withLock { $0 = nil }
    }

    /// Sleeps a little on SQLite's behalf; `false` when the time is over.
    private func shouldWaitOn(afterTries count: Int32) -> Bool {
        let now = ContinuousClock.now
        let start = waitingSince.withLock { since in
            if count == 0 || since == nil { since = now }
            return since ?? now
        }
        guard now - start < patience, !isRequested.load(ordering: .acquiring) else { return false }
        // 1, 2, 4, 8 and then 16 ms: short enough to notice a cancellation.
        sqlite3_sleep(1 << min(count, 4))
        return true
    }
}
