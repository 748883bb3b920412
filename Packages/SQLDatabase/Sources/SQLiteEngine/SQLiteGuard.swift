import CSQLite
import SQLDatabase

// Unsafe pointers: SQLite's authorizer calls back with strings of C's, valid for the call alone.

/// Restrictions in force on one connection.
///
/// What holds while it lives: the connection's limits are those of ``restrictions``, its authorizer is this object, and
/// the functions of ``BoundedFunction/all`` are bounded if the limits ask for it. ``lift()`` takes all of that back, in
/// the opposite order, and must run before the object goes: SQLite points at it without owning it.
final class SQLiteGuard {
    let restrictions: SQLiteRestrictions
    private let database: OpaquePointer
    private let before: SQLiteLimits
    private let functions: BoundedFunctions?
    /// Whether the statement at hand is this library's own.
    var isOwnStatement = false
    /// The functions that the statement at hand has been found to call.
    private var functionCalls = 0
    /// Why the statement at hand was refused, in words.
    private var refusal: String?

    /// Puts restrictions in force; `functions` stand in for SQLite's, if the limits ask for it.
    init(_ restrictions: SQLiteRestrictions, on database: OpaquePointer, functions: BoundedFunctions?) {
        self.restrictions = restrictions
        self.database = database
        self.functions = functions
        before = restrictions.limits.apply(to: database)
        functions?.limits = restrictions.limits
        sqlite3_set_authorizer(
            database,
            { context, code, first, second, database, source in
                // Without a context nobody could say yes.
                guard let context else { return SQLITE_DENY }
                // The guard outlives its authorizer: see `lift()`.
                let own = Unmanaged<SQLiteGuard>.fromOpaque(context).takeUnretainedValue()
                return own.decide(code, first, second, database, source)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func lift() {
        sqlite3_set_authorizer(database, nil, nil)
        functions?.limits = nil
        before.apply(to: database)
    }

    /// A statement is about to be prepared, or run.
    ///
    /// - Throws: ``SQLDatabase/SQLError/forbidden(_:)`` for one that would grow beyond measure while it is prepared.
    func willPrepare(_ sql: String) throws(SQLError) {
        functionCalls = 0
        refusal = nil
        functions?.refusal = nil
        let limits = restrictions.limits
        if let limit = limits.sqlLength, sql.utf8.count > limit {
            throw forbidden("the statement is longer than \(limit) bytes", sql)
        }
        if let limit = limits.commonTableCopies, CommonTables(sql).copies(atMost: limit) > limit {
            throw forbidden("the tables of WITH name each other more than \(limit) times", sql)
        }
    }

    /// The error for a refused statement in this object's words; `nil` if something else refused it.
    func error(_ code: Int32, statement: String?) -> SQLError? {
        guard let reason = refusal ?? functions?.refusal else { return nil }
        return .forbidden(
            SQLFailure(dialect: .sqlite, code: .sqlite(code), message: reason, statement: statement))
    }

    private func forbidden(_ reason: String, _ sql: String) -> SQLError {
        // A statement that is refused for its length is not shown at length.
        let shown = sql.utf8.count > 1000 ? String(decoding: sql.utf8.prefix(1000), as: UTF8.self) + "…" : sql
        return .forbidden(
            SQLFailure(dialect: .sqlite, code: .sqlite(SQLITE_AUTH), message: reason, statement: shown))
    }

    /// Answers SQLite, whose texts are there for the length of this call.
    private func decide(
        _ code: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?,
        _ database: UnsafePointer<CChar>?, _ source: UnsafePointer<CChar>?
    ) -> Int32 {
        if isOwnStatement { return SQLITE_OK }
        if code == SQLITE_FUNCTION, let limit = restrictions.limits.functionCalls {
            functionCalls += 1
            if functionCalls > limit {
                refusal = "the statement calls more than \(limit) functions"
                return SQLITE_DENY
            }
        }
        guard let authorizer = restrictions.authorizer else { return SQLITE_OK }
        let action = SQLiteAction(
            code: code, first: first.map { String(cString: $0) }, second: second.map { String(cString: $0) },
            database: database.map { String(cString: $0) }, source: source.map { String(cString: $0) })
        switch authorizer(action) {
        case .allow: return SQLITE_OK
        case .ignore: return SQLITE_IGNORE
        case .deny:
            refusal = "\(action) is not allowed"
            return SQLITE_DENY
        }
    }
}

extension SQLConnection {
    /// Runs `body` under restrictions, on SQLite: see ``SQLiteRestrictions``. They come on top of those that are in force
    /// already, and end with `body`.
    ///
    /// - Throws: ``SQLDatabase/SQLError/forbidden(_:)`` for a statement that asks for too much, what `body` throws, and
    ///   ``SQLDatabase/SQLError/malformedStatement(reason:statement:)`` on another engine.
    @discardableResult
    public func restricted<Value>(
        to restrictions: SQLiteRestrictions, _ body: (SQLConnection) throws -> Value
    ) throws -> Value {
        guard let driver = driver as? SQLiteDriver else {
            throw SQLError.malformedStatement(
                reason: "needs SQLite, which this database is not", statement: "restricted(to:)")
        }
        return try driver.withRestrictions(restrictions) { try body(self) }
    }
}
