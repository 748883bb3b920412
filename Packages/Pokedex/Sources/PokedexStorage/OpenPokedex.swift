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
        let engines: [any SQLEngine] = [SQLite(), PostgreSQL()]
        // The filling takes as long as it takes, whatever limit the caller sets for its questions.
        var patient = options
        patient.accessTimeout = nil
        let filled = try await Database.open(url, engines: engines, options: patient)
        let clock = ContinuousClock()
        let start = clock.now
        if try await FactsLoader(database: filled).prepare() { whenFilled(clock.now - start) }
        if options.accessTimeout == nil { return filled }
        let database = try await Database.open(url, engines: engines, options: options)
        await filled.close()
        return database
    }
}
