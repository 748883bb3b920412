import CPostgreSQL
import SQLDatabase

// Unsafe pointers: libpq hands out a message that it wants freed.

/// PostgreSQL, for ``SQLDatabase/Database/open(_:engines:options:)``.
///
/// Addresses are those of libpq: `postgres://user@host:5432/name` or `host=… dbname=…`, with several hosts, a socket's folder
/// (`?host=/run/postgresql`), TLS (`?sslmode=verify-full`) and every other option, and with libpq's environment
/// variables and password file behind them. Sessions speak UTF-8 and keep time in UTC.
///
/// A placeholder takes the type of what is bound: `bigint`, `double precision`, `boolean`, `bytea`, `numeric`; text takes
/// whichever type the server expects there, so that dates, UUIDs, JSON and enumerations are bound as text. Where the
/// server expects a smaller integer than `bigint`, cast: `left(name, CAST(\(count) AS integer))`.
public struct PostgreSQL: SQLEngine {
    /// Makes the engine.
    public init() {}

    /// `postgres` and `postgresql`.
    public var schemes: [String] { ["postgres", "postgresql"] }

    /// Whether the address has libpq's form of keys and values: `host=db.example.org dbname=books`.
    public func understands(_ address: String) -> Bool {
        guard address.contains("="), !address.utf8.contains(0) else { return false }
        let parsed = PQconninfoParse(address, nil)
        defer { PQconninfoFree(parsed) }
        return parsed != nil
    }

    /// Checks an address with libpq's own parser; the server is not asked yet.
    public func connector(for url: String, options: SQLOptions) throws(SQLError) -> any SQLConnector {
        try PostgreSQLConnector(url: url, options: options)
    }
}

/// Opens connections to one PostgreSQL database.
struct PostgreSQLConnector: SQLConnector {
    private let url: String
    let options: SQLOptions
    /// Where to, in words and without a password.
    let target: String
    /// Becomes true when a connection has met a pooler; all then keep to what is right for one.
    let isPooled = Guarded(false)

    init(url: String, options: SQLOptions) throws(SQLError) {
        guard !url.utf8.contains(0) else {
            throw .badURL(withoutPassword(url), expected: "it holds a NUL character")
        }
        // libpq allocates the message, and `PQfreemem` frees it.
        var message: UnsafeMutablePointer<CChar>?
        guard let parsed = PQconninfoParse(url, &message) else {
            defer { PQfreemem(message) }
            // libpq quotes what it did not understand, which may be a piece of the password.
            let reason = SQLFailure.redacted(message.map { text($0) } ?? "libpq cannot read it")
            throw .badURL(
                withoutPassword(url), expected: "it should be postgres://user@host:5432/name, but \(reason)")
        }
        defer { PQconninfoFree(parsed) }
        var settings: [String: String] = [:]
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        // libpq looks at the ports no sooner than it connects.
        let ports = (settings["port"] ?? "").split(separator: ",")
        guard ports.allSatisfy({ UInt16($0).map { $0 > 0 } ?? false }) else {
            throw .badURL(withoutPassword(url), expected: "a port should be a number from 1 to 65535")
        }
        self.url = url
        self.options = options
        let host = settings["host"] ?? settings["hostaddr"] ?? "the local socket"
        let port = settings["port"].map { ":\($0)" } ?? ""
        target = "the PostgreSQL database '\(settings["dbname"] ?? settings["user"] ?? "")' at \(host)\(port)"
    }

    var dialect: SQLDialect { .postgreSQL }
    var shape: SQLPoolShape { .uniform(options.poolSize) }

    func connect(as role: SQLRole) throws(SQLError) -> any SQLDriver {
        try PostgreSQLDriver(handle: try open(), options: options, isPooled: isPooled)
    }

    /// A connection that stands, in UTF-8 and UTC.
    func open() throws(SQLError) -> OpaquePointer {
        // What stands before `dbname` gives way to the address, what stands after it does not.
        let settings: KeyValuePairs = [
            "connect_timeout": String(max(1, options.connectTimeout.components.seconds)),
            "fallback_application_name": "SQLDatabase",
            // A server that is gone without a word is noticed, by queries and by their cancellation.
            "tcp_user_timeout": "15000",
            "keepalives_idle": "30",
            "dbname": url,
            "client_encoding": "UTF8",
        ]
        // libpq takes two arrays of C strings with an empty end; the strings are freed when it has returned.
        var keys = settings.map { duplicate($0.key) } + [nil]
        var values = settings.map { duplicate($0.value) } + [nil]
        defer { for pointer in keys + values { pointer?.deallocate() } }
        let handle = keys.withUnsafeMutableBufferPointer { keys in
            values.withUnsafeMutableBufferPointer { values in
                keys.withMemoryRebound(to: UnsafePointer<CChar>?.self) { keys in
                    values.withMemoryRebound(to: UnsafePointer<CChar>?.self) { values in
                        PQconnectdbParams(keys.baseAddress, values.baseAddress, 1)
                    }
                }
            }
        }
        guard let handle else { throw .system("libpq has no memory for a connection") }
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQfinish(handle) }
            throw refusal(by: handle)
        }
        // Until somebody wants to hear them; libpq would print them on standard error.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        // A pooler knows these two and sets them for each of its clients; others would reach whoever comes next.
        let result = PQexec(
            handle, "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SELECT pg_catalog.pg_backend_pid()")
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else {
            defer { PQfinish(handle) }
            throw refusal(by: handle)
        }
        // A pooler gives its clients numbers of its own: the process that answers is not the one that was announced.
        if text(PQgetvalue(result, 0, 0)) != String(PQbackendPID(handle)) { isPooled.withLock { $0 = true } }
        return handle
    }

    private func refusal(by handle: OpaquePointer) -> SQLError {
        let message = text(PQerrorMessage(handle))
        let failure = SQLFailure(dialect: .postgreSQL, code: .sqlState(""), message: message)
        // libpq keeps the code of a refused connection to itself; these are the server's words for class 28.
        let isRefusedUser =
            PQconnectionNeedsPassword(handle) != 0
            || ["authentication failed", "no pg_hba.conf entry", "role \""].contains { message.contains($0) }
        return isRefusedUser
            ? .accessDenied(failure, target: target) : .cannotConnect(failure, target: target)
    }

    /// A C string that the caller frees.
    private func duplicate(_ text: String) -> UnsafeMutablePointer<CChar>? {
        let bytes = text.utf8CString
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { copy[index] = byte }
        return copy
    }
}

/// One of libpq's messages on one line, without the newline that it ends with.
func text(_ message: UnsafePointer<CChar>?) -> String {
    guard let message else { return "unknown error" }
    return String(cString: message).split(whereSeparator: \.isNewline).joined(separator: "; ")
}
