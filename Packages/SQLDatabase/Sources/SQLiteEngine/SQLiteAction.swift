import CSQLite

/// One thing that a statement would do, as SQLite asks about it while it prepares the statement.
///
/// A statement of many parts is many actions: `SELECT upper(name) FROM person` is a ``Kind/select``, a
/// ``Kind/function(_:)`` and a ``Kind/read(table:column:)``.
public struct SQLiteAction: Sendable, Hashable {
    /// What would be done.
    public enum Kind: Sendable, Hashable {
        /// A `SELECT`, also one inside another statement.
        case select
        /// A `WITH RECURSIVE` that does refer to itself.
        case recursion
        /// A column is read; its name is empty where only rows are counted.
        case read(table: String, column: String)
        /// A function is called; `LIKE`, `GLOB`, `MATCH`, `->` and `->>` are functions, too.
        case function(String)
        /// A `PRAGMA`, also by its table (`pragma_table_info`).
        case pragma(String, value: String?)
        case insert(table: String)
        case update(table: String, column: String)
        case delete(table: String)
        /// A database file is attached, also by `VACUUM INTO`.
        case attach(file: String)
        case detach(database: String)
        /// `BEGIN`, `COMMIT` or `ROLLBACK`.
        case transaction(String)
        /// `BEGIN`, `RELEASE` or `ROLLBACK` of a savepoint.
        case savepoint(String, name: String)
        /// Anything that changes the schema, by SQLite's code for it (`SQLITE_CREATE_TABLE` is 2) and two names.
        case schema(code: Int32, String, String)
    }

    /// What would be done.
    public var kind: Kind
    /// The database that it is done in, such as `main` or `temp`, where SQLite says.
    public var database: String?
    /// The view or trigger that asks for it; `nil` if the statement itself does.
    public var source: String?

    /// Describes an action.
    public init(_ kind: Kind, database: String? = nil, source: String? = nil) {
        self.kind = kind
        self.database = database
        self.source = source
    }

    /// Translates the five arguments of SQLite's own callback.
    init(code: Int32, first: String?, second: String?, database: String?, source: String?) {
        let (one, two) = (first ?? "", second ?? "")
        let kind: Kind =
            switch code {
            case SQLITE_SELECT: .select
            case SQLITE_RECURSIVE: .recursion
            case SQLITE_READ: .read(table: one, column: two)
            case SQLITE_FUNCTION: .function(two.lowercased())
            case SQLITE_PRAGMA: .pragma(one.lowercased(), value: second)
            case SQLITE_INSERT: .insert(table: one)
            case SQLITE_UPDATE: .update(table: one, column: two)
            case SQLITE_DELETE: .delete(table: one)
            case SQLITE_ATTACH: .attach(file: one)
            case SQLITE_DETACH: .detach(database: one)
            case SQLITE_TRANSACTION: .transaction(one)
            case SQLITE_SAVEPOINT: .savepoint(one, name: two)
            default: .schema(code: code, one, two)
            }
        self.init(kind, database: database, source: source)
    }
}

extension SQLiteAction: CustomStringConvertible {
    /// The action in a few words, such as `the function load_extension`.
    public var description: String {
        switch kind {
        case .select: "a SELECT"
        case .recursion: "a recursive WITH"
        case .read(let table, let column): "reading \(column.isEmpty ? table : "\(table).\(column)")"
        case .function(let name): "the function \(name)"
        case .pragma(let name, _): "PRAGMA \(name)"
        case .insert(let table): "an INSERT into \(table)"
        case .update(let table, let column): "an UPDATE of \(table).\(column)"
        case .delete(let table): "a DELETE from \(table)"
        case .attach: "attaching a file"
        case .detach(let database): "detaching \(database)"
        case .transaction(let verb): "\(verb) of a transaction"
        case .savepoint(let verb, _): "\(verb) of a savepoint"
        case .schema(_, let name, _): "changing the schema (\(name))"
        }
    }
}

// MARK: - Only reading

extension SQLiteAction {
    /// The authorizer of ``SQLiteRestrictions/untrusted``: reads tables and calls functions that only compute.
    ///
    /// Functions and pragmas are listed by name, so that whatever a newer SQLite or the program adds is refused until
    /// somebody has looked at it. What is refused among them: paths of files, other statements' SQL, raw pages, and
    /// functions that write or load code.
    ///
    /// It is not enough by itself. When a virtual table (`json_each`, a full-text index) is used for the first time, its
    /// module declares its columns by a `CREATE TABLE` that is never run, and SQLite asks about that as about any other:
    /// so it is allowed here, and ``SQLiteRestrictions/isReadOnly`` refuses those that would be run.
    static let onlyReads: SQLiteRestrictions.Authorizer = { action in
        switch action.kind {
        case .select, .recursion, .savepoint: .allow
        case .read(let table, _): hiddenTables.contains(table.lowercased()) ? .deny : .allow
        case .function(let name): computingFunctions.contains(name) ? .allow : .deny
        case .pragma(let name, let value):
            // With a value some of these would set something; a table's name is what the others take.
            describingPragmas.contains(name) || (flagPragmas.contains(name) && value == nil) ? .allow : .deny
        case .insert("sqlite_master"), .update("sqlite_master", _), .schema(SQLITE_CREATE_TABLE, _, _): .allow
        default: .deny
        }
    }

    /// Virtual tables that tell what lies beneath the tables: pages, deleted data, other statements.
    private static let hiddenTables: Set<String> = [
        "dbstat", "sqlite_dbpage", "sqlite_dbdata", "sqlite_dbptr", "sqlite_stmt", "bytecode", "tables_used",
        "fts3tokenize", "sqlite_memstat",
    ]

    private static let describingPragmas: Set<String> = [
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
        "function_list", "collation_list",
    ]

    private static let flagPragmas: Set<String> = [
        "encoding", "foreign_keys", "user_version", "application_id", "schema_version", "page_size", "page_count",
        // A full-text index asks for it.
        "data_version",
    ]

    private static let computingFunctions: Set<String> = Set(
        """
        abs changes char coalesce concat concat_ws format glob hex ifnull iif instr last_insert_rowid length like
        likelihood likely lower ltrim match max min nullif octet_length printf quote random randomblob replace round rtrim
        sign soundex sqlite_version substr substring subtype total_changes trim typeof unhex unicode unlikely upper zeroblob
        date time datetime julianday unixepoch strftime timediff current_date current_time current_timestamp
        avg count group_concat string_agg sum total row_number rank dense_rank percent_rank cume_dist ntile lag lead
        first_value last_value nth_value median percentile percentile_cont percentile_disc
        json jsonb json_array jsonb_array json_array_length json_error_position json_extract jsonb_extract -> ->>
        json_insert jsonb_insert json_object jsonb_object json_patch json_pretty json_remove json_replace json_set
        json_type json_valid json_quote json_group_array json_group_object json_each json_tree
        acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
        radians sin sinh sqrt tan tanh trunc
        bm25 highlight snippet offsets matchinfo
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
