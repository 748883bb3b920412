import PostgreSQLEngine
import SQLDatabase
import SQLiteEngine

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// lookups URL ROWS LOOKUPS make|autocommit|transaction|async: prints CPU seconds, wall seconds and the bytes read.
// `make` makes the table. The same look-ups in the same order as sqlite.c and libpq.c beside this.

func cpuSeconds() -> Double {
    var usage = rusage()
    #if canImport(Glibc)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
        getrusage(RUSAGE_SELF, &usage)
    #endif
    let (user, system) = (usage.ru_utime, usage.ru_stime)
    return Double(user.tv_sec + system.tv_sec) + Double(user.tv_usec + system.tv_usec) / 1e6
}

/// The same pseudo-random numbers as in the C programs.
struct Keys {
    var state: UInt32 = 1
    let rows: UInt32

    mutating func next() -> Int {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int((state >> 8) % rows) + 1
    }
}

@Sendable func lookUp(_ connection: SQLConnection, rows: Int, lookups: Int) throws -> Int {
    var keys = Keys(rows: UInt32(rows))
    var bytes = 0
    for _ in 0..<lookups {
        let row = try connection.first("SELECT name, score FROM item WHERE id = \(keys.next())")
        guard let row else { continue }
        bytes += try row.get(at: 0, as: String.self).utf8.count + (row.get(at: 1, as: Double.self) > 0 ? 1 : 0)
    }
    return bytes
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let rows = Int(arguments[2]), let lookups = Int(arguments[3]) else { exit(64) }
var options = SQLOptions()
options.journalMode = .writeAheadLog
let database = try await Database.open(arguments[1], engines: [SQLite(), PostgreSQL()], options: options)
let clock = ContinuousClock()
let start = clock.now
let cpu = cpuSeconds()
var bytes = 0
switch arguments[4] {
case "make":
    try await database.write { connection in
        try connection.execute(
            script:
                "DROP TABLE IF EXISTS item; CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, score DOUBLE PRECISION)"
        )
        for id in 1...rows {
            try connection.execute("INSERT INTO item VALUES (\(id), \("the item number \(id)"), \(Double(id) / 7))")
        }
    }
case "transaction":
    bytes = try await database.read { try lookUp($0, rows: rows, lookups: lookups) }
case "autocommit":
    bytes = try await database.withConnection(.reader) { try lookUp($0, rows: rows, lookups: lookups) }
default:
    var keys = Keys(rows: UInt32(rows))
    for _ in 0..<lookups {
        let row = try await database.first("SELECT name, score FROM item WHERE id = \(keys.next())")
        bytes += try row?.get(at: 0, as: String.self).utf8.count ?? 0
    }
}
let wall = (clock.now - start) / Duration.seconds(1)
func padded(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }
print(padded(cpuSeconds() - cpu), padded(wall), bytes)
await database.close()
