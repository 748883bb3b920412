import CSQLite

/// What the statements of a connection must keep to: limits of size, and a say in what they may touch.
///
/// SQLite looks at its interrupt only between the steps of its virtual machine, so a limit of time alone does not end a
/// statement that spends minutes inside one step. The limits here keep each step short: with ``untrusted`` no single call
/// takes more than about a tenth of a second, and all those of one row about a second at the very worst; a limit of time
/// ends the statement that soon after it is over. What a statement may take of memory, or of the disk for what it sorts, is
/// limited for the whole process, by `PRAGMA hard_heap_limit` and `PRAGMA temp_store = MEMORY` before it.
/// ```swift
/// let rows = try await database.withConnection(.reader, timeout: .seconds(3)) { connection in
///     try connection.restricted(to: .untrusted) { try $0.query(SQLStatement(trusted: sqlFromTheWeb)) }
/// }
/// ```
public struct SQLiteRestrictions: Sendable {
    /// Decides about an action while a statement is prepared: see ``SQLiteAction``.
    public typealias Authorizer = @Sendable (SQLiteAction) -> SQLitePermission

    /// How large things may be.
    public var limits: SQLiteLimits

    /// What a statement may do; all of it if there is none. It is asked when a statement is prepared and when SQLite
    /// prepares it anew, never for what this library does on its own account (`BEGIN`, `COMMIT`).
    public var authorizer: Authorizer?

    /// Whether statements that would change the file or its schema are refused.
    public var isReadOnly: Bool

    /// Makes restrictions.
    public init(limits: SQLiteLimits = SQLiteLimits(), authorizer: Authorizer? = nil, isReadOnly: Bool = false) {
        self.limits = limits
        self.authorizer = authorizer
        self.isReadOnly = isReadOnly
    }

    /// For SQL from people who are not trusted: it may only read the tables, with functions that compute and do nothing
    /// else, and never takes much memory or time in one step.
    public static let untrusted = SQLiteRestrictions(
        limits: .untrusted, authorizer: SQLiteAction.onlyReads, isReadOnly: true)

    /// Both restrictions at once: the smaller limits, and what both allow.
    func combined(with other: SQLiteRestrictions) -> SQLiteRestrictions {
        let authorizers = [authorizer, other.authorizer].compactMap { $0 }
        let both: Authorizer = { action in
            authorizers.lazy.map { $0(action) }.first { $0 != .allow } ?? .allow
        }
        return SQLiteRestrictions(
            limits: limits.smaller(other.limits), authorizer: authorizers.isEmpty ? nil : both,
            isReadOnly: isReadOnly || other.isReadOnly)
    }
}

/// How large the parts of a statement and its values may be; `nil` leaves SQLite's own limit.
public struct SQLiteLimits: Sendable, Equatable {
    /// The bytes of a text, a blob or a row.
    public var length: Int?
    /// The bytes of a statement.
    public var sqlLength: Int?
    /// The columns of a result, a table, an index, `GROUP BY` or `ORDER BY`.
    public var columns: Int?
    /// How deep an expression may be nested.
    public var expressionDepth: Int?
    /// The parts of a `UNION`, `EXCEPT` or `INTERSECT`.
    public var compoundSelects: Int?
    /// The instructions of a statement's program; SQLite calls more than that `out of memory`.
    public var instructions: Int?
    /// The arguments of a function.
    public var functionArguments: Int?
    /// The databases that may be attached.
    public var attachedDatabases: Int?
    /// The bytes of a pattern of `LIKE` or `GLOB`.
    public var likePatternLength: Int?
    /// The highest number of a parameter.
    public var parameters: Int?
    /// How deep triggers may call each other.
    public var triggerDepth: Int?
    /// The threads that may help to sort.
    public var workerThreads: Int?
    /// The calls of functions that a statement may be written with: all those of one row run within one step.
    public var functionCalls: Int?
    /// How often the tables of `WITH` may be copied into a statement. SQLite copies each as often as it is named, so
    /// that ten of them, each of which names the one before twice, are a thousand.
    public var commonTableCopies: Int?
    /// Whether functions whose time grows faster than their input (`instr`, `replace`, `trim`, `LIKE`, `GLOB`,
    /// `json_patch`) or does not depend on it (`printf` with a width) refuse what would take long. A connection on which
    /// this was ever asked for uses no index for `LIKE` and `GLOB` any more: a handle of its own suits it best.
    public var boundsFunctions = false

