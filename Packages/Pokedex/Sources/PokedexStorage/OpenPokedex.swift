import PokedexFacts
import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine

/// Opens the Pokédex's database and fills it if need be.
public enum OpenPokedex {
    /// Opens a database, brings its schema up to date and fills it with the facts of this program.
    ///
    /// - Parameters:
    ///   - url: `sqlite:FILE` or `postgres://…`.
    ///   - options: The limits of the handle.
    ///   - whenFilled: Called with the time that it took, if the database had to be filled.
    /// - Throws: ``FactsLoader/Failure`` for another program's database, or the database's own error.
    public static func open(
        _ url: String, options: SQLOptions = SQLOptions(), whenFilled: (Duration) -> Void = { _ in }
    ) async throws -> Database {
        // The facts can be made again, so no start waits for a disk to confirm them.
        var options = options
        options.isDurable = false
        let database = try await Database.open(url, engines: [SQLite(), PostgreSQL()], options: options)
        let clock = ContinuousClock()
        let start = clock.now
        if try await FactsLoader(database: database).prepare() { whenFilled(clock.now - start) }
        return database
    }
}
