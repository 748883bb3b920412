/// How a SQLite file protects itself against a crash in the middle of a change (`PRAGMA journal_mode`). The mode is kept
/// in the file and holds for all who open it.
public enum SQLJournalMode: String, Sendable {
    /// As the file has it; opening it changes nothing.
    case unchanged = ""
    /// A log beside the file: one connection writes while others read.
    case writeAheadLog = "WAL"
    /// A copy of the changed pages beside the file, removed with each commit: SQLite's own default.
    case rollbackJournal = "DELETE"
}

/// The limits of a database handle. Each default is meant for a server with some hundred users.
public struct SQLOptions: Sendable {
    /// How many connections there are at most: SQLite's readers, beside its one writer; all of PostgreSQL's.
    public var poolSize = 8

    /// How long an access waits for a free connection.
    public var acquireTimeout: Duration = .seconds(30)

    /// How long an access waits for the lock on a SQLite file that another program holds.
    public var busyTimeout: Duration = .seconds(5)

    /// How long to wait for a PostgreSQL server to answer a new connection; an address may set its own.
    public var connectTimeout: Duration = .seconds(10)

    /// How long one access may take before it is cancelled; `nil` for as long as it likes.
    public var accessTimeout: Duration?

    /// How many prepared statements each connection keeps. With 0 a PostgreSQL server is asked to keep none between two
    /// statements, which a pooler between (PgBouncer in transaction mode) may need; a connection that meets such a pooler
    /// changes to that by itself.
    public var statementCacheSize = 128

    /// Hears what a PostgreSQL server says beside its results (`NOTICE`, `WARNING`), and that a SQLite file can only be read
    /// without its log; on the thread of the connection, which waits meanwhile.
    public var onMessage: (@Sendable (SQLMessage) -> Void)?

    /// How often a transaction is run again after a conflict, with growing pauses between.
    public var conflictRetries = 12

    /// How a SQLite file protects itself against a crash. The file's own mode stays unless another is asked for: a
    /// program asks for it where the file is its own, never for one that somebody else shows it.
    public var journalMode: SQLJournalMode = .unchanged

    /// Whether views, triggers and defaults in a SQLite file may use virtual tables and functions with effects, which
    /// triggers that keep a full-text or R*Tree index up to date need. Only for a file whose schema is trusted: a
    /// hostile one could use whatever functions the program has added. The schema may then also be edited by hand
    /// (`PRAGMA writable_schema`), as the dumps of other shells do.
    public var trustsSchema = false

    /// Whether a commit to SQLite waits until the disk holds it (`synchronous=FULL`). Without it, a loss of power may
    /// take back the last transactions, though it never damages the file.
    public var isDurable = true

    /// Whether reads and writes that wait at the same time for a SQLite file share a transaction: under load that spares
    /// most of the waking of threads, and commits wait for the disk together. Each access still happens wholly or not
    /// at all, as if it were alone, and is answered when it is committed. For servers whose accesses are many and short.
    public var sharesTransactions = false

    /// Makes the default options.
    public init() {}
}