    /// Makes limits that are SQLite's own.
    public init() {}

    /// For SQL from people who are not trusted. The numbers are near those that SQLite's page "Defense Against The Dark
    /// Arts" gives, but for people who write queries by hand: deeper expressions, more columns and more arguments.
    public static let untrusted: SQLiteLimits = {
        var limits = SQLiteLimits()
        limits.length = 1_000_000
        limits.sqlLength = 20_000
        limits.columns = 200
        limits.expressionDepth = 100
        limits.compoundSelects = 20
        limits.instructions = 25_000
        limits.functionArguments = 32
        limits.attachedDatabases = 0
        limits.likePatternLength = 1000
        limits.parameters = 1000
        limits.triggerDepth = 10
        limits.workerThreads = 0
        limits.functionCalls = 100
        limits.commonTableCopies = 1000
        limits.boundsFunctions = true
        return limits
    }()

    /// The limits that SQLite itself keeps, with the number by which it knows each.
    private static let kept: [(path: WritableKeyPath<SQLiteLimits, Int?> & Sendable, category: Int32)] = [
        (\.length, SQLITE_LIMIT_LENGTH), (\.sqlLength, SQLITE_LIMIT_SQL_LENGTH), (\.columns, SQLITE_LIMIT_COLUMN),
        (\.expressionDepth, SQLITE_LIMIT_EXPR_DEPTH), (\.compoundSelects, SQLITE_LIMIT_COMPOUND_SELECT),
        (\.instructions, SQLITE_LIMIT_VDBE_OP), (\.functionArguments, SQLITE_LIMIT_FUNCTION_ARG),
        (\.attachedDatabases, SQLITE_LIMIT_ATTACHED), (\.likePatternLength, SQLITE_LIMIT_LIKE_PATTERN_LENGTH),
        (\.parameters, SQLITE_LIMIT_VARIABLE_NUMBER), (\.triggerDepth, SQLITE_LIMIT_TRIGGER_DEPTH),
        (\.workerThreads, SQLITE_LIMIT_WORKER_THREADS),
    ]

    /// Sets those limits of a connection that SQLite keeps, and returns what they were before.
    @discardableResult
    func apply(to database: OpaquePointer) -> SQLiteLimits {
        var before = SQLiteLimits()
        for (path, category) in Self.kept {
            guard let limit = self[keyPath: path] else { continue }
            // A negative number would only ask for the limit.
            before[keyPath: path] = Int(sqlite3_limit(database, category, Int32(clamping: max(0, limit))))
        }
        return before
    }

    /// The smaller of each two limits.
    func smaller(_ other: SQLiteLimits) -> SQLiteLimits {
        var result = self
        for path in Self.kept.map(\.path) + [\.functionCalls, \.commonTableCopies] {
            guard let limit = other[keyPath: path] else { continue }
            result[keyPath: path] = min(result[keyPath: path] ?? limit, limit)
        }
        result.boundsFunctions = boundsFunctions || other.boundsFunctions
        return result
    }
}

/// What becomes of an action that a statement asks for.
public enum SQLitePermission: Sendable {
    /// It is done.
    case allow
    /// The whole statement is refused, with ``SQLDatabase/SQLError/forbidden(_:)``.
    case deny
    /// It is left out in silence: a column reads as `NULL`, a change does nothing.
    case ignore
}
