/// What an engine said when it refused something.
public struct SQLFailure: Sendable, Hashable {
    /// The engine's own code for the kind of failure.
    public enum Code: Sendable, Hashable {
        /// SQLite's extended result code, such as 2067 for `SQLITE_CONSTRAINT_UNIQUE`.
        case sqlite(Int32)
        /// PostgreSQL's five characters, such as 23505 for `unique_violation`; empty where no server was reached.
        case sqlState(String)
    }

    /// Whose failure it is.
    public let dialect: SQLDialect
    /// The engine's code.
    public let code: Code
    /// The engine's message, without any value.
    public let message: String
    /// The statement with its placeholders; `nil` if none was running.
    public let statement: String?
    /// Where in ``statement`` the engine found the fault: the number of a character, counted from 1.
    public let position: Int?
    /// All that the engine said, with the values that it quotes; not part of ``description``, which may be logged.
    public let original: SQLMessage?

    /// Describes a failure; quoted passages of `message` must not hold bound values, see ``redacted(_:)``.
    public init(
        dialect: SQLDialect, code: Code, message: String, statement: String? = nil, position: Int? = nil,
        original: SQLMessage? = nil
    ) {
        self.dialect = dialect
        self.code = code
        self.message = message
        self.statement = statement
        self.position = position
        self.original = original
    }

    /// The message with dots for all that stands between its first and its last quotation mark.
    ///
    /// Engines quote the value itself when they cannot read it (`invalid input syntax for type integer: "secret"`), and
    /// the value may hold quotation marks, too.
    public static func redacted(_ message: String) -> String {
        func isQuote(_ character: Character) -> Bool { character == "\"" || character == "'" }
        guard let first = message.firstIndex(where: isQuote), let last = message.lastIndex(where: isQuote), first < last
        else { return message }
        return message[...first] + "…" + message[last...]
    }
}

extension SQLFailure: CustomStringConvertible {
    /// A sentence with all parts.
    public var description: String {
        let named =
            switch code {
            case .sqlite(let code): "\(dialect) code \(code)"
            case .sqlState(""): "\(dialect)"
            case .sqlState(let state): "\(dialect) SQLSTATE \(state)"
            }
        let location =
            switch (statement, position) {
            case (let statement?, let position?): ", at character \(position) of: \(statement)"
            case (let statement?, nil): ", in: \(statement)"
            default: ""
            }
        return "\(message) (\(named))\(location)"
    }
}

/// A constraint that a change would have violated.
public struct SQLConstraint: Sendable, Hashable, CustomStringConvertible {
    /// What the constraint asks for.
    public enum Kind: String, Sendable, Hashable {
        /// No two rows alike: a primary key is one, too.
        case unique
        case notNull = "not null"
        case check
        case foreignKey = "foreign key"
        case exclusion
        case other
    }

    /// What the constraint asks for.
    public let kind: Kind
    /// The constraint's name, where it has one and the engine tells it.
    public let name: String?
    /// The table, where the engine tells it. SQLite names none for foreign keys.
    public let table: String?
    /// The columns, where the engine tells them.
    public let columns: [String]

    /// Describes a violated constraint.
    public init(kind: Kind, name: String?, table: String?, columns: [String]) {
        self.kind = kind
        self.name = name
        self.table = table
        self.columns = columns
    }

    /// The constraint in words.
    public var description: String {
        var text = "A \(kind.rawValue) constraint forbids this"
        if let name { text += ", by name \(name)" }
        if let table { text += ", on the table \(table)" }
        if !columns.isEmpty { text += ", column \(columns.joined(separator: ", "))" }
        return text
    }
}
