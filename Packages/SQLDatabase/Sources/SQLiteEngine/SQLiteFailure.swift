import CSQLite
import SQLDatabase

/// What SQLite says when a call fails, on its way to a ``SQLDatabase/SQLError``.
struct SQLiteFailure {
    let code: Int32
    let message: String
    /// The message with the values that it may quote.
    private let original: SQLMessage
    let statement: String?
    let position: Int?

    init(
        database: OpaquePointer?, code: Int32, statement: String? = nil, offset: Int = -1, isRunning: Bool = false
    ) {
        // The connection's own code is the extended one.
        let extended = database.map { sqlite3_extended_errcode($0) } ?? code
        self.code = extended & 0xff == code & 0xff ? extended : code
        let message = database.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "unknown error"
        // A function that fails while it runs (of JSON, of full-text search) may quote what was bound.
        original = SQLMessage(severity: "ERROR", code: .sqlite(self.code), text: message)
        self.message = isRunning ? SQLFailure.redacted(message) : message
        self.statement = statement
        position = offset >= 0 ? statement.map { Self.character(atByte: offset, of: $0) } : nil
    }

    private static func character(atByte offset: Int, of text: String) -> Int {
        String(decoding: text.utf8.prefix(offset), as: UTF8.self).unicodeScalars.count + 1
    }

    func described() -> SQLFailure {
        SQLFailure(
            dialect: .sqlite, code: .sqlite(code), message: message, statement: statement, position: position,
            original: original)
    }

    /// The error that a program can act on.
    func error(waited: Duration, holder: () -> String?) -> SQLError {
        let failure = described()
        switch code & 0xff {
        case SQLITE_CONSTRAINT: return .constraint(constraint, failure)
        case SQLITE_BUSY:
            // Neither of these two was a wait for a lock: the transaction's view is outdated, or a wait would never end.
            if Int(code) == CSQLITE_BUSY_SNAPSHOT || waited == .zero { return .conflict(failure) }
            return .busy(failure, waited: waited, holder: holder())
        case SQLITE_LOCKED: return .conflict(failure)
        case SQLITE_FULL: return .full(failure)
        case SQLITE_READONLY: return .readOnly(failure)
        case SQLITE_NOTADB, SQLITE_CORRUPT: return .notADatabase(failure)
        case SQLITE_INTERRUPT: return .cancelled
        case SQLITE_TOOBIG, SQLITE_AUTH: return .forbidden(failure)
        default: return .statement(failure)
        }
    }

    /// The constraint, read off the message: `UNIQUE constraint failed: person.email, person.team`.
    private var constraint: SQLConstraint {
        let kind: SQLConstraint.Kind =
            switch Int(code) {
            case CSQLITE_CONSTRAINT_UNIQUE, CSQLITE_CONSTRAINT_PRIMARYKEY, CSQLITE_CONSTRAINT_ROWID: .unique
            case CSQLITE_CONSTRAINT_NOTNULL: .notNull
            case CSQLITE_CONSTRAINT_CHECK: .check
            case CSQLITE_CONSTRAINT_FOREIGNKEY: .foreignKey
            default: .other
            }
        let marker = "constraint failed: "
        guard let range = message.firstRange(of: marker) else {
            return SQLConstraint(kind: kind, name: nil, table: nil, columns: [])
        }
        let subject = message[range.upperBound...]
        if kind == .check { return SQLConstraint(kind: kind, name: String(subject), table: nil, columns: []) }
        // An index over an expression has a name instead of columns.
        if subject.hasPrefix("index '") {
            let name = subject.dropFirst("index '".count).prefix { $0 != "'" }
            return SQLConstraint(kind: kind, name: String(name), table: nil, columns: [])
        }
        var table: String?
        var columns: [String] = []
        for part in subject.split(separator: ",") {
            let path = part.drop { $0 == " " }
            guard let dot = path.lastIndex(of: ".") else { continue }
            table = String(path[..<dot])
            columns.append(String(path[path.index(after: dot)...]))
        }
        return SQLConstraint(kind: kind, name: nil, table: table, columns: columns)
    }
}
