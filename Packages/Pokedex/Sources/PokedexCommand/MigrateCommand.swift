import ArgumentParser
import CommandKit
import Foundation
import PokedexStorage
import SQLDatabase

/// `pokedex migrate`: brings a database up to date, and moves data from one to another.
struct MigrateCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring a database up to date, or move the data across from another one.",
        discussion: """
            A database that is filled already has its schema brought up to date. An empty one gets what the database of
            --from holds, with all that was changed there; without --from, what the usual database holds (that of
            POKEDEX_DATABASE or DATABASE_URL, or the file that commands make on first use); and if there is none, the
            facts of this program. All in one transaction.

            --reader ROLE makes a role that may read these tables and nothing else; 'pokedex serve' runs visitors' SQL by
            such a role only. A superuser should run it: then, in this database, the functions that sleep, lock, write or
            end other sessions are taken from everybody but him. Run it again after an update.

            Every other command brings its database up to date by itself on first use. On a server, run this once before
            the servers start.

            Examples:
              pokedex migrate --database postgres://user@localhost/pokedex
              pokedex migrate --from sqlite:mine.db --database postgres://user@localhost/pokedex
              pokedex migrate --replace
              pokedex migrate --database postgres://postgres@localhost/pokedex --reader pokedex_reader
            """)

    @OptionGroup var database: DatabaseOptions
    @Option(help: ArgumentHelp("The database whose data is copied; it is only read.", valueName: "url"))
    var from: String?
    @Option(
        help: ArgumentHelp(
            "On PostgreSQL: make a role that may only read the Pokédex's tables, for visitors' SQL.",
            valueName: "role"))
    var reader: String?
    @Flag(help: "Read that role's password, one line, from standard input.")
    var readerPasswordStdin = false
    @Flag(help: "Replace what the database holds, even if somebody has changed it.")
    var replace = false
    @Flag(name: .shortAndLong, help: "Do not say what was done.")
    var quiet = false

    func work() async throws {
        let url = try database.url()
        let target = withoutPassword(url)
        let clock = ContinuousClock()
        let start = clock.now
        func say(_ text: String) {
            let time = (clock.now - start).formatted(.units(allowed: [.seconds, .milliseconds]))
            if !quiet { print(text.replacing("TIME", with: time)) }
        }
        let source = try await source(for: url)
        if let source {
            guard source != url else { throw ValidationError("--from and --database are the same database.") }
            let copied = try await OpenPokedex.copy(from: source, to: url, replacingEdits: replace)
            say(
                "copied \(copied.rows) rows of \(copied.tables) tables from \(withoutPassword(source)) to \(target) in TIME"
            )
            if !copied.leftBehind.isEmpty {
                let names = copied.leftBehind.joined(separator: ", ")
                complain("not copied, since they are no Pokédex's: \(names)")
            }
        }
        var isFilled = false
        try await OpenPokedex.open(url, replacingEdits: replace && source == nil, isChecked: true) { _ in
            isFilled = true
        }.close()
        if source == nil { say(isFilled ? "filled \(target) in TIME" : "\(target) is up to date") }
        guard let reader else { return }
        let database = try await OpenPokedex.open(url)
        let remarks = try await ReaderRole.make(reader, password: password(), in: database)
        await database.close()
        say("the role \(reader) may read \(target), and nothing else")
        for remark in remarks where !quiet { complain(remark) }
    }

    /// The reader's password, if it is given.
    private func password() throws -> String? {
        guard readerPasswordStdin else { return nil }
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw ValidationError("--reader-password-stdin: there is no line with a password on standard input.")
        }
        return line
    }

    /// The database to copy from: the flag's, or the usual one for a database that is still empty.
    private func source(for url: String) async throws -> String? {
        if let from { return from }
        guard database.database != nil, !replace else { return nil }
        let usual = try DatabaseOptions.usual()
        guard usual != url, try await OpenPokedex.isEmpty(url), try await !OpenPokedex.isEmpty(usual) else {
            return nil
        }
        return usual
    }
}
