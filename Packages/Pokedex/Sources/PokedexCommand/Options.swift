import ArgumentParser
import CommandKit
import Foundation
import PokedexModel
import PokedexQueries
import PokedexStorage
import SQLDatabase

/// Which database is asked.
struct DatabaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The database: sqlite:FILE or postgres://…; filled on first use. Also POKEDEX_DATABASE or DATABASE_URL.",
            valueName: "url"))
    var database: String?

    /// The address: the flag's, the environment's, or a file in the user's data folder, which is made.
    func url() throws -> String {
        try database ?? Self.usual()
    }

    /// The address without the flag: the environment's, or a file in the user's data folder, which is made.
    static func usual() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        for name in ["POKEDEX_DATABASE", "DATABASE_URL"] {
            if let url = environment[name], !url.isEmpty { return url }
        }
        let home = environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path
        let data = environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(home)/.local/share"
        let folder = "\(data)/pokedex"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure("No database can be kept in \(folder): name another file with --database sqlite:FILE.")
        }
        return "sqlite:\(folder)/pokedex.db"
    }

    /// Opens the database, filled.
    func open(options: SQLOptions = SQLOptions(), isChecked: Bool = false) async throws -> Database {
        try await OpenPokedex.open(url(), options: options, isChecked: isChecked) { time in
            guard time > .seconds(1), StandardStream.error.isTerminal else { return }
            complain("filled the database in \(time.formatted(.units()))")
        }
    }

    /// Runs one query.
    func ask<Value: Sendable>(_ query: @escaping @Sendable (Dex) throws -> Value) async throws -> Value {
        let database = try await open()
        return try await DamagedDatabase.recognised(at: url()) {
            try await database.read { try query(Dex($0)) }
        }
    }
}

/// How an answer is written, and where.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Write JSON.")
    var json = false

    @Option(help: "Colour: auto (on a terminal, unless NO_COLOR is set), always or never.")
    var color = ColorChoice.auto

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file.", valueName: "file"))
    var output: String?

    @Flag(name: .shortAndLong, help: "Leave out headings and remarks.")
    var quiet = false

    /// The pen that text is drawn with.
    var pen: Pen { Pen(style: TextStyle(isOn: color.isColored(.output) && (output == nil || color == .always))) }

    /// Writes text, with a line end if it has none; a file appears whole or not at all.
    func write(_ text: String) throws {
        let file = try OutputFile(output)
        try file.write(text.hasSuffix("\n") ? text : text + "\n")
        try file.close()
    }

    /// Writes the JSON or the text, whichever is asked for.
    func write(_ json: @autoclosure () -> JSON, or text: @autoclosure () -> String) throws {
        try write(self.json ? json().text : text())
    }
}

/// A command that does its work once and ends: its failures are told in one way, and a closed pipe is none.
protocol OneShotCommand: AsyncParsableCommand {
    /// What the command does.
    func work() async throws
}

extension OneShotCommand {
    func run() async throws { try await runCommand("pokedex") { try await work() } }
}
