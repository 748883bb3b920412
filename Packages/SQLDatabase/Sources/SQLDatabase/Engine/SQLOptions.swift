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

    /// How many prepared statements each connection keeps.
    public var statementCacheSize = 128

    /// How often a transaction is run again after a conflict, with growing pauses between.
    public var conflictRetries = 12

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
