import ArgumentParser
import Foundation
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

            Examples:
              pokedex serve
              pokedex serve --port 0 --access-log
              POKEDEX_DATABASE=postgres://user@localhost/pokedex pokedex serve --bind 0.0.0.0 --port 80
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var database: DatabaseOptions
    @Option(
        help: ArgumentHelp(
            "The address that clients know the server by, without a slash at the end. Also POKEDEX_PUBLIC_URL.",
            valueName: "url"))
    var publicURL: String?

    func run() async throws {
        let settings = try server.settings(tool: "pokedex", defaultPort: 8080)
        var options = SQLOptions()
        options.poolSize = 4
        options.acquireTimeout = .seconds(2)
        options.connectTimeout = .seconds(2)
        options.accessTimeout = .seconds(10)
        let database = try await database.open(options: options)
        options.poolSize = 2
        options.statementCacheSize = 16
        let strangers = try await self.database.open(options: options)
        let variable = ProcessInfo.processInfo.environment["POKEDEX_PUBLIC_URL"]
        let site = PokedexSite(
            database: database, sqlDatabase: strangers,
            publicURL: publicURL ?? variable.flatMap { $0.isEmpty ? nil : $0 })
        try await GracefulServer(settings: settings, isHealthy: { await site.isHealthy() }, handler: site.respond).run()
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
