import ArgumentParser
import Foundation
import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine

/// The command line of `sqlshell`: configuration and wiring, no logic.
public struct SQLShell: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "sqlshell",
        abstract: "Run SQL on SQLite or PostgreSQL and show what comes of it.",
        discussion: """
            The database is an address: sqlite:FILE, sqlite::memory: or postgres://user@host/name; without one, the
            environment variable DATABASE_URL. SQL comes from the arguments, or else from standard input; on a terminal
            you are asked for it, with history. Statements end with a semicolon. Lines that start with a point are for
            the shell itself: .help lists them.

            Examples:
              sqlshell sqlite:app.db                                         ask for SQL
              sqlshell sqlite:app.db "SELECT * FROM person LIMIT 5"
              sqlshell sqlite:app.db .tables ".schema person" ".plan SELECT * FROM person WHERE id = 7"
              sqlshell postgres://ada@localhost/books --json "SELECT title FROM book" | jq .
              sqlshell sqlite:app.db --format csv --output people.csv "SELECT * FROM person"
              sqlshell sqlite:new.db < schema.sql

            Exit status: 0 done, 1 a statement or the connection failed, 64 wrong usage.
            """,
        version: "1.0.0")

    @Argument(help: "The address of the database; DATABASE_URL if it is left out.")
    var database: String?

    @Argument(help: "SQL statements and commands to run, in order.")
    var commands: [String] = []

    @Option(help: "How results are shown: table, csv or json.")
    var format: OutputFormat = .table

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(help: "Write results into FILE instead of standard output.", completion: .file())
    var output: String?

    @Option(help: "When to use colors: auto, always or never.")
    var color: ColorChoice = .auto

    @Flag(help: "Say nothing but results and errors.")
    var quiet = false

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Parses the program's arguments and runs the command.
    ///
    /// Has a name of its own because top-level code would choose the synchronous one of ArgumentParser's `main`s.
    public static func start() async {
        await main(nil)
    }

    /// Checks what the parser cannot.
    public func validate() throws {
        guard address != nil else {
            throw ValidationError("name a database: sqlite:FILE, postgres://…, or set DATABASE_URL")
        }
    }

    private var address: String? { database ?? ProcessInfo.processInfo.environment["DATABASE_URL"] }

    /// Runs the command.
    public func run() async throws {
        let errors = Terminal(descriptor: 2)
        do {
            let output = try Output(path: output)
            let settings = ShellSession.Settings(
                format: json ? .json : format,
                usesColor: color.isOn(for: Terminal(descriptor: 1)) && self.output == nil,
                isQuiet: quiet)
            let commands = commands
            var options = SQLOptions()
            options.poolSize = 1
            let database = try await Database.open(address ?? "", engines: [SQLite(), PostgreSQL()], options: options)
            // One access is the whole session, so that BEGIN and COMMIT typed by hand belong together.
            let isDone = try await database.withConnection { connection in
                let session = ShellSession(
                    connection, output: output, settings: settings, readsInput: commands.isEmpty)
                return commands.isEmpty ? session.runInput() : session.run(commands)
            }
            await database.close()
            if !isDone { throw ExitCode.failure }
        } catch is BrokenPipe {
            // The reader has seen enough, as `head` has: that is no failure.
        } catch let error as ExitCode {
            throw error
        } catch {
            errors.write("sqlshell: \(error)\n")
            throw ExitCode.failure
        }
    }
}

/// How results are shown.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case csv
    case json
}

/// When colors are used.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto
    case always
    case never

    func isOn(for terminal: Terminal) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: terminal.isTerminal && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
        }
    }
}
