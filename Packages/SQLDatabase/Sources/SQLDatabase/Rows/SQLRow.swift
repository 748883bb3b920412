/// One row of a result: its values, and the columns they belong to.
public struct SQLRow: Sendable {
    /// The columns, which all rows of a result share.
    public let columns: SQLColumns

    /// The values in the order of the columns.
    public let values: [SQLValue]

    /// Makes a row; `values` has one value for each column.
    @inlinable
    public init(columns: SQLColumns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of the first column with this name; `nil` if there is no such column.
    @inlinable
    public subscript(name: String) -> SQLValue? {
        guard let index = columns.index(of: name), index < values.count else { return nil }
        return values[index]
    }

    /// The value of a column, counted from 0; `nil` if there is no such column.
    @inlinable
    public subscript(index: Int) -> SQLValue? {
        values.indices.contains(index) ? values[index] : nil
    }

    /// Decodes the first column with this name.
    ///
    /// - Throws: ``SQLError/missingColumn(_:available:)`` or ``SQLError/mismatch(column:expected:found:)``.
    @inlinable
    public func get<Value: SQLValueConvertible>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(SQLError) -> Value {
        guard let index = columns.index(of: name), index < values.count else {
            throw .missingColumn(name, available: columns.names)
        }
        return try get(at: index)
    }

    /// Decodes a column, counted from 0.
    ///
    /// - Throws: ``SQLError/missingColumn(_:available:)`` or ``SQLError/mismatch(column:expected:found:)``.
    @inlinable
    public func get<Value: SQLValueConvertible>(
        at index: Int, as type: Value.Type = Value.self
    ) throws(SQLError) -> Value {
        guard values.indices.contains(index) else {
            throw .missingColumn("number \(index)", available: columns.names)
        }
        guard let value = Value(sqlValue: values[index]) else {
            throw .mismatch(
                column: columns.name(at: index), expected: Value.sqlExpectation, found: values[index].kind)
        }
        return value
    }
}

/// The names of a result's columns.
public final class SQLColumns: Sendable {
    /// The names in order; an engine may give two columns the same one.
    public let names: [String]

    @usableFromInline let indices: [String: Int]

    /// Makes the columns with these names.
    public init(_ names: [String]) {
        self.names = names
        indices = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// How many columns there are.
    @inlinable public var count: Int { names.count }

    /// The index of the first column with this name, counted from 0.
    @inlinable
    public func index(of name: String) -> Int? {
        // Few results have many columns: comparing beats hashing there.
        if names.count <= 8 { return names.firstIndex(of: name) }
        return indices[name]
    }

    @usableFromInline
    func name(at index: Int) -> String {
        names.indices.contains(index) ? names[index] : "number \(index)"
    }
}

extension SQLRow: CustomStringConvertible {
    /// The columns with their values, for a debugger's eyes.
    public var description: String {
        "[" + zip(columns.names, values).map { "\($0): \($1)" }.joined(separator: ", ") + "]"
    }
}
