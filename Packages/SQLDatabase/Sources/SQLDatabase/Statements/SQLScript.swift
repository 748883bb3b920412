/// Several SQL statements with `;` between them and no placeholders: a schema, a migration, a file.
public struct SQLScript: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The SQL.
    public let text: String

    /// Takes a script that stands in the program's source.
    public init(stringLiteral value: StaticString) {
        // The bytes are there for the length of the closure, which copies them.
        text = value.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    }

    /// Takes SQL that the program's author or its user is entitled to run, such as a file's content.
    ///
    /// Never pass anything here that holds data from elsewhere.
    public init(trusted sql: String) {
        text = sql
    }
}
