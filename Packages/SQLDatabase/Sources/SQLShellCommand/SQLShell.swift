import ArgumentParser
import CommandKit
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
            The database is a file, or an address: sqlite:FILE?mode=ro, sqlite::memory:, postgres://user@host/name or
            "host=… dbname=…"; without one, the environment variable DATABASE_URL. SQL comes from the arguments, or else
            from standard input; on a terminal you are asked for it, with history and completion. Statements end with a
            semicolon. Lines that start with a point are for the shell itself: .help lists them.

            Examples:
              sqlshell sqlite:app.db                                         ask for SQL
              sqlshell sqlite:app.db "SELECT * FROM person LIMIT 5"
              sqlshell sqlite:app.db .tables ".schema person" ".plan SELECT * FROM person WHERE id = 7"
              sqlshell postgres://ada@localhost/books --json "SELECT title FROM book" | jq .
              sqlshell sqlite:app.db --format csv --output people.csv "SELECT * FROM person"
              sqlshell sqlite:new.db < schema.sql
              pg_dump postgres://ada@localhost/books | sqlshell postgres://ada@localhost/copy

            Exit status: 0 done, 1 a statement or the connection failed, 64 wrong usage.
            """,
        version: "1.0.0")

    @Argument(help: "The address of the database; DATABASE_URL if it is left out.")
    var database: String?

    @Argument(help: "SQL statements and commands to run, in order.")
    var commands: [String] = []

    @Option(help: "How results are shown: table, expanded, csv or json.")
    var format: OutputFormat = .table

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(help: "Write results into FILE instead of standard output.", completion: .file())
    var output: String?

    @Option(help: "When to use colors: auto, always or never.")
    var color: ColorChoice = .auto

    @Flag(help: "Say nothing but results and errors.")
    var quiet = false

    @Flag(help: "Go on after an error; the exit status is 1 all the same.")
    var keepGoing = false

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
        guard let address else {
            throw ValidationError("name a database: sqlite:FILE, postgres://…, or set DATABASE_URL")
        }
        // A file of that name would be made.
        guard !Self.looksLikeSQL(address) else {
            throw ValidationError(
                "'\(address.prefix(60))' looks like SQL, where the address of a database should stand: sqlite:FILE, "
                    + "postgres://… or a file's name")
        }
    }

    private var address: String? { database ?? ProcessInfo.processInfo.environment["DATABASE_URL"] }

    private static func looksLikeSQL(_ address: String) -> Bool {
        guard !FileManager.default.fileExists(atPath: address) else { return false }
        let words = address.split(whereSeparator: \.isWhitespace)
        if ShellCommands.names.contains(String(words.first ?? "")) { return true }
        let verbs = ["select", "insert", "update", "delete", "create", "drop", "alter", "with", "pragma", "explain"]
        return words.count > 1 && verbs.contains(words[0].lowercased())
    }

    /// Runs the command.
    public func run() async throws {
        do {
            let isDone = try await runSession()
            if !isDone { throw ExitCode.failure }
        } catch is ClosedPipe {
            // The reader has seen enough, as `head` has: that is no failure.
        } catch let error as ExitCode {
            throw error
        } catch {
            StandardStream.error.write(ShownError(error).text)
            throw ExitCode.failure
        }
    }

    /// Opens the database; asks a person for the password if the server wants one and nothing else tells it.
    private static func open(_ address: String, _ options: SQLOptions) async throws -> Database {
        let engines: [any SQLEngine] = [SQLite(), PostgreSQL()]
        do {
            return try await Database.open(address, engines: engines, options: options)
        } catch SQLError.accessDenied(let failure, _)
            where failure.message.contains("no password supplied") && StandardStream.input.isTerminal
        {
            // libpq looks there after the address, the password file and the service file.
            guard let password = getpass("Password: ") else { throw CommandFailure("There is no terminal to ask on.") }
            setenv("PGPASSWORD", password, 1)
            return try await Database.open(address, engines: engines, options: options)
        }
    }

    /// Opens the database and runs one session; returns whether all went well.
    private func runSession() async throws -> Bool {
        ignoreClosedPipes()
        let environment = ProcessInfo.processInfo.environment
        let settings = ShellSession.Settings(
            style: ResultStyle(
                format: json ? .json : format,
                usesColor: color.isColored(.output) && (output == nil || color == .always)),
            isQuiet: quiet, keepsGoing: keepGoing,
            pager: environment["SQLSHELL_PAGER"] ?? environment["PAGER"] ?? "less",
            historyFile: environment["SQLSHELL_HISTORY"] ?? "\(environment["HOME"] ?? ".")/.sqlshell_history")
        let (commands, outputPath) = (commands, output)
        var options = SQLOptions()
        options.poolSize = 1
        // Each statement is typed once: nothing is gained by keeping it prepared, and a pooler may be in between.
        options.statementCacheSize = 0
        // The file is its user's own, and so are the triggers in it.
        options.trustsSchema = true
        options.onMessage = { StandardStream.error.write(ShownMessage(message: $0).text) }
        let database = try await Self.open(address ?? "", options)
        // One access is the whole session, so that BEGIN and COMMIT typed by hand belong together.
        let isDone = try await database.withConnection { connection in
            let output = try ShellOutput(path: outputPath)
            let session = try ShellSession(connection, output: output, settings: settings, readsInput: commands.isEmpty)
            commands.isEmpty ? session.runInput() : session.run(commands)
            if session.hasFailed, outputPath != nil, !settings.keepsGoing { return false }
            try output.close()
            // A person has seen the errors, and gone on.
            return session.isInteractive || !session.hasFailed
        }
        await database.close()
        return isDone
    }
}

/// How results are shown.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case expanded
    case csv
    case json
}
