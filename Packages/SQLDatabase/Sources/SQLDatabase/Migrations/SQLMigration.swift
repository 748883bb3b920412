/// One numbered step of a schema's history. Once released, it never changes.
public struct SQLMigration: Sendable, Hashable {
    /// The position in the order; steps run from the smallest number up.
    public let number: Int
    /// What the step does, in a few words.
    public let name: String
    private let scripts: [SQLDialect: SQLScript]

    /// A step whose SQL both engines understand.
    public init(_ number: Int, _ name: String, _ script: SQLScript) {
        self.number = number
        self.name = name
        scripts = [.sqlite: script, .postgreSQL: script]
    }

    /// A step whose SQL differs between the engines.
    public init(_ number: Int, _ name: String, sqlite: SQLScript, postgreSQL: SQLScript) {
        self.number = number
        self.name = name
        scripts = [.sqlite: sqlite, .postgreSQL: postgreSQL]
    }

    /// The step's SQL for an engine.
    public func script(for dialect: SQLDialect) -> SQLScript {
        scripts[dialect] ?? SQLScript(trusted: "")
    }
}
