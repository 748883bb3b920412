import CommandKit
import Foundation
import PostgreSQLEngine
import SQLDatabase

/// One session of the shell on one connection: runs what is entered and shows what comes of it.
///
/// What holds between two entries: no statement runs, everything that was shown is written, and the splitter holds at most
/// the beginning of one statement. The order of one entry: its lines go to the splitter, each statement that is whole is
/// run, the result written, and only then the next line is read; so the rows of a `COPY` are still there when it asks.
final class ShellSession {
    struct Settings: Sendable {
        var style: ResultStyle
        var isQuiet = false
        /// Whether an error in a script does not end it.
        var keepsGoing = false
        /// Whether each statement's time is told.
        var showsTime = false
        /// The command that shows long results on a terminal; `nil` for none.
        var pager: String?
        var historyFile: String
    }

    let connection: SQLConnection
    let output: ShellOutput
    var settings: Settings
    let signals: SessionSignals
    let completion: Completion
    let isInteractive: Bool
    private let waker: Waker
    private var reader: LineReader?
    var isOver = false
    /// Whether an entry has failed.
    private(set) var hasFailed = false
    /// How many files `.read` has opened inside each other.
    var depth = 0
    /// The word after `\restrict`, until the same one after `\unrestrict`: in between a dump runs nothing but SQL.
    var restriction: String?

    /// Prepares a session; with `readsInput` it will be fed by ``runInput()``.
    init(_ connection: SQLConnection, output: ShellOutput, settings: Settings, readsInput: Bool) throws {
        self.connection = connection
        self.output = output
        self.settings = settings
        completion = Completion(connection: connection)
        waker = try Waker()
        isInteractive = readsInput && StandardStream.input.isTerminal && StandardStream.output.isTerminal
        signals = SessionSignals(
            interrupter: connection.driver.interrupter, isInteractive: isInteractive, waker: waker)
        if isInteractive {
            output.pager = settings.pager
            reader = LineReader(historyFile: settings.historyFile, waker: waker) { [completion] line, word in
                completion.candidates(line: line, word: word)
            }
        }
    }

    // MARK: Where entries come from

    /// Runs the entries of a command line one after the other, up to the first that fails.
    func run(_ entries: [String]) {
        let input = InputLines(descriptor: 0, name: "standard input")
        for entry in entries where goesOn {
            if ShellCommands.isCommand(entry) {
                attemptEntry(line: nil) { try command(entry) }
            } else {
                runScript(InputLines(text: entry), data: input, isNumbered: false)
            }
        }
        finish()
    }

    /// Runs what standard input says, up to its end; on a terminal an error does not end it.
    func runInput() {
        if isInteractive {
            if !settings.isQuiet {
                StandardStream.error.write(
                    "sqlshell on \(connection.dialect). Statements end with ;  Type .help for help, .quit to leave.\n")
            }
            converse()
            reader?.save()
        } else {
            let input = InputLines(descriptor: 0, name: "standard input")
            runScript(input, data: input, isNumbered: true)
        }
        finish()
    }

    private var goesOn: Bool { !isOver && (!hasFailed || settings.keepsGoing || isInteractive) }

    private func finish() {
        attempt(line: nil) { try output.flush() }
        if connection.isInTransaction {
            complain("sqlshell: The transaction that was begun had no COMMIT: nothing of it was kept.")
        }
    }

    /// Asks for line after line at the prompt.
    private func converse() {
        guard let reader else { return }
        var splitter = StatementSplitter(dialect: connection.dialect)
        var entry = ""
        while !isOver {
            switch reader.next(prompt: splitter.isInStatement ? "...> " : "sql> ") {
            case .end:
                if splitter.isInStatement {
                    complain("sqlshell: The statement that was begun had no ; and was not run.")
                }
                return
            case .interrupted:
                splitter.drop()
                entry = ""
            case .line(let line):
                if ShellCommands.isCommand(line), !splitter.isInStatement || ShellCommands.leaves(line) {
                    reader.remember(line)
                    attemptEntry(line: nil) { try command(line) }
                    continue
                }
                entry += (entry.isEmpty ? "" : "\n") + line
                splitter.append(Array(line.utf8) + [0x0a])
                let wasInStatement = splitter.isInStatement
                splitter.hasBackslashEscapes = hasBackslashEscapes
                while let statement = splitter.next() {
                    runStatement(statement, line: nil, data: terminalLines)
                    splitter.hasBackslashEscapes = hasBackslashEscapes
                }
                if !splitter.isInStatement || !wasInStatement {
                    reader.remember(entry)
                    entry = ""
                }
            }
        }
    }

