import ArgumentParser
import CommandKit
import Foundation
import PokedexQueries
import PokedexStorage
import PokedexWeb
import SQLDatabase
import ServerShell

/// `pokedex serve`: the Pokédex over HTTP.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the PokéAPI's addresses, more of our own, and pages.",
        discussion: """
            /api/v2/ answers as the PokéAPI does, /api/ with filters, bulk and SQL, and / with pages. Until SIGINT or
            SIGTERM. Clients of the PokéAPI need only its address: POKEAPI_BASE_URL=http://127.0.0.1:8080/api/v2

            Anybody may run SQL at /sql and /api/sql. On PostgreSQL that needs a role that may only read, which
            'pokedex migrate --reader ROLE' makes; with any other role the console is refused and the reason is said.

            Examples:
              pokedex serve
              pokedex serve --port 0 --access-log
              POKEDEX_DATABASE=postgres://user@localhost/pokedex pokedex serve --bind 0.0.0.0 --port 80
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var database: DatabaseOptions
    @Option(
        help: ArgumentHelp(
            "PostgreSQL's address with the role that runs visitors' SQL; --database if not given. "
                + "Also POKEDEX_READER_DATABASE.",
            valueName: "url"))
    var readerDatabase: String?
    @Option(
        help: ArgumentHelp(
            "The address that clients know the server by, without a slash at the end. Also POKEDEX_PUBLIC_URL.",
            valueName: "url"))
    var publicURL: String?
    @Option(
        help: ArgumentHelp(
            "How many MiB of answers are kept in memory, 0 to 4096; 16 if not given. Also POKEDEX_CACHE.",
            valueName: "MiB"))
    var cache: Int?

    func validate() throws { _ = try cacheSize() }

    /// The cache's size in bytes.
    private func cacheSize() throws -> Int {
        let variable = ProcessInfo.processInfo.environment["POKEDEX_CACHE"].flatMap { $0.isEmpty ? nil : $0 }
        guard let text = cache.map(String.init) ?? variable else { return PokedexSite.usualCacheSize }
        guard let size = Int(text), (0...4096).contains(size) else {
            throw ValidationError(
                "'\(text.prefix(40))' is not a valid cache size: give a number of MiB from 0 to 4096.")
        }
        return size << 20
    }

    func run() async throws {
        var settings = try server.settings(tool: "pokedex", defaultPort: 8080)
        // Any page may ask for facts, and must see why it gets none.
        settings.crossOrigin = CrossOrigin(paths: ["/api"], exposedHeaders: ["X-Result-Cut"])
        var options = SQLOptions()
        options.poolSize = 4
        options.acquireTimeout = .seconds(2)
        options.connectTimeout = .seconds(2)
        // A server can hang; SQLite is inside the program, and a clock for each request costs as much as the request.
        options.accessTimeout = try database.url().lowercased().hasPrefix("sqlite:") ? nil : .seconds(10)
        let database = try await database.open(options: options, isChecked: true)
        options.poolSize = 2
        options.statementCacheSize = 16
        options.accessTimeout = .seconds(10)
        try await OpenPokedex.limitMemory(to: 64 << 20, in: database)
        let console = try await console(options)
        if case .closed(let reason) = console { complain(reason) }
        let variable = ProcessInfo.processInfo.environment["POKEDEX_PUBLIC_URL"]
        let site = PokedexSite(
            database: database, console: console, publicURL: publicURL ?? variable.flatMap { $0.isEmpty ? nil : $0 },
            cacheSize: try cacheSize())
        try await GracefulServer(settings: settings, isHealthy: { await site.isHealthy() }, handler: site.respond).run()
    }
}

extension ServeCommand {
    /// The console, or why there is none.
    private func console(_ options: SQLOptions) async throws -> PokedexSite.Console {
        let variable = ProcessInfo.processInfo.environment["POKEDEX_READER_DATABASE"].flatMap { $0.isEmpty ? nil : $0 }
        let url = try readerDatabase ?? variable ?? database.url()
        let visitors = try await OpenPokedex.openForVisitors(url, options: options)
        guard visitors.dialect == .postgreSQL else { return .open(ReaderSQL(database: visitors)) }
        let (role, powers) = try await visitors.read { connection in
            (try connection.value("SELECT session_user::text", as: String.self), try ReaderRole.powers(connection))
        }
        if powers.isEmpty { return .open(ReaderSQL(database: visitors)) }
        await visitors.close()
        return .closed(
            reason:
                "The SQL console is closed: the role \(role) \(powers.joined(separator: "; ")). Make a role that may "
                + "only read with 'pokedex migrate --reader ROLE', and give its address with --reader-database.")
    }
}

/// `pokedex health`: whether a server on this machine is well.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a running server whether it is well: exit status 0 or 1.",
        discussion: """
            Examples:
              pokedex health --port 8080
            """)

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let settings = try server.settings(tool: "pokedex", defaultPort: 8080)
        guard await HealthProbe.isHealthy(host: settings.host, port: settings.port) else { throw ExitCode.failure }
    }
}
