import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine

/// The engines that a test may open a database of.
enum TestEngines {
    static let all: [any SQLEngine] = [SQLite(), PostgreSQL()]
}
