import CommandKit
import Foundation
import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine

/// The commands for the shell itself: what they are called, and how a line is taken apart.
enum ShellCommands {
    static let help = """
        .tables                     list tables and views
        .schema [TABLE]             show the SQL that makes them
        .plan SQL                   show how a statement would be run
        .mode FORMAT                show results as table, expanded, csv or json
        .expanded on|off            a value a line, or a table
        .width N                    cut values on the terminal to N columns; 0: not at all
        .nullvalue TEXT             what stands for NULL in tables
        .timer on|off               tell how long each statement takes
        .pager COMMAND|on|off       what shows long results on the terminal
        .bail on|off                stop a script at its first error, or go on
        .output [FILE]              write results into FILE, or to standard output again
        .once FILE                  write the next result into FILE
        .read FILE                  run the SQL in a file
        .import FILE TABLE          load separated values (.tsv: tabs); all rows or none
        .dump [TABLE …]             show a SQLite database as SQL that makes it anew
        .backup FILE                copy a SQLite database while others use it
        .help                       this text
        .quit                       leave
        On PostgreSQL, COPY … FROM STDIN takes its rows from the lines that follow, up to \\.
        Of psql's commands \\q \\x \\i \\o \\d \\dt \\timing \\echo \\? are understood.

        """

    /// All names, for completion.
    static let names = help.split(separator: "\n").compactMap { line in
        line.hasPrefix(".") ? String(line.prefix { $0 != " " }) : nil
    }

    /// Whether a line is for the shell and no SQL: no statement starts with a point and a letter, or a backslash.
    static func isCommand(_ line: String) -> Bool {
        if line.first == "\\" { return true }
        return line.first == "." && line.dropFirst().first?.isLetter == true
    }

    /// Whether a line leaves the shell, also in the middle of a statement.
    static func leaves(_ line: String) -> Bool {
        [".quit", ".exit", "\\q"].contains(line.trimmingCharacters(in: .whitespaces))
    }

    /// The words of a line; quotes hold one together.
    static func words(_ line: String) throws -> [String] {
        var words: [String] = []
        var rest = line[...]
        while true {
            rest = rest.drop { $0.isWhitespace }
            guard let first = rest.first else { return words }
            var word = ""
            if first == "'" || first == "\"" {
                rest.removeFirst()
                guard let end = rest.firstIndex(of: first) else {
                    throw CommandFailure("A \(first) is not closed in: \(line)")
                }
                word = String(rest[..<end])
                rest = rest[rest.index(after: end)...]
            } else {
                word = String(rest.prefix { !$0.isWhitespace })
                rest = rest.dropFirst(word.count)
            }
            words.append(word)
        }
    }
}

extension ShellSession {
    /// Runs a command of the shell.
    ///
    /// - Throws: ``CommandFailure`` for one that is not known, or that lacks something.
    func command(_ line: String) throws {
        let line = line.trimmingCharacters(in: .whitespacesAndNewlines)
        let name = String(line.prefix { !$0.isWhitespace })
        let rest = line.dropFirst(name.count).trimmingCharacters(in: .whitespaces)
        if name.first == "\\" { return try psqlCommand(name, rest, line) }
        if restriction != nil { throw CommandFailure("'\(name)' is not allowed between \\restrict and \\unrestrict.") }
        let words = name == ".plan" ? [] : try ShellCommands.words(rest)
        switch (name, words.count) {
        case (".tables", 0): try show(Catalog(connection: connection).tables)
        case (".schema", 0...1): try showSchema(of: words.first)
        case (".plan", _) where !rest.isEmpty:
            for step in try Catalog(connection: connection).plan(of: rest) { try output.write(step + "\n") }
        case (".mode", 1):
            guard let format = OutputFormat(rawValue: words[0]) else {
                throw CommandFailure(
                    "'\(words[0])' is not a format: .mode takes \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", "))."
                )
            }
            settings.style.format = format
        case (".expanded", 1): settings.style.format = try isOn(words[0]) ? .expanded : .table
        case (".width", 1):
            guard let width = Int(words[0]), (0...100_000).contains(width), width != 1 else {
                throw CommandFailure("'\(words[0])' is not a width: .width takes 0, or a number from 2 to 100000.")
            }
            settings.style.width = width
        case (".nullvalue", 1): settings.style.nullText = words[0].printable
        case (".timer", 1): settings.showsTime = try isOn(words[0])
        case (".bail", 1): settings.keepsGoing = try !isOn(words[0])
        case (".pager", 1...): setPager(rest)
        case (".output", 0...1): try output.redirect(to: words.first)
        case (".once", 1): try output.redirect(to: words[0], once: true)
        case (".read", 1): try read(words[0])
        case (".import", 2): try importFile(words[0], into: words[1])
        case (".dump", _): try dump(words)
        case (".backup", 1): try connection.backup(to: words[0].withHomeFolder)
        case (".help", _): try output.write(ShellCommands.help)
        case (".quit", 0), (".exit", 0): isOver = true
        case (let known, _) where ShellCommands.names.contains(known):
            let usage = ShellCommands.help.split(separator: "\n").first { $0.hasPrefix(known + " ") } ?? ""
            throw CommandFailure("'\(line)' has too many or too few words: \(usage)")
        default: throw CommandFailure("'\(name)' is not a command: .help lists them.")
        }
    }