    /// The rows of a `COPY` as a person types them.
    private var terminalLines: () throws -> [UInt8]? {
        { [self] in
            switch reader?.next(prompt: "copy> ") {
            case .line(let line): return Array(line.utf8) + [0x0a]
            case .interrupted: throw SQLError.cancelled
            case .end, nil: return nil
            }
        }
    }

    /// Runs a script, line by line.
    ///
    /// - Parameters:
    ///   - lines: The script.
    ///   - data: Where the rows of a `COPY … FROM STDIN` are: in the script itself, or, for one that came as an
    ///     argument, on standard input.
    ///   - isNumbered: Whether errors tell the line.
    func runScript(_ lines: InputLines, data: InputLines, isNumbered: Bool) {
        var splitter = StatementSplitter(dialect: connection.dialect)
        var number = 0
        let nextRow: () throws -> [UInt8]? = {
            if data === lines { number += 1 }
            return try data.next()
        }
        // Lines that the splitter has not seen: rows of a COPY, and commands.
        var skipped = 0
        while goesOn {
            var line: [UInt8]?
            attempt(line: nil) { line = try lines.next() }
            guard var line else { break }
            number += 1
            if number == 1 {
                // Editors of other systems put a mark at the start.
                if line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
                guard !line.starts(with: "PGDMP".utf8) else {
                    return attempt(line: nil) {
                        throw CommandFailure(
                            "This is pg_dump's own format and not SQL: pg_restore --file=- makes SQL of it.")
                    }
                }
            }
            if !splitter.isInStatement, let text = String(validating: line, as: UTF8.self),
                ShellCommands.isCommand(text)
            {
                skipped += 1
                let number = isNumbered ? number : nil
                attemptEntry(line: number) { try command(text.trimmingCharacters(in: .whitespacesAndNewlines)) }
                continue
            }
            splitter.append(line)
            splitter.hasBackslashEscapes = hasBackslashEscapes
            while goesOn, let statement = splitter.next() {
                let before = number
                runStatement(statement, line: isNumbered ? statement.line + skipped + 1 : nil, data: nextRow)
                skipped += number - before
                splitter.hasBackslashEscapes = hasBackslashEscapes
            }
        }
        guard goesOn, let rest = splitter.rest() else { return }
        runStatement(rest, line: isNumbered ? rest.line + skipped + 1 : nil, data: nextRow)
    }

    // MARK: SQL

    private func runStatement(
        _ statement: StatementSplitter.Statement, line: Int?, data: @escaping () throws -> [UInt8]?
    ) {
        attemptEntry(line: line) {
            guard let sql = String(validating: statement.bytes, as: UTF8.self) else {
                throw CommandFailure(
                    "The statement is not UTF-8: convert the file, such as with iconv -f LATIN1 -t UTF-8.")
            }
            let text = sql.trimmingCharacters(in: .whitespacesAndNewlines)
            let start = ContinuousClock.now
            if connection.dialect == .postgreSQL, let direction = statement.copies {
                try copy(text, direction, data, since: start)
            } else {
                try show(SQLStatement(trusted: text), since: start)
            }
        }
        completion.isOutdated = true
        for message in connection.receivedNotifications() {
            let payload = message.payload.isEmpty ? "" : ": \(message.payload.printable)"
            complain("NOTIFY \(message.channel.printable)\(payload) (from process \(message.sender))")
        }
    }

    /// Whether a backslash escapes in every string: a script may say so, as those of old servers do.
    private var hasBackslashEscapes: Bool { connection.reportedSetting("standard_conforming_strings") == "off" }

