import ArgumentParser
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
            throw Complaint("No database can be kept in \(folder): give another place with --database sqlite:FILE.")
        }
        return "sqlite:\(folder)/pokedex.db"
    }

    /// Opens the database, filled.
    func open(options: SQLOptions = SQLOptions(), isChecked: Bool = false) async throws -> Database {
        try await OpenPokedex.open(url(), options: options, isChecked: isChecked) { time in
            guard time > .seconds(1), isTerminal(FileHandle.standardError) else { return }
            FileHandle.standardError.write(Data("filled the database in \(time.formatted(.units()))\n".utf8))
        }
    }

    /// Asks one question.
    func ask<Value: Sendable>(_ question: @escaping @Sendable (Dex) throws -> Value) async throws -> Value {
        let database = try await open()
        return try await DamagedDatabase.recognised(at: url()) {
            try await database.read { try question(Dex($0)) }
        }
    }
}

/// How an answer is written, and where.
struct OutputOptions: ParsableArguments {
    /// Whether text is coloured.
    enum Color: String, ExpressibleByArgument, CaseIterable {
        case auto, always, never
    }

    @Flag(help: "Write JSON.")
    var json = false

    @Option(help: "Colour: auto (on a terminal, unless NO_COLOR is set), always or never.")
    var color = Color.auto

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file.", valueName: "file"))
    var output: String?

    @Flag(name: .shortAndLong, help: "Leave out headings and remarks.")
    var quiet = false

    /// The pen that text is drawn with.
    var pen: Pen {
        switch color {
        case .always: return Pen(hasColor: true)
        case .never: return Pen(hasColor: false)
        case .auto:
            let noColor = ProcessInfo.processInfo.environment["NO_COLOR"] ?? ""
            return Pen(hasColor: output == nil && noColor.isEmpty && isTerminal(FileHandle.standardOutput))
        }
    }

    /// Writes text, with a line end if it has none.
    func write(_ text: String) throws {
        let data = Data((text.hasSuffix("\n") ? text : text + "\n").utf8)
        guard let output else {
            // A reader that has seen enough closes the pipe: that is no fault of ours.
            signal(SIGPIPE, SIG_DFL)
            try FileHandle.standardOutput.write(contentsOf: data)
            return
        }
        do {
            try data.write(to: URL(filePath: output))
        } catch {
            throw Complaint("\(output) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Writes the JSON or the text, whichever is asked for.
    func write(_ json: @autoclosure () -> JSON, or text: @autoclosure () -> String) throws {
        try write(self.json ? json().text : text())
    }
}

/// Something went wrong that the user can mend; the message says how.
struct Complaint: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Whether a file is a terminal.
func isTerminal(_ file: FileHandle) -> Bool {
    isatty(file.fileDescriptor) == 1
}
