import CPostgreSQL
import SQLDatabase

/// A statement that the server keeps prepared for this connection.
final class PreparedStatement {
    let name: String
    let sql: String
    let columns: SQLColumns
    let types: [Oid]
    /// Whether all columns have a type that is read in binary: libpq takes one format for all.
    let isBinary: Bool

    init(name: String, sql: String, description: OpaquePointer?) {
        self.name = name
        self.sql = sql
        let count = PQnfields(description)
        columns = SQLColumns((0..<count).map { PQfname(description, $0).map { String(cString: $0) } ?? "" })
        types = (0..<count).map { PQftype(description, $0) }
        isBinary = types.allSatisfy { PostgreSQLType.isReadInBinary($0) }
    }

    /// Decodes one row of a result of this statement.
    func row(_ number: Int32, of result: OpaquePointer?) -> SQLRow {
        let values = [SQLValue](unsafeUninitializedCapacity: types.count) { buffer, initialized in
            for (index, type) in types.enumerated() {
                let column = Int32(truncatingIfNeeded: index)
                var value = SQLValue.null
                if PQgetisnull(result, number, column) == 0 {
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

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var clock = 0
    private var names = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// A name that no statement of this connection has had.
    mutating func nextName() -> String {
        names += 1
        return "s\(names)"
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

    mutating func removeAll() {
        entries = [:]
    }
}
