import CPostgreSQL
import SQLDatabase

/// A part of what a server says of a failure, or beside a result; `nil` if it does not say that part.
private func errorField(_ code: Int, of result: OpaquePointer?) -> String? {
    PQresultErrorField(result, Int32(truncatingIfNeeded: code)).map { String(cString: $0) }
}

extension SQLMessage {
    /// Reads the parts of a server's message; `text` stands for its main part where libpq says it instead.
    init(result: OpaquePointer?, text: String? = nil) {
        func field(_ code: Int) -> String? { errorField(code, of: result) }
        self.init(
            severity: field(Int(CPOSTGRESQL_SEVERITY_NONLOCALIZED)) ?? field(Int(CPOSTGRESQL_SEVERITY)) ?? "ERROR",
            code: .sqlState(field(Int(CPOSTGRESQL_SQLSTATE)) ?? ""),
            text: text ?? field(Int(CPOSTGRESQL_MESSAGE)) ?? "", detail: field(Int(CPOSTGRESQL_DETAIL)),
            hint: field(Int(CPOSTGRESQL_HINT)), context: field(Int(CPOSTGRESQL_CONTEXT)))
    }
}

/// What a server, or libpq, says when a command fails, on its way to a ``SQLDatabase/SQLError``.
struct PostgreSQLFailure {
    private let state: String
    private let message: String
    private let statement: String?
    private let position: Int?
    private let table: String?
    private let column: String?
    private let constraintName: String?
    private let keyColumns: [String]
    private let isConnected: Bool
    private let original: SQLMessage

    init(result: OpaquePointer?, handle: OpaquePointer, statement: String?) {
        func field(_ code: Int) -> String? { errorField(code, of: result) }
        isConnected = PQstatus(handle) == CONNECTION_OK
        state = field(Int(CPOSTGRESQL_SQLSTATE)) ?? ""
        let message = field(Int(CPOSTGRESQL_MESSAGE)) ?? text(PQerrorMessage(handle))
        original = SQLMessage(result: result, text: message)
        // Data exceptions quote the value that they could not read.
        self.message = state.hasPrefix("22") ? SQLFailure.redacted(message) : message
        self.statement = statement
        position = field(Int(CPOSTGRESQL_POSITION)).flatMap { Int($0) }
        table = field(Int(CPOSTGRESQL_TABLE))
        column = field(Int(CPOSTGRESQL_COLUMN))
        constraintName = field(Int(CPOSTGRESQL_CONSTRAINT))
        keyColumns = Self.columns(ofKeyIn: field(Int(CPOSTGRESQL_DETAIL)) ?? "")
    }

    /// The names in `Key (team, email)=(7, ada@example.org) already exists.`; the values are left alone.
    private static func columns(ofKeyIn detail: String) -> [String] {
        guard let start = detail.firstRange(of: "("), let end = detail.firstRange(of: ")=("),
            start.upperBound < end.lowerBound
        else { return [] }
        return detail[start.upperBound..<end.lowerBound].split(separator: ",").map { name in
            String(name.drop { $0 == " " })
        }
    }

    /// The error that a program can act on.
    func error(isInterrupted: Bool) -> SQLError {
        let failure = SQLFailure(
            dialect: .postgreSQL, code: .sqlState(state), message: message, statement: statement, position: position,
            original: original)
        if isInterrupted, state == "57014" || !isConnected { return .cancelled }
        switch state {
        case "40001", "40P01": return .conflict(failure)
        case "55P03": return .busy(failure, waited: .zero, holder: nil)
        case "53100": return .full(failure)
        case "25006": return .readOnly(failure)
        case "57P01", "57P02", "57P03", "57P05": return .connectionLost(failure)
        // 08P01 is also what a server says of a number of values that does not fit.
        case _ where (state.hasPrefix("08") && state != "08P01") || !isConnected: return .connectionLost(failure)
        case _ where state.hasPrefix("23"): return .constraint(constraint, failure)
        default: return .statement(failure)
        }
    }

    private var constraint: SQLConstraint {
        let kind: SQLConstraint.Kind =
            switch state {
            case "23505": .unique
            case "23502": .notNull
            case "23514": .check
            case "23503": .foreignKey
            case "23P01": .exclusion
            default: .other
            }
        return SQLConstraint(kind: kind, name: constraintName, table: table, columns: column.map { [$0] } ?? keyColumns)
    }
}
