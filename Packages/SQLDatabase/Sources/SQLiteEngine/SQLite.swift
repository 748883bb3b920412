import SQLDatabase

/// SQLite, for ``SQLDatabase/Database/open(_:engines:options:)``.
///
/// Addresses are `sqlite:FILE`, `sqlite:///absolute/file`, `sqlite::memory:`, SQLite's own `file:FILE` or a bare file
/// name. A file may be followed by `?mode=ro` (only read), `?mode=rw` (the file must exist) or `?mode=rwc` (make the file
/// if need be, which is the default), and by `?immutable=1` for one that nobody changes while it is open, such as a file
/// with a write-ahead log in a folder that may not be written. Except after `file:` the name is taken as it stands,
/// without percent signs.
///
/// Looking at a file changes nothing in it; a program whose file it is asks for a write-ahead log with
/// ``SQLDatabase/SQLOptions/journalMode``, so that one connection writes while others read. Foreign keys are enforced,
/// and text in double quotes is the name of a column or an error, never a string.
public struct SQLite: SQLEngine {
    let countsMemory: Bool
    let restrictions: SQLiteRestrictions?

    /// Makes the engine.
    ///
    /// - Parameters:
    ///   - countsMemory: Whether SQLite counts the memory that it uses, which `PRAGMA hard_heap_limit` needs;
    ///     connections on several threads then wait for each other at that count. It is settled for the whole process
    ///     by the first database that is opened.
    ///   - restrictions: What every statement on every connection must keep to, such as
    ///     ``SQLiteRestrictions/untrusted`` for a handle that runs SQL from people who are not trusted.
    public init(countsMemory: Bool = true, restrictions: SQLiteRestrictions? = nil) {
        self.countsMemory = countsMemory
        self.restrictions = restrictions
    }

    /// `sqlite`, and SQLite's own `file`.
    public var schemes: [String] { ["sqlite", "file"] }

    /// Whether the address is a bare file name: it starts with no scheme, and not with `key=`, as libpq's form does.
    public func understands(_ address: String) -> Bool {
        let word = address.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
        if !word.isEmpty, address[word.endIndex...].first == "=" { return false }
        guard let colon = address.firstIndex(of: ":") else { return !address.isEmpty }
        if address == ":memory:" { return true }
        // Two letters at least, then letters, digits and a few signs: anything else before a colon is a file's name.
        let scheme = address[..<colon]
        return scheme.utf8.count < 2 || scheme.first?.isLetter != true
            || !scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }

    /// Takes an address apart; the file is not touched yet.
    public func connector(for url: String, options: SQLOptions) throws(SQLError) -> any SQLConnector {
        SQLiteConnector(
            location: try SQLiteLocation(url: url), options: options, countsMemory: countsMemory,
            restrictions: restrictions)
    }
}

/// Opens connections to one SQLite database.
struct SQLiteConnector: SQLConnector {
    let location: SQLiteLocation
    let options: SQLOptions
    let countsMemory: Bool
    let restrictions: SQLiteRestrictions?

    var dialect: SQLDialect { .sqlite }

    var shape: SQLPoolShape {
        location.isInMemory ? .single : .oneWriter(readers: options.poolSize)
    }

    func connect(as role: SQLRole) throws(SQLError) -> any SQLDriver {
        SQLiteDriver.settle(countsMemory: countsMemory)
        let driver = try driver(as: location.isInMemory ? .writer : role)
        if let restrictions { try driver.restrict(to: restrictions) }
        return driver
    }

    private func driver(as role: SQLRole) throws(SQLError) -> SQLiteDriver {
        do throws(SQLError) {
            return try SQLiteDriver(location: location, options: options, role: role)
        } catch {
            guard case .cannotConnect = error, let frozen = location.frozen else { throw error }
            let driver = try SQLiteDriver(location: frozen, options: options, role: role)
            if role == .writer {
                options.onMessage?(
                    SQLMessage(
                        severity: "WARNING", code: .sqlite(0),
                        text: "'\(location.path)' is read as it is, without its write-ahead log, for which its folder "
                            + "must be writable: what others change meanwhile may be seen in part"))
            }
            return driver
        }
    }
}
