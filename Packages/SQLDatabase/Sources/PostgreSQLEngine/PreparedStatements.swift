import CPostgreSQL
import SQLDatabase

// Unsafe pointers: values are read where libpq's result holds them, before it is cleared.

/// The columns of a statement's result, and how their values come.
final class ResultShape {
    let sql: String
    let columns: SQLColumns
    private let types: [Oid]
    /// Whether values come in binary; libpq takes one form for all columns of a result.
    let isBinary: Bool

    /// The shape of a result, or of what a prepared statement will give.
    ///
    /// - Parameter isBinary: What form was asked for; if nothing has been, binary where all columns can be read so.
    init(_ result: OpaquePointer?, sql: String, isBinary: Bool? = nil) {
        self.sql = sql
        let count = PQnfields(result)
        columns = SQLColumns((0..<count).map { PQfname(result, $0).map { String(cString: $0) } ?? "" })
        let types = (0..<count).map { PQftype(result, $0) }
        self.types = types
        self.isBinary = isBinary ?? types.allSatisfy { PostgreSQLType.isReadInBinary($0) }
    }

    /// Decodes one row of a result of this shape.
    func row(_ number: Int32, of result: OpaquePointer?) -> SQLRow {
        // The closure fills every element it announces: one for each column.
        let values = [SQLValue](unsafeUninitializedCapacity: types.count) { buffer, initialized in
            for (index, type) in types.enumerated() {
                let column = Int32(truncatingIfNeeded: index)
                var value = SQLValue.null
                if PQgetisnull(result, number, column) == 0 {
                    // libpq keeps the bytes until the result is cleared, which is after this call.
                    let bytes = UnsafeRawBufferPointer(
                        start: PQgetvalue(result, number, column), count: Int(PQgetlength(result, number, column)))
                    value = isBinary ? SQLValue(binary: bytes, type: type) : SQLValue(text: bytes, type: type)
                }
                buffer.initializeElement(at: index, to: value)
            }
            initialized = types.count
        }
        return SQLRow(columns: columns, values: values)
    }
}

/// A statement that the server keeps prepared for this connection.
final class PreparedStatement {
    let name: String
    let shape: ResultShape

    init(name: String, shape: ResultShape) {
        self.name = name
        self.shape = shape
    }
}

/// The prepared statements of a connection; the one that has not been used for longest makes room.
struct PreparedStatements {
    /// A statement is prepared for the types of its values: the same SQL may be there twice.
    struct Key: Hashable {
        let shape: SQLStatement.Shape
        let types: [Oid]
    }

    private struct Entry {
        let statement: PreparedStatement
        var lastUse: Int
    }

    let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var clock = 0
    private var names = 0
    /// Behind a pooler other programs prepare on the same server connection: a name that they might choose as well could
    /// stand for another statement, which would be run in silence.
    private let prefix = "sql_\(String(UInt64.random(in: .min ... .max), radix: 36))_"

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// A name that no statement of this connection, or of anybody else, has had.
    mutating func nextName() -> String {
        names += 1
        return prefix + String(names)
    }

    mutating func find(_ key: Key) -> PreparedStatement? {
        guard let index = entries.index(forKey: key) else { return nil }
        clock += 1
        entries.values[index].lastUse = clock
        return entries.values[index].statement
    }

    /// Adds a statement and returns the one that made room for it.
    mutating func insert(_ statement: PreparedStatement, for key: Key) -> PreparedStatement? {
        var dropped: PreparedStatement?
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            dropped = oldest.value.statement
            entries.removeValue(forKey: oldest.key)
        }
        clock += 1
        entries[key] = Entry(statement: statement, lastUse: clock)
        return dropped
    }

    /// Forgets all statements, and returns their names.
    mutating func removeAll() -> [String] {
        defer { entries = [:] }
        return entries.values.map(\.statement.name)
    }
}
