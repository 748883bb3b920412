import SQLDatabase

/// Writes a SQLite database, or some of its tables, as SQL that makes it anew.
///
/// The order is that in which it can be run: tables with their rows, then indexes, triggers and views, which would slow
/// the rows down or change them. Everything is read in one savepoint, so that it is one state of the database. A virtual
/// table is made by its own statement, which also makes the tables that it keeps its data in, and gets its rows again.
struct SQLiteDump {
    let connection: SQLConnection
    /// Takes the SQL, a piece at a time.
    let write: (String) throws -> Void
    /// Hears of what cannot be dumped.
    let warn: (String) -> Void

    /// Writes the tables with these names, or the whole database.
    ///
    /// - Throws: ``CommandFailure`` for a name that no table has.
    func run(tables names: [String]) throws {
        try connection.execute("SAVEPOINT dump")
        defer { _ = try? connection.execute("RELEASE SAVEPOINT dump") }
        let objects = try connection.query(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid")
        let kept =
            try names.isEmpty ? objects : objects.filter { names.contains(try $0.get("tbl_name", as: String.self)) }
        for name in names {
            guard try kept.contains(where: { try $0.get("tbl_name", as: String.self) == name }) else {
                throw MissingTable(name: name)
            }
        }
        try write("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n")
        let version = try connection.value("PRAGMA user_version", as: Int.self)
        if names.isEmpty, version != 0 { try write("PRAGMA user_version=\(version);\n") }
        let application = try connection.value("PRAGMA application_id", as: Int.self)
        if names.isEmpty, application != 0 { try write("PRAGMA application_id=\(application);\n") }
        let shadows = Set(
            try connection.values("SELECT name FROM pragma_table_list WHERE type = 'shadow'", as: String.self))
        for object in kept where try object.get("type", as: String.self) == "table" {
            let name = try object.get("name", as: String.self)
            if shadows.contains(name) || name.hasPrefix("sqlite_") { continue }
            guard let sql = try object.get("sql", as: String?.self) else { continue }
            try write(sql + ";\n")
            if sql.uppercased().hasPrefix("CREATE VIRTUAL TABLE") {
                try dumpVirtual(name, sql)
            } else {
                try dumpRows(of: name)
            }
        }
        if names.isEmpty, objects.contains(where: { $0.values[1] == .text("sqlite_sequence") }) {
            try write("DELETE FROM sqlite_sequence;\n")
            try dumpRows(of: "sqlite_sequence")
        }
        if names.isEmpty, objects.contains(where: { $0.values[1] == .text("sqlite_stat1") }) {
            // What ANALYZE has found out decides how statements are run; this makes the table, still empty.
            try write("ANALYZE sqlite_schema;\n")
            try dumpRows(of: "sqlite_stat1")
        }
        for kind in ["index", "view", "trigger"] {
            for object in kept where try object.get("type", as: String.self) == kind {
                if let sql = try object.get("sql", as: String?.self) { try write(sql + ";\n") }
            }
        }
        try write("COMMIT;\n")
    }

    /// A name that no table of the database has.
    struct MissingTable: Error, CustomStringConvertible {
        let name: String

        var description: String { "there is no table '\(name)': .tables lists all" }
    }

    private func dumpRows(of table: String, withRowid: Bool = false) throws {
        // Generated columns are made by the table itself; hidden ones belong to virtual tables.
        let columns = try connection.query("SELECT name, hidden FROM pragma_table_xinfo(\(table))")
        let stored = try columns.filter { try $0.get("hidden", as: Int.self) == 0 }.map {
            try $0.get("name", as: String.self)
        }
        let names = (withRowid ? ["rowid"] : []) + stored
        guard !names.isEmpty else { return }
        let isUTF8 = try connection.value("PRAGMA encoding", as: String.self) == "UTF-8"
        let isPlain = stored.count == columns.count && !withRowid
        let list = isPlain ? "" : "(" + names.map(Self.quoted(name:)).joined(separator: ",") + ")"
        let start = "INSERT INTO \(Self.quoted(name: table))\(list) VALUES("
        // Text as its bytes, which need not be UTF-8; in a database in UTF-16 they would be another text's.
        let selected = names.map { name -> SQLStatement in
            let column: SQLStatement = "\(identifier: name)"
            return isUTF8
                ? "CASE typeof(\(column)) WHEN 'text' THEN CAST(\(column) AS BLOB) ELSE \(column) END, typeof(\(column)) = 'text'"
                : "\(column), false"
        }.joined(separator: ", ")
        try connection.forEach("SELECT \(selected) FROM \(identifier: table)") { row in
            let literals = stride(from: 0, to: row.values.count, by: 2).map { index in
                switch (row.values[index], row.values[index + 1]) {
                case (.blob(let bytes), .integer(1)): Self.literal(text: bytes)
                case (let value, _): Self.literal(value)
                }
            }
            try write(start + literals.joined(separator: ",") + ");\n")
        }
    }

    private func dumpVirtual(_ table: String, _ sql: String) throws {
        let settings = sql.lowercased().filter { !$0.isWhitespace }
        let isFTS5 = settings.contains("usingfts5")
        if isFTS5, settings.contains("content=''") || settings.contains("content=\"\"") {
            warn("the index '\(table)' keeps no text: its rows cannot be dumped")
        } else if isFTS5, settings.contains("content=") {
            let name = Self.quoted(name: table)
            try write("INSERT INTO \(name)(\(name)) VALUES('rebuild');\n")
        } else {
            try dumpRows(of: table, withRowid: settings.contains("usingfts"))
        }
    }

    private static func quoted(name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// A value as SQLite reads it back, to the last bit.
    static func literal(_ value: SQLValue) -> String {
        switch value {
        case .null: "NULL"
        case .boolean(let value): value ? "1" : "0"
        // The smallest integer has no positive counterpart that a minus could stand before.
        case .integer(.min): "(-9223372036854775807-1)"
        case .integer(let value): String(value)
        case .real(let value): value.isInfinite ? (value < 0 ? "-1e999" : "1e999") : "\(value)"
        case .decimal(let text), .text(let text): literal(text: Array(text.utf8))
        case .blob(let bytes): Self.bytes(bytes)
        }
    }

    /// A text. SQL ends at a NUL character and is UTF-8, so one that holds a NUL or other bytes is written as bytes.
    private static func literal(text bytes: [UInt8]) -> String {
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            return "CAST(\(Self.bytes(bytes)) AS TEXT)"
        }
        guard bytes.contains(0x0d) else { return quoted(text) }
        // Other shells read a script in lines, and take a carriage return for a part of the line's end.
        var mark = "\\r"
        while text.contains(mark) { mark = "(" + mark + ")" }
        var marked = ""
        for scalar in text.unicodeScalars {
            if scalar == "\r" { marked += mark } else { marked.unicodeScalars.append(scalar) }
        }
        return "replace(\(quoted(marked)),'\(mark)',char(13))"
    }

    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

    private static func bytes(_ bytes: [UInt8]) -> String {
        bytes.reduce(into: "x'") { text, byte in text += (byte < 16 ? "0" : "") + String(byte, radix: 16) } + "'"
    }
}
