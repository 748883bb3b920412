import ArgumentParser
import SQLDatabase
import SQLiteEngine

/// The command line of `sqlshell`.
public struct SQLShell: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(commandName: "sqlshell", abstract: "Run SQL.")

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "The SQL to run.")
    var sql: String

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Parses the program's arguments and runs the command.
    ///
    /// Has a name of its own because top-level code would choose the synchronous one of ArgumentParser's `main`s.
    public static func start() async {
        await main(nil)
    }

    /// Runs the command.
    public func run() async throws {
        let database = try await Database.open(database, engines: [SQLite()])
        for row in try await database.query(SQLStatement(trusted: sql)) { print(row) }
        await database.close()
    }
}
