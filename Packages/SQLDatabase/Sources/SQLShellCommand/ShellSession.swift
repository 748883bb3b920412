import Foundation
import SQLDatabase

/// One session of the shell on one connection: runs what is entered and shows what comes of it.
final class ShellSession {
    struct Settings: Sendable {
        var format: OutputFormat
        var usesColor: Bool
        var isQuiet: Bool
    }

    private let connection: SQLConnection
    private let output: Output
    private var settings: Settings
    private let errors = Terminal(descriptor: 2)
    private let signals: SignalWatch
    private let reader = LineReader()
    private let isInteractive: Bool
    private var isOver = false

    /// Prepares a session; with `readsInput` it will be fed by ``runInput()``.
    init(_ connection: SQLConnection, output: Output, settings: Settings, readsInput: Bool) {
        self.connection = connection
        self.output = output
        self.settings = settings
        isInteractive = readsInput && reader.isInteractive
        signals = SignalWatch(interrupter: connection.driver.interrupter, isInteractive: isInteractive)
    }

    // MARK: Where entries come from

    /// Runs entries one after the other; `false` as soon as one fails.
    func run(_ entries: [String]) -> Bool {
        for entry in entries where !isOver {
            if entry.hasPrefix(".") {
                guard attempt({ try command(entry) }) else { return false }
            } else {
                guard runStatements(entry, isWhole: true) else { return false }
            }
        }
        return attempt { try output.flush() }
    }

    /// Runs what standard input says, up to its end; on a terminal an error does not end it.
    func runInput() -> Bool {
        if isInteractive, !settings.isQuiet {
            errors.write(
                "sqlshell on \(connection.dialect). Statements end with ;  Type .help for help, .quit to leave.\n")
        }
        var splitter = StatementSplitter(dialect: connection.dialect)
        while !isOver, let line = reader.next(prompt: splitter.hasRest ? "...> " : "sql> ") {
            var isDone = true
            if !splitter.hasRest, line.hasPrefix(".") {
                reader.remember(line)
                isDone = attempt { try command(line) }
            } else {
                splitter.append(line + "\n")
                while isDone, let statement = splitter.next() {
                    reader.remember(statement)
                    isDone = runStatement(statement)
                }
                if !isDone { _ = splitter.rest() }
            }
            isDone = attempt { try output.flush() } && isDone
            if !isDone, !isInteractive { return false }
        }
        if !isOver, let rest = splitter.rest(), !runStatement(rest) { return false }
        return attempt { try output.flush() }
    }

    private func runStatements(_ sql: String, isWhole: Bool) -> Bool {
        var splitter = StatementSplitter(dialect: connection.dialect)
        splitter.append(sql + "\n")
        while let statement = splitter.next() {
            guard runStatement(statement) else { return false }
        }
        guard isWhole, let rest = splitter.rest() else { return true }
        return runStatement(rest)
    }

    // MARK: SQL

    private func runStatement(_ sql: String) -> Bool {
        attempt {
            let start = ContinuousClock.now
            let cursor = try connection.cursor(
                SQLStatement(trusted: sql.trimmingCharacters(in: .whitespacesAndNewlines)))
            defer { cursor.close() }
            var count = 0
            if cursor.columns.count > 0 {
                var writer = settings.format.writer(usesColor: settings.usesColor)
                try writer.begin(cursor.columns, output)
                while let row = try cursor.next() {
                    count += 1
                    try writer.add(row, output)
                }
                try writer.end(output)
                try output.flush()
                note("\(count) row\(count == 1 ? "" : "s")", since: start)
            } else {
                while try cursor.next() != nil {}
                note(cursor.changes > 0 ? "\(cursor.changes) changed" : "done", since: start)
            }
        }
    }

    /// Says how a statement went, to people only.
    private func note(_ text: String, since start: ContinuousClock.Instant) {
        guard isInteractive, !settings.isQuiet else { return }
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        errors.write("(\(text), \((milliseconds * 10).rounded() / 10) ms)\n")
    }

    /// Runs `body`; tells what went wrong and returns `false` if it throws.
    private func attempt(_ body: () throws -> Void) -> Bool {
        guard signals.start() else {
            isOver = true
            return false
        }
        defer { signals.stop() }
        do {
            try body()
            return true
        } catch is BrokenPipe {
            isOver = true
            return true
        } catch SQLError.cancelled {
            errors.write("sqlshell: The statement was interrupted.\n")
        } catch {
            try? output.flush()
            errors.write("sqlshell: \(error)\n")
            if let marker = Self.marker(for: error) { errors.write(marker) }
        }
        if signals.mustEnd { isOver = true }
        return false
    }

    /// The line of the statement in which the engine found the fault, with an arrow below.
    private static func marker(for error: any Error) -> String? {
        guard let failure = (error as? SQLError)?.failure, let statement = failure.statement,
            let position = failure.position
        else { return nil }
        let before = statement.unicodeScalars.prefix(position - 1)
        let lineStart =
            before.lastIndex(of: "\n").map { statement.unicodeScalars.index(after: $0) } ?? before.startIndex
        let line = statement.unicodeScalars[lineStart...].prefix { $0 != "\n" }
        let column = statement.unicodeScalars.distance(from: lineStart, to: before.endIndex)
        return "  \(String(line))\n  \(String(repeating: " ", count: column))^\n"
    }

    // MARK: Commands of the shell

    private static let help = """
        .tables          list tables and views
        .schema [TABLE]  show the SQL that makes them
        .plan SQL        show how a statement would be run
        .mode FORMAT     show results as table, csv or json
        .read FILE       run the SQL in a file
        .help            this text
        .quit            leave

        """

    private func command(_ line: String) throws {
        let parts = line.split(separator: " ", maxSplits: 1)
        let rest = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : nil
        switch (parts.first ?? "", rest) {
        case (".tables", nil): try show(Catalog(connection: connection).tables)
        case (".schema", let table):
            let statements = try Catalog(connection: connection).schema(of: table)
            if let table, statements.isEmpty { throw CommandFailure("there is no table '\(table)': .tables lists all") }
            for statement in statements { try output.write(statement + "\n") }
        case (".plan", let sql?):
            for step in try Catalog(connection: connection).plan(of: sql) { try output.write(step + "\n") }
        case (".mode", let name?):
            guard let format = OutputFormat(rawValue: name) else {
                throw CommandFailure("'\(name)' is no format: .mode takes table, csv or json")
            }
            settings.format = format
        case (".read", let path?):
            guard let data = FileManager.default.contents(atPath: path) else {
                throw CommandFailure("cannot read the file '\(path)'")
            }
            guard runStatements(String(decoding: data, as: UTF8.self), isWhole: true) else {
                throw CommandFailure("stopped in the file '\(path)'")
            }
        case (".help", _): try output.write(Self.help)
        case (".quit", nil), (".exit", nil): isOver = true
        default: throw CommandFailure("'\(line)' is no command: .help lists them")
        }
    }

    private func show(_ statement: SQLStatement) throws {
        let cursor = try connection.cursor(statement)
        defer { cursor.close() }
        var writer = settings.format.writer(usesColor: settings.usesColor)
        try writer.begin(cursor.columns, output)
        while let row = try cursor.next() { try writer.add(row, output) }
        try writer.end(output)
    }
}

/// A command of the shell that cannot be done.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
