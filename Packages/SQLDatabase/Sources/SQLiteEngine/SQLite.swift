import SQLDatabase

/// SQLite, for ``SQLDatabase/Database/open(_:engines:options:)``.
///
/// Addresses are `sqlite:FILE`, `sqlite:///absolute/file` and `sqlite::memory:`; a file may be followed by `?mode=ro`
/// (only read), `?mode=rw` (the file must exist) or `?mode=rwc` (make the file if need be, which is the default).
/// The file's name is taken as it stands, without percent signs.
///
/// A file gets a write-ahead log: one connection writes while others read. Foreign keys are enforced, and text in
/// double quotes is the name of a column or an error, never a string.
public struct SQLite: SQLEngine {
    let countsMemory: Bool

    /// Makes the engine.
    ///
    /// - Parameter countsMemory: Whether SQLite counts the memory that it uses, which `PRAGMA hard_heap_limit` needs;
    ///   connections on several threads then wait for each other at that count. It is settled for the whole process by
    ///   the first database that is opened.
    public init(countsMemory: Bool = true) {
        self.countsMemory = countsMemory
    }

    /// `sqlite`.
    public var schemes: [String] { ["sqlite"] }

    /// Takes an address apart; the file is not touched yet.
    public func connector(for url: String, options: SQLOptions) throws(SQLError) -> any SQLConnector {
        SQLiteConnector(location: try SQLiteLocation(url: url), options: options, countsMemory: countsMemory)
    }
}

/// Where a SQLite database lies, and what may be done with it.
struct SQLiteLocation: Sendable, Equatable {
    enum Mode: String, Sendable {
        case readOnly = "ro"
        case readWrite = "rw"
        case create = "rwc"
    }

    /// The file's path, or `:memory:`.
    var path: String
    var mode = Mode.create

    var isInMemory: Bool { path == ":memory:" }

    init(url: String) throws(SQLError) {
        let expected = "it should be sqlite:FILE, sqlite:///absolute/file or sqlite::memory:, with ?mode=ro, rw or rwc"
        guard url.lowercased().hasPrefix("sqlite:") else { throw .badURL(url, expected: expected) }
        var rest = url.dropFirst("sqlite:".count)
        if let question = rest.lastIndex(of: "?") {
            let option = rest[question...].dropFirst()
            guard option.hasPrefix("mode="), let mode = Mode(rawValue: String(option.dropFirst(5))) else {
                throw .badURL(url, expected: expected)
            }
            self.mode = mode
            rest = rest[..<question]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            guard rest.hasPrefix("/") else {
                throw .badURL(url, expected: "a file has no host: it should be sqlite:FILE or sqlite:///absolute/file")
            }
        }
        guard !rest.isEmpty, !rest.utf8.contains(0) else { throw .badURL(url, expected: expected) }
        path = String(rest)
    }
}

/// Opens connections to one SQLite database.
struct SQLiteConnector: SQLConnector {
    let location: SQLiteLocation
    let options: SQLOptions
    let countsMemory: Bool

    var dialect: SQLDialect { .sqlite }

    var shape: SQLPoolShape {
        location.isInMemory ? .single : .oneWriter(readers: options.poolSize)
    }

    func connect(as role: SQLRole) throws(SQLError) -> any SQLDriver {
        SQLiteDriver.settle(countsMemory: countsMemory)
        return try SQLiteDriver(location: location, options: options, role: location.isInMemory ? .writer : role)
    }
}
