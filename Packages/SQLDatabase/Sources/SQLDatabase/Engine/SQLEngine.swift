/// Which SQL an engine speaks, for the few statements that cannot be the same.
public enum SQLDialect: String, Sendable, Hashable, CustomStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    /// The engine's name.
    public var description: String { rawValue }
}

/// A database engine that ``Database/open(_:engines:options:)`` can choose by the scheme of an address.
public protocol SQLEngine: Sendable {
    /// The schemes of addresses that this engine opens, in lower case and without the colon.
    var schemes: [String] { get }

    /// Whether an address without a known scheme is one of this engine: a bare file name, or `host=… dbname=…`.
    func understands(_ address: String) -> Bool

    /// Checks an address and prepares to connect to it, without doing so yet.
    ///
    /// - Throws: ``SQLError/badURL(_:expected:)``.
    func connector(for url: String, options: SQLOptions) throws(SQLError) -> any SQLConnector
}

extension SQLEngine {
    /// No address without a scheme.
    public func understands(_ address: String) -> Bool { false }
}

/// Makes connections to one database.
public protocol SQLConnector: Sendable {
    /// The engine's dialect.
    var dialect: SQLDialect { get }

    /// Which connections a pool may hold.
    var shape: SQLPoolShape { get }

    /// Opens a connection. Runs on the thread that the connection will live on, and may block it.
    func connect(as role: SQLRole) throws(SQLError) -> any SQLDriver
}

/// Which connections a pool may hold.
public enum SQLPoolShape: Sendable, Equatable {
    /// One connection for everything: a database in memory.
    case single
    /// One connection that writes, and readers beside it: SQLite's write-ahead log.
    case oneWriter(readers: Int)
    /// Connections that are all alike: a server.
    case uniform(Int)
}

/// What a connection is for.
public enum SQLRole: Sendable {
    case reader
    case writer
}

/// One connection as an engine implements it. Only the thread that opened it may use it.
public protocol SQLDriver: AnyObject {
    /// The engine's dialect.
    var dialect: SQLDialect { get }

    /// Whether the connection still stands, as far as can be told without waiting.
    var isUsable: Bool { get }

    /// Whether a transaction is open, by whichever statement it was begun.
    var isInTransaction: Bool { get }

    /// Ends what runs on this connection, from any thread.
    var interrupter: any SQLInterrupter { get }

    /// How many statements that may write have been started; `nil` where the engine does not tell them apart.
    var startedWrites: Int? { get }

    /// Prepares a statement (or finds it prepared), binds its values and starts it.
    ///
    /// With `streaming`, rows arrive as they are asked for and only a bounded number is held in memory.
    func start(_ statement: SQLStatement, streaming: Bool) throws(SQLError) -> any SQLCursor

    /// Runs several statements without placeholders, up to the first that fails.
    func run(_ script: SQLScript) throws(SQLError)

    /// Begins a transaction.
    func begin(_ transaction: SQLTransaction) throws(SQLError)

    /// Commits the transaction; throws if it was rolled back instead.
    func commit() throws(SQLError)

    /// Rolls the transaction back if one is open.
    func rollback() throws(SQLError)

    /// Takes the lock that keeps other programs from migrating this database; the transaction's end frees it.
    func lockForMigration() throws(SQLError)

    /// Closes the connection. Nothing is called afterwards.
    func close()

    /// Where each column of a statement's result comes from, without running it; `nil` for a column that is computed.
    func origins(of statement: SQLStatement) throws(SQLError) -> [SQLColumnOrigin?]
}

extension SQLDriver {
    /// Not known.
    public var startedWrites: Int? { nil }

    /// Not known: no column has an origin.
    public func origins(of statement: SQLStatement) throws(SQLError) -> [SQLColumnOrigin?] { [] }
}

/// The column of a table, or of a view, that a column of a result repeats.
public struct SQLColumnOrigin: Sendable, Hashable {
    /// The table; PostgreSQL names the view where a statement reads one, SQLite the table below it.
    public var table: String
    /// The column.
    public var column: String

    /// Names a column.
    public init(table: String, column: String) {
        (self.table, self.column) = (table, column)
    }
}

/// The rows of a statement that was started.
public protocol SQLCursor: AnyObject {
    /// The next row; `nil` at the end.
    func next() throws(SQLError) -> SQLRow?

    /// How many rows the statement inserted, updated or deleted; known once ``next()`` has returned `nil`.
    var changes: Int { get }

    /// The result's columns, known before the first row.
    var columns: SQLColumns { get }

    /// Ends the statement; the rows that are left are not fetched. May be called twice.
    func close()
}

/// Ends what runs on a connection, from any thread.
public protocol SQLInterrupter: Sendable {
    /// Makes the running statement, and any that starts before ``rest()``, fail soon. Returns at once.
    func interrupt()

    /// Ends the effect of ``interrupt()``: returns when no interruption can arrive any more.
    func rest()
}

/// How a transaction is begun.
public struct SQLTransaction: Sendable, Equatable {
    /// What a transaction sees of others that run beside it. SQLite's are always serializable.
    public enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    /// What the transaction sees of others.
    public var isolation: Isolation
    /// Whether it may only read.
    public var isReadOnly: Bool

    /// Describes a transaction.
    public init(isolation: Isolation, isReadOnly: Bool) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
    }

    /// A stable snapshot to read from.
    public static let snapshot = SQLTransaction(isolation: .repeatableRead, isReadOnly: true)
    /// A transaction that writes as if it were alone.
    public static let serializable = SQLTransaction(isolation: .serializable, isReadOnly: false)
}