    private func copy(
        _ sql: String, _ direction: StatementSplitter.CopyDirection, _ data: @escaping () throws -> [UInt8]?,
        since start: ContinuousClock.Instant
    ) throws {
        var count = 0
        switch direction {
        case .toOutput: count = try connection.copyOut(SQLScript(trusted: sql)) { try output.write($0) }
        case .fromInput:
            var isAtEnd = false
            // Many rows in one message: they are a line each.
            let next: () throws -> [UInt8]? = {
                var rows: [UInt8] = []
                while !isAtEnd, rows.count < 1 << 16 {
                    guard let line = try data(), line != Array("\\.\n".utf8), line != Array("\\.\r\n".utf8) else {
                        isAtEnd = true
                        break
                    }
                    rows += line
                }
                return rows.isEmpty ? nil : rows
            }
            do {
                count = try connection.copyIn(SQLScript(trusted: sql), next)
            } catch {
                // The rows that were not sent are not statements. A person has stopped typing them.
                while !isInteractive, !isAtEnd, try next() != nil {}
                throw error
            }
        }
        try output.endResult()
        note("\(count) row\(count == 1 ? "" : "s") copied", since: start)
    }

    /// Runs a statement and shows its rows.
    func show(_ statement: SQLStatement, since start: ContinuousClock.Instant = .now) throws {
        let cursor = try connection.cursor(statement)
        defer { cursor.close() }
        guard cursor.columns.count > 0 else {
            while try cursor.next() != nil {}
            note(cursor.changes > 0 ? "\(cursor.changes) changed" : "done", since: start)
            return
        }
        var count = 0
        var writer = settings.style.writer(for: output, of: connection.dialect)
        output.beginResult()
        do {
            try writer.begin(cursor.columns, output)
            while let row = try cursor.next() {
                count += 1
                try writer.add(row, output)
            }
            try writer.end(output)
        } catch is ShellOutput.PagerClosed {
            try output.endResult()
            return note("the rest was not shown", since: start)
        } catch {
            try output.endResult()
            throw error
        }
        try output.endResult()
        note("\(count) row\(count == 1 ? "" : "s")", since: start)
        if writer.cutValues > 0, !settings.isQuiet {
            complain("(\(writer.cutValues) values were cut: .width 0 or .mode expanded shows them whole)")
        }
    }

    /// Says how a statement went, to people only, or to those who asked for the time.
    private func note(_ text: String, since start: ContinuousClock.Instant) {
        guard settings.showsTime || (isInteractive && !settings.isQuiet) else { return }
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        complain("(\(text), \((milliseconds * 10).rounded() / 10) ms)")
    }

    /// Runs `body`, which may show something, and tells what went wrong if it throws.
    private func attemptEntry(line: Int?, _ body: () throws -> Void) {
        // The file that `.once` named is for the entry after it.
        let isOnce = output.isOnce
        attempt(line: line) {
            try body()
            try output.endResult()
        }
        if isOnce { attempt(line: line) { try output.redirect(to: nil) } }
    }

    /// Runs `body`, and tells what went wrong if it throws.
    private func attempt(line: Int?, _ body: () throws -> Void) {
        guard signals.start() else {
            isOver = true
            hasFailed = true
            return
        }
        defer { signals.stop() }
        do {
            try body()
        } catch is ClosedPipe {
            isOver = true
        } catch is ScriptStopped {
            hasFailed = true
        } catch {
            try? output.endResult()
            hasFailed = true
            StandardStream.error.write(ShownError(error, line: line).text)
        }
        if signals.mustEnd { isOver = true }
    }

    /// Forgets earlier failures for the length of `body`; returns whether it had one.
    func failsWithin(_ body: () throws -> Void) rethrows -> Bool {
        let before = hasFailed
        hasFailed = false
        defer { hasFailed = hasFailed || before }
        try body()
        return hasFailed
    }
}

/// A script that `.read` has run has failed, which was told.
struct ScriptStopped: Error {}
