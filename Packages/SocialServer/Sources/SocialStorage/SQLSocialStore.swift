import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine
import SocialService

/// The network in SQLite or PostgreSQL.
public struct SQLSocialStore: SocialStore {
    /// The database.
    public let database: Database

    /// Takes a database whose schema is up to date.
    public init(database: Database) {
        self.database = database
    }

    /// Opens a database and brings its schema up to date.
    ///
    /// - Parameters:
    ///   - url: `sqlite:FILE` or `postgres://…`.
    ///   - options: The limits of the handle.
    public static func open(_ url: String, options: SQLOptions = SQLOptions()) async throws -> SQLSocialStore {
        // The file is this server's own: readers go on while one writes.
        var options = options
        options.journalMode = .writeAheadLog
        let database = try await Database.open(
            url, engines: [SQLite(countsMemory: false), PostgreSQL()], options: options)
        try await database.migrate(Schema.migrations)
        return SQLSocialStore(database: database)
    }

    /// Reads in one transaction that sees a single state.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SocialRecords) throws -> Value
    ) async throws -> Value {
        try await Self.translating { try await database.read { try body(SQLRecords($0)) } }
    }

    /// Reads and writes in one transaction.
    ///
    /// Counts are changed in place and keys are unique, so that nothing stricter than `READ COMMITTED` is needed; who
    /// loses a race for a key runs again and then sees the winner's row.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SocialRecords) throws -> Value
    ) async throws -> Value {
        try await Self.translating {
            for _ in 0..<3 {
                do {
                    return try await database.write(isolation: .readCommitted) { try body(SQLRecords($0)) }
                } catch SQLError.constraint {
                    continue
                }
            }
            return try await database.write(isolation: .readCommitted) { try body(SQLRecords($0)) }
        }
    }

    /// A database that does not answer now is nothing that a caller did wrong.
    private static func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as SQLError {
            switch error {
            case .cannotConnect, .accessDenied, .connectionLost, .poolExhausted, .busy, .timedOut, .closed, .system,
                .full:
                throw SocialError.unavailable
            default: throw error
            }
        }
    }
}

/// The records within one transaction; the files beside this one hold a table's functions each.
struct SQLRecords: SocialRecords {
    let connection: SQLConnection

    init(_ connection: SQLConnection) {
        self.connection = connection
    }

    /// The condition that an identifier is among some.
    func among(_ ids: some Collection<Identifier>) -> SQLStatement {
        if let id = ids.first, ids.count == 1 { return "= \(id)" }
        return "IN (SELECT value FROM \(listed(ids)))"
    }

    /// A table of identifiers, to be joined with: its name is `listed`, its column `value`.
    ///
    /// The list is one bound value, so that the statement is the same for lists of any length and is prepared once. In
    /// a join SQLite takes the identifiers one by one; for `IN` it would sort them into a table of its own first.
    func listed(_ ids: some Collection<Identifier>) -> SQLStatement {
        let list = ids.map { String($0.rawValue) }.joined(separator: ",")
        return connection.dialect == .sqlite
            ? "json_each(\("[\(list)]")) listed" : "unnest(CAST(\("{\(list)}") AS bigint[])) AS listed(value)"
    }

    /// The order in which a page is looked for.
    func order(_ page: PageRequest) -> SQLStatement { page.isAscending ? "ASC" : "DESC" }
}

extension Identifier: SQLValueConvertible {
    /// An integer.
    public var sqlValue: SQLValue { .integer(rawValue) }

    /// Takes an integer that is not negative.
    public init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue, value >= 0 else { return nil }
        self.init(rawValue: value)
    }
}

/// Quick access to the few columns of a statement that stands beside its reader; tables of more than five columns are
/// read by ``TableColumns``.
extension SQLRow {
    func id(_ column: Int) throws -> Identifier { try get(at: column) }
    func optionalID(_ column: Int) throws -> Identifier? { try get(at: column) }
    func int(_ column: Int) throws -> Int { try get(at: column) }
    func moment(_ column: Int) throws -> Int64? { try get(at: column) }
    func text(_ column: Int) throws -> String { try get(at: column) }
    func optionalText(_ column: Int) throws -> String? { try get(at: column) }
    func flag(_ column: Int) throws -> Bool { try get(at: column) }
}
