import PokedexModel
import SQLDatabase

/// SQL from somebody else, run so that it can only read, and not for long.
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
        /// The most bytes of memory that SQLite may take, or `nil` for no limit.
        ///
        /// SQLite counts for the whole process, whatever database it opens, and keeps the limit: only a program that
        /// does nothing else with SQLite sets it.
        public var memory: Int?

        /// Makes the limits that suit a public server.
        public init() {}
    }

    /// Why a statement is not run, or was ended.
    public enum Refusal: Error, Equatable, CustomStringConvertible {
        /// It does not begin with SELECT, WITH, VALUES or EXPLAIN.
        case notAQuestion(word: String)
        /// There is more than one statement.
        case severalStatements
        /// It writes, which only shows when it runs.
        case writes
        /// It names a function that does more than read the tables.
        case function(name: String)
        /// It is too long.
        case tooLong(limit: Int)
        /// It ran too long.
        case tookTooLong(limit: Duration)
        /// Its result is too large.
        case tooMuch(limit: Int)
        /// The database does not understand it.
        case wrong(message: String)

        /// One sentence that says what is wrong and what is allowed.
        public var description: String {
            switch self {
            case .notAQuestion(let word):
                "Only questions are answered here, so a statement begins with SELECT, WITH, VALUES or EXPLAIN, not "
                    + "with '\(word.prefix(40))'."
            case .severalStatements: "Only one statement is run at a time: there is more after the ';'."
            case .writes: "The statement writes, and this database is only read here."
            case .function(let name):
                "The function \(name.prefix(60)) reaches beyond the tables, so it is refused here."
            case .tooLong(let limit): "The statement is longer than \(limit) bytes."
            case .tookTooLong(let limit): "The statement was ended because it took longer than \(limit)."
            case .tooMuch(let limit): "The result is larger than \(limit) bytes: ask for fewer columns or rows."
            case .wrong(let message): message
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
    }

    private let database: Database
    private let limits: Limits

    /// Runs statements on this database within these limits.
    public init(database: Database, limits: Limits = Limits()) {
        self.database = database
        self.limits = limits
    }

    /// Runs one statement.
    ///
    /// - Throws: ``Refusal``, or the database's error if it cannot be reached.
    public func run(_ sql: String) async throws -> Answer {
        try check(sql)
        let limits = limits
        do {
            return try await database.withConnection(.reader, timeout: limits.time) { connection in
                // On SQLite the reader's connection refuses writes; on PostgreSQL the transaction does.
                try connection.transaction(.snapshot) { try Self.collect($0, sql, limits) }
            }
        } catch let error as SQLError {
            throw refusal(for: error)
        }
    }

    private static func collect(_ connection: SQLConnection, _ sql: String, _ limits: Limits) throws -> Answer {
        // A value or a sort beyond it fails instead of taking the machine down.
        if connection.dialect == .sqlite, let memory = limits.memory {
            try connection.execute(SQLStatement(trusted: "PRAGMA hard_heap_limit = \(memory)"))
        }
        let cursor = try connection.cursor(SQLStatement(trusted: sql))
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

    private func refusal(for error: SQLError) -> any Error {
        switch error {
        case .readOnly: Refusal.writes
        case .timedOut, .cancelled: Refusal.tookTooLong(limit: limits.time)
        // SQLITE_NOMEM: the limit of memory was reached.
        case .statement(let failure) where failure.code == .sqlite(7):
            Refusal.tooMuch(limit: limits.memory ?? limits.bytes)
        case .statement(let failure): Refusal.wrong(message: failure.message)
        case .malformedStatement(let reason, _): Refusal.wrong(message: "The statement \(reason).")
        default: error
        }
    }

    /// Refuses what is no single question.
    func check(_ sql: String) throws(Refusal) {
        let dialect = database.dialect
        guard sql.utf8.count <= limits.length else { throw .tooLong(limit: limits.length) }
        let words = SQLWords(sql)
        let first = words.names.first ?? ""
        guard ["select", "with", "values", "explain"].contains(first) else { throw .notAQuestion(word: first) }
        guard !words.hasSeveralStatements else { throw .severalStatements }
        let writing = ["insert", "update", "delete", "attach", "detach", "pragma", "vacuum", "drop", "alter", "create"]
        // EXPLAIN ANALYZE runs its statement, and WITH may lead to a write.
        if first == "explain" || first == "with", let verb = words.names.first(where: writing.contains) {
            throw verb == "attach" || verb == "detach" || verb == "pragma" ? .notAQuestion(word: verb) : .writes
        }
        if dialect == .postgreSQL {
            // PostgreSQL's escapes could hide a name, or the end of a string, from the check of the words.
            guard !sql.contains("\\") else { throw .wrong(message: "A statement here holds no backslash.") }
            if let name = words.names.first(where: Self.reachesBeyond) { throw .function(name: name) }
        }
        let extensions = ["load_extension", "edit", "fts3_tokenizer", "readfile", "writefile"]
        if dialect == .sqlite, let name = words.names.first(where: extensions.contains) {
            throw .function(name: name)
        }
    }

    /// PostgreSQL's functions and tables that touch files, other sessions, settings or passwords.
    private static func reachesBeyond(_ name: String) -> Bool {
        let heads = ["pg_", "lo_", "dblink", "query_to_", "table_to_", "schema_to_", "database_to_", "cursor_to_"]
        return heads.contains(where: name.hasPrefix)
            || ["set_config", "current_setting", "nextval", "setval", "lastval", "copy", "ts_stat"].contains(name)
    }
}

/// The words of a statement, without those in strings and comments.
struct SQLWords {
    /// Names and key words in order, in lower case.
    private(set) var names: [String] = []
    /// Whether something follows a semicolon.
    private(set) var hasSeveralStatements = false

    init(_ sql: String) {
        let bytes = Array(sql.utf8)
        var index = 0
        var afterSemicolon = false
        func at(_ place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "-"), at(index + 1) == byte {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
                continue
            }
            if byte == UInt8(ascii: "/"), at(index + 1) == UInt8(ascii: "*") {
                index += 2
                while index < bytes.count, !(bytes[index] == UInt8(ascii: "*") && at(index + 1) == UInt8(ascii: "/")) {
                    index += 1
                }
                index += 2
                continue
            }
            if byte == 32 || (9...13).contains(byte) {
                index += 1
                continue
            }
            if afterSemicolon { hasSeveralStatements = true }
            switch byte {
            case UInt8(ascii: ";"):
                afterSemicolon = true
                index += 1
            case UInt8(ascii: "'"):
                index = Self.end(of: byte, from: index, in: bytes)
            case UInt8(ascii: "\""), UInt8(ascii: "`"):
                // A quoted name is a name all the same.
                let end = Self.end(of: byte, from: index, in: bytes)
                names.append(String(decoding: bytes[index..<end].filter { $0 != byte }, as: UTF8.self).lowercased())
                index = end
            default:
                let start = index
                while index < bytes.count, Self.isWord(bytes[index]) { index += 1 }
                if index == start {
                    index += 1
                } else {
                    names.append(String(decoding: bytes[start..<index], as: UTF8.self).lowercased())
                }
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    /// The place after the closing quote; a doubled quote inside is a quote.
    private static func end(of quote: UInt8, from start: Int, in bytes: [UInt8]) -> Int {
        var index = start + 1
        while index < bytes.count {
            if bytes[index] == quote {
                if index + 1 < bytes.count, bytes[index + 1] == quote {
                    index += 2
                    continue
                }
                return index + 1
            }
            index += 1
        }
        return bytes.count
    }
}
