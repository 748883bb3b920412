import PokedexModel
import SQLDatabase
import Synchronization

/// SQL from somebody else, run so that it can only read, and not for long.
///
/// Nothing here looks for forbidden words: what a statement may do is decided by the engine. On SQLite the handle's
/// restrictions ask about every table, function and pragma while the statement is prepared, and keep each step short.
/// On PostgreSQL the role may only read (``ReaderRole``), in a transaction that is always rolled back, so that not even
/// a setting outlives the statement.
///
/// Three clocks end a statement: the engine's interrupt at the limit; and if that is not obeyed, the caller gets its
/// answer a little later while the statement is left to itself on its connection's thread. A server that ends does
/// not wait for that thread.
public struct ReaderSQL: Sendable {
    /// The limits of one statement.
    public struct Limits: Sendable {
        /// The longest statement in bytes.
        public var length = 10_000
        /// How many rows are returned at most; the rest is cut off, and the result says so.
        public var rows = 1000
        /// How many bytes of values are returned at most.
        public var bytes = 4 << 20
        /// How long the statement may run.
        public var time: Duration = .seconds(3)
        /// How much later the caller gets an answer when the statement does not end.
        public var grace: Duration = .seconds(1)

        /// Makes the limits that suit a public server.
        public init() {}
    }

    /// Why a statement is not run, or was ended.
    public enum Refusal: Error, Equatable, CustomStringConvertible {
        /// It does not begin as a query does.
        case notAQuery(word: String)
        /// There is more than one statement.
        case severalStatements
        /// It writes, which only shows when it runs.
        case writes
        /// It does what may not be done here; the message says what.
        case forbidden(message: String)
        /// It is too long.
        case tooLong(limit: Int)
        /// It ran too long.
        case tookTooLong(limit: Duration)
        /// Its result is too large.
        case tooMuch(limit: Int)
        /// It has a parameter that has no value.
        case parameter(name: String)
        /// The database does not understand it.
        case wrong(message: String, line: Int?, column: Int?, nearest: [String])

