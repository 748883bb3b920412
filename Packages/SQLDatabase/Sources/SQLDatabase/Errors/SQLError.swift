/// All that can go wrong between a program and its database.
///
/// No case ever holds a bound value: an error may be logged.
public enum SQLError: Error, Sendable {
    /// The address of a database is malformed; the second part says what would be right.
    case badURL(String, expected: String)
    /// No connection could be made; `target` says where to, without a password.
    case cannotConnect(SQLFailure, target: String)
    /// The server refused the user or the password.
    case accessDenied(SQLFailure, target: String)
    /// The connection died. What ran in a transaction is rolled back, unless it was the commit itself.
    case connectionLost(SQLFailure)
    /// The file is not a database, or a damaged one.
    case notADatabase(SQLFailure)
    /// A constraint of the schema forbids the change.
    case constraint(SQLConstraint, SQLFailure)
    /// Someone else holds the lock; `holder` says who, where the system tells.
    case busy(SQLFailure, waited: Duration, holder: String?)
    /// Two transactions met and this one lost (serialization failure, deadlock): running it again can succeed.
    case conflict(SQLFailure)
    /// The disk, or the limit set for the database, is full.
    case full(SQLFailure)
    /// A write on a connection, a transaction or a file that only reads.
    case readOnly(SQLFailure)
    /// The statement asks for what its connection's restrictions forbid, or for more than they allow.
    case forbidden(SQLFailure)
    /// The engine refused the statement for another reason; its message says which.
    case statement(SQLFailure)
    /// A bound value that this engine cannot hold; `placeholder` counts from 1.
    case unbindable(placeholder: Int, reason: String, statement: String)
    /// A statement has a number of placeholders that differs from its values, or there is none or more than one in it.
    case malformedStatement(reason: String, statement: String)
    /// A column that a row does not have.
    case missingColumn(String, available: [String])
    /// A column holds a value of another kind than the one asked for.
    case mismatch(column: String, expected: String, found: String)
    /// A type asks for a structure that a row does not have.
    case undecodable(String)
    /// The result has no row where one was required.
    case noRow(statement: String)
    /// The task that asked was cancelled.
    case cancelled
    /// The limit of time set for the access was over.
    case timedOut(after: Duration)
    /// All connections were in use for too long.
    case poolExhausted(size: Int, waited: Duration)
    /// The database was closed.
    case closed
    /// A list of migrations that contradicts itself or the database.
    case migration(String)
    /// The system refused what a connection needs.
    case system(String)
}

extension SQLError {
    /// What the engine said, where the error came from an engine.
    public var failure: SQLFailure? {
        switch self {
        case .cannotConnect(let failure, _), .accessDenied(let failure, _), .connectionLost(let failure),
            .notADatabase(let failure), .constraint(_, let failure), .busy(let failure, _, _),
            .conflict(let failure), .full(let failure), .readOnly(let failure), .forbidden(let failure),
            .statement(let failure):
            failure
        default: nil
        }
    }

    /// Whether the same transaction, run again from its start, can succeed.
    public var isRetryable: Bool {
        if case .conflict = self { true } else { false }
    }
}

extension SQLError: CustomStringConvertible {
    /// A whole sentence.
    public var description: String {
        switch self {
        case .badURL(let url, let expected): "'\(url)' is not a valid address of a database: \(expected)."
        case .cannotConnect(let failure, let target): "No connection to \(target): \(failure)"
        case .accessDenied(let failure, let target): "The server at \(target) refused the log-in: \(failure)"
        case .connectionLost(let failure): "The connection was lost: \(failure)"
        case .notADatabase(let failure): "This is not a database, or a damaged one: \(failure)"
        case .constraint(let constraint, let failure): "\(constraint): \(failure)"
        case .busy(let failure, let waited, let holder):
            "The database is locked by \(holder ?? "another connection"), still after \(waited): \(failure)"
        case .conflict(let failure): "The transaction met another one and can be run again: \(failure)"
        case .full(let failure): "There is no room left for the database: \(failure)"
        case .readOnly(let failure): "Nothing may be written here: \(failure)"
        case .forbidden(let failure): "This is not allowed here: \(failure)"
        case .statement(let failure): failure.description
        case .unbindable(let placeholder, let reason, let statement):
            "The value number \(placeholder) cannot be bound, because \(reason), in: \(statement)"
        case .malformedStatement(let reason, let statement): "The statement \(reason): \(statement)"
        case .missingColumn(let name, let available):
            "The result has no column '\(name)'; it has \(available.joined(separator: ", "))."
        case .mismatch(let column, let expected, let found):
            "The column '\(column)' should hold \(expected), but it holds \(found)."
        case .undecodable(let reason): "The row cannot be decoded: \(reason)."
        case .noRow(let statement): "The result should have a row, but it has none: \(statement)"
        case .cancelled: "The access was cancelled with its task."
        case .timedOut(let limit): "The access was ended because it took longer than its limit of \(limit)."
        case .poolExhausted(let size, let waited):
            "All \(size) connections of the pool stayed in use for \(waited): raise poolSize or shorten the accesses."
        case .closed: "The database was closed by the program."
        case .migration(let reason): "The migration stopped: \(reason)."
        case .system(let reason): "The system refused what a connection needs: \(reason)."
        }
    }
}