    /// Those of psql's commands that fingers know, and those that stand in the files that pg_dump writes.
    private func psqlCommand(_ name: String, _ rest: String, _ line: String) throws {
        if name == "\\restrict", restriction == nil, !rest.isEmpty {
            restriction = rest
            return
        }
        if name == "\\unrestrict", rest == restriction {
            restriction = nil
            return
        }
        if restriction != nil { throw CommandFailure("'\(name)' is not allowed between \\restrict and \\unrestrict.") }
        switch name {
        case "\\q": isOver = true
        case "\\x": settings.style.format = settings.style.format == .expanded ? .table : .expanded
        case "\\timing": settings.showsTime.toggle()
        case "\\i", "\\ir": try command(".read \(rest)")
        case "\\o": try command(".output \(rest)")
        case "\\d", "\\d+": try command(rest.isEmpty ? ".tables" : ".schema \(rest)")
        case "\\dt", "\\dt+": try command(".tables")
        case "\\echo": try output.write(rest + "\n")
        case "\\?", "\\h": try command(".help")
        case "\\connect", "\\c":
            throw CommandFailure("One session has one database: start sqlshell with another address.")
        default: throw CommandFailure("'\(name)' is not a command: .help lists them.")
        }
    }

    private func isOn(_ word: String) throws -> Bool {
        switch word.lowercased() {
        case "on", "yes", "true", "1": true
        case "off", "no", "false", "0": false
        default: throw CommandFailure("'\(word)' is not on or off.")
        }
    }

    private func setPager(_ word: String) {
        switch word {
        case "off": output.pager = nil
        case "on": output.pager = settings.pager ?? "less"
        default: output.pager = word
        }
    }

    private func showSchema(of table: String?) throws {
        let statements = try Catalog(connection: connection).schema(of: table)
        if let table, statements.isEmpty { throw CommandFailure("there is no table '\(table)': .tables lists all") }
        output.beginResult()
        for statement in statements { try output.write(statement + "\n") }
        guard table == nil, connection.dialect == .postgreSQL else { return }
        let functions = try PostgreSQLSchema(connection: connection).functionCount()
        if functions > 0 {
            complain("sqlshell: \(functions) functions, owners and privileges are not shown: pg_dump -s shows all.")
        }
    }

    private func read(_ path: String) throws {
        guard depth < 16 else {
            throw CommandFailure("'\(path)' is the 17th file inside another: does one read itself?")
        }
        let lines = try InputLines(path: path)
        depth += 1
        defer { depth -= 1 }
        let fails = failsWithin { runScript(lines, data: lines, isNumbered: true) }
        if fails {
            throw settings.keepsGoing ? ScriptStopped() : CommandFailure("stopped in the file '\(path)'") as any Error
        }
    }

    private func importFile(_ path: String, into table: String) throws {
        let separator = path.lowercased().hasSuffix(".tsv") ? UInt8(ascii: "\t") : UInt8(ascii: ",")
        let result = try CSVImport(connection: connection, table: table, separator: separator).run(
            InputLines(path: path))
        completion.isOutdated = true
        guard !settings.isQuiet else { return }
        complain(
            "(\(result.rows) rows into \(table)\(result.madeTable ? ", which was made" : ""); "
                + (result.usedHeader ? "the first line names the columns)" : "the first line is a row)"))
    }

    private func dump(_ tables: [String]) throws {
        guard connection.dialect == .sqlite else {
            throw CommandFailure(
                "On PostgreSQL, pg_dump does this: pg_dump --dbname ADDRESS; sqlshell restores its text.")
        }
        let dump = SQLiteDump(
            connection: connection, write: { [output] in try output.write($0) },
            warn: { complain("sqlshell: \($0)") })
        try dump.run(tables: tables)
    }
}