        /// One sentence that says what is wrong and what is allowed.
        public var description: String {
            switch self {
            case .notAQuery(let word):
                "Only queries are answered here: a statement begins with "
                    + "\(ReaderSQL.beginnings.map { $0.uppercased() }.joined(separator: ", ")), not with "
                    + "'\(word.prefix(40))'."
            case .severalStatements: "Only one statement is run at a time: there is more after the ';'."
            case .writes: "The statement writes, and this database is only read here."
            case .forbidden(let message): "That is not allowed here: \(message)."
            case .tooLong(let limit): "The statement is longer than \(limit) bytes."
            case .tookTooLong(let limit): "The statement was ended because it took longer than \(limit)."
            case .tooMuch(let limit): "The result has more than \(limit) bytes: choose fewer columns or rows."
            case .parameter(let name): "The parameter :\(name) has no value: add &\(name)=… to the address."
            case .wrong(let message, let line, let column, let nearest):
                message + (line.map { ", in line \($0), column \(column ?? 1)" } ?? "")
                    + (nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: ", "))?")
            }
        }
    }

    /// What a statement returned.
    public struct Answer: Sendable {
        /// The columns' names.
        public var columns: [String]
        /// The rows.
        public var rows: [[SQLValue]]
        /// Whether there were more rows than the limit.
        public var isCut: Bool
        /// Where each column comes from, if that was asked for.
        public var origins: [SQLColumnOrigin?] = []
    }

    /// The words that a query begins with.
    static let beginnings = ["select", "with", "values", "table", "explain"]

    private let database: Database
    private let limits: Limits

    /// Runs statements on this database within these limits.
    ///
    /// - Parameter database: A handle for nothing else: on SQLite one that ``OpenPokedex/openForVisitors(_:options:)``
    ///   made, on PostgreSQL one of a role that ``ReaderRole`` finds nothing to say against.
    public init(database: Database, limits: Limits = Limits()) {
        self.database = database
        self.limits = limits
    }

    /// Runs one statement.
    ///
    /// - Parameters:
    ///   - values: The values of the parameters that it names, such as `:type`.
    ///   - tellsOrigins: Whether the answer says which columns of tables its own repeat.
    /// - Throws: ``Refusal``, or the database's error if it cannot be reached.
    public func run(
        _ sql: String, values: [(name: String, value: String)] = [], tellsOrigins: Bool = false
    ) async throws -> Answer {
        let statement = try statement(sql, values)
        do {
            return try await inTime { try await self.run(statement, tellsOrigins) }
        } catch let error as SQLError {
            throw try await refusal(for: error, sql)
        }
    }

    /// The statement with its parameters bound, if it is a single query.
    func statement(_ sql: String, _ values: [(name: String, value: String)]) throws(Refusal) -> SQLStatement {
        guard sql.utf8.count <= limits.length else { throw .tooLong(limit: limits.length) }
        let text = SQLText(sql, dialect: database.dialect)
        guard Self.beginnings.contains(text.firstWord) else { throw .notAQuery(word: text.firstWord) }
        guard !text.hasSeveralStatements else { throw .severalStatements }
        var statement = SQLStatement.StringInterpolation(literalCapacity: 0, interpolationCount: 8)
        for part in text.parts {
            switch part {
            case .sql(let sql): statement.appendInterpolation(SQLStatement(trusted: sql))
            case .parameter(let name):
                guard let value = values.last(where: { $0.name == name })?.value else { throw .parameter(name: name) }
                statement.appendInterpolation(Self.value(value))
            }
        }
        return SQLStatement(stringInterpolation: statement)
    }

    /// A parameter's value: a number if it is written as one.
    private static func value(_ text: String) -> SQLValue {
        if let number = Int64(text) { return .integer(number) }
        let looksLikeNumber = text.utf8.allSatisfy { "0123456789.-".utf8.contains($0) }
        if looksLikeNumber, let number = Double(text) { return .real(number) }
        return .text(text)
    }

    // MARK: Time

    /// Somebody who waits for one of two: whoever comes second finds nobody waiting.
    private final class Waiter: Sendable {
        private let continuation: Mutex<CheckedContinuation<Answer, any Error>?>

        init(_ continuation: CheckedContinuation<Answer, any Error>) {
            self.continuation = Mutex(continuation)
        }

        func resume(with result: Result<Answer, any Error>) {
            let waiting = continuation.withLock { continuation in
                defer { continuation = nil }
                return continuation
            }
            waiting?.resume(with: result)
        }
    }

    /// Runs `body` and waits for it, but no longer than the limit and the grace.
    private func inTime(_ body: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
        let limits = limits
        return try await withCheckedThrowingContinuation { continuation in
            let waiter = Waiter(continuation)
            let clock = Task {
                try? await Task.sleep(for: limits.time + limits.grace)
                if !Task.isCancelled { waiter.resume(with: .failure(Refusal.tookTooLong(limit: limits.time))) }
            }
            Task {
                do {
                    waiter.resume(with: .success(try await body()))
                } catch {
                    waiter.resume(with: .failure(error))
                }
                clock.cancel()
            }
        }
    }

    // MARK: Running

    /// Carries an answer out of a transaction that must not be committed.
    private struct RolledBack: Error {
        let answer: Answer
    }

    private func run(_ statement: SQLStatement, _ tellsOrigins: Bool) async throws -> Answer {
        let limits = limits
        do {
            return try await database.withConnection(.reader, timeout: limits.time) { connection in
                try connection.transaction(.snapshot) { connection -> Answer in
                    let origins = tellsOrigins ? try connection.origins(of: statement) : []
                    var answer = try Self.collect(connection, statement, limits)
                    answer.origins = origins
                    throw RolledBack(answer: answer)
                }
            }
        } catch let done as RolledBack {
            return done.answer
        }
    }

    private static func collect(_ connection: SQLConnection, _ statement: SQLStatement, _ limits: Limits) throws
        -> Answer
    {
        let cursor = try connection.cursor(statement)
        defer { cursor.close() }
        var answer = Answer(columns: cursor.columns.names, rows: [], isCut: false)
        var bytes = 0
        while let row = try cursor.next() {
            if answer.rows.count == limits.rows {
                answer.isCut = true
                break
            }
            for value in row.values {
                switch value {
                case .text(let text), .decimal(let text): bytes += text.utf8.count
                case .blob(let blob): bytes += blob.count
                default: bytes += 8
                }
            }
            guard bytes <= limits.bytes else { throw Refusal.tooMuch(limit: limits.bytes) }
            answer.rows.append(row.values)
        }
        return answer
    }

    // MARK: Refusals

    private func refusal(for error: SQLError, _ sql: String) async throws -> any Error {
        switch error {
        case .readOnly: return Refusal.writes
        case .forbidden(let failure): return Refusal.forbidden(message: failure.message)
        case .timedOut, .cancelled: return Refusal.tookTooLong(limit: limits.time)
        // SQLITE_NOMEM: the limit of memory was reached. SQLITE_TOOBIG: a value or a row is too long.
        case .statement(let failure) where failure.code == .sqlite(7) || failure.code == .sqlite(18):
            return Refusal.forbidden(message: "the statement needs too much memory (\(failure.message))")
        // PostgreSQL's own clock for the role, and its word for what a role may not do.
        case .statement(let failure) where failure.code == .sqlState("57014"):
            return Refusal.tookTooLong(limit: limits.time)
        case .statement(let failure), .accessDenied(let failure, _):
            if failure.code == .sqlState("42501") { return Refusal.forbidden(message: failure.message) }
            let location = failure.position.map { Self.location(of: $0, in: failure.statement ?? sql) }
            return Refusal.wrong(
                message: failure.message, line: location?.line, column: location?.column,
                nearest: (try? await nearest(to: failure, sql)) ?? [])
        case .malformedStatement(let reason, _):
            return Refusal.wrong(message: "The statement \(reason).", line: nil, column: nil, nearest: [])
        default: return error
        }
    }

    /// The line and the column, counted from 1, of a character's number in a text.
    static func location(of position: Int, in text: String) -> (line: Int, column: Int) {
        let before = text.unicodeScalars.prefix(max(0, position - 1))
        let line = before.count { $0 == "\n" } + 1
        let column =
            (before.lastIndex(of: "\n").map { before.distance(from: $0, to: before.endIndex) } ?? before.count + 1)
        return (line, column)
    }

    /// The names nearest to one that the database does not know.
    private func nearest(to failure: SQLFailure, _ sql: String) async throws -> [String] {
        let isSQLite = failure.dialect == .sqlite
        let unknown = ["no such column", "no such table", "no such function", "does not exist"]
        guard unknown.contains(where: failure.message.contains) else { return [] }
        let word: String
        if isSQLite {
            word = String(failure.message.split(separator: " ").last ?? "")
        } else if let position = failure.position {
            // PostgreSQL's message hides the name, which stands in the statement.
            word = String(
                (failure.statement ?? sql).dropFirst(position - 1).prefix {
                    $0.isLetter || $0.isNumber || "_.".contains($0)
                })
        } else {
            return []
        }
        let name = word.split(separator: ".").last.map(String.init) ?? word
        let statement: SQLStatement =
            isSQLite
            ? """
            SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%' UNION
            SELECT columns.name FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.schema = 'main' AND tables.name NOT LIKE 'sqlite%' AND tables.name NOT LIKE 'pokeapi%'
            """
            : """
            SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace
                AND relkind IN ('r', 'v') UNION
            SELECT attname::text FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v') AND attnum > 0
                AND relname NOT LIKE 'pokeapi%'
            """
        let names = try await database.withConnection(.reader, timeout: .seconds(1)) {
            try $0.values(statement, as: String.self)
        }
        // What people ask for stands before the PokéAPI's own tables.
        let ours = NameMatcher(names.filter { !$0.hasPrefix("pokeapi_") }).nearest(to: name.lowercased())
        return ours.isEmpty ? NameMatcher(names).nearest(to: name.lowercased()) : ours
    }
}
