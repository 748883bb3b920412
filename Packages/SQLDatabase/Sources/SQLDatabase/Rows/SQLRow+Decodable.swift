extension SQLRow {
    /// Decodes the whole row into a type whose coding keys are column names.
    ///
    /// A key that names no column is looked up once more in snake case: `createdAt` finds `created_at`. A missing
    /// column decodes an optional property to `nil`. A type with one unkeyed value takes the first column.
    ///
    /// - Throws: ``SQLError``, or what the type's own `init(from:)` throws.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try Value(from: RowDecoder(row: self))
    }
}

/// Presents a row as a keyed container, or its first column as a single value.
private struct RowDecoder: Decoder {
    let row: SQLRow
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Columns<Key>(row: row))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw SQLError.undecodable(
            "a row is not a list: decode a type with named properties, or the columns one by one")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        guard let value = row[0] else { throw SQLError.missingColumn("number 0", available: []) }
        return Cell(value: value, column: row.columns.name(at: 0))
    }
}

/// The columns of a row by coding key.
private struct Columns<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let row: SQLRow
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { row.columns.names.compactMap { Key(stringValue: $0) } }

    private func index(_ key: Key) -> Int? {
        row.columns.index(of: key.stringValue) ?? row.columns.index(of: key.stringValue.snakeCase)
    }

    private func cell(_ key: Key) throws(SQLError) -> Cell {
        guard let index = index(key), let value = row[index] else {
            throw .missingColumn(key.stringValue, available: row.columns.names)
        }
        return Cell(value: value, column: row.columns.name(at: index))
    }

    func contains(_ key: Key) -> Bool { index(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try cell(key).value.isNull }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try cell(key).decode(type) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw SQLError.undecodable("the column '\(key.stringValue)' holds one value, not a keyed group of them")
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw SQLError.undecodable("the column '\(key.stringValue)' holds one value, not a list of them")
    }

    func superDecoder() throws -> any Decoder { RowDecoder(row: row) }
    func superDecoder(forKey key: Key) throws -> any Decoder { CellDecoder(cell: try cell(key)) }
}

/// One value with the name of its column.
private struct Cell: SingleValueDecodingContainer {
    let value: SQLValue
    let column: String
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { value.isNull }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard let convertible = type as? any SQLValueConvertible.Type else {
            return try Value(from: CellDecoder(cell: self))
        }
        guard let decoded = convertible.init(sqlValue: value) as? Value else {
            throw SQLError.mismatch(column: column, expected: convertible.sqlExpectation, found: value.kind)
        }
        return decoded
    }
}

/// Hands one value to a type that is no ``SQLValueConvertible``, such as an enumeration with a raw value.
private struct CellDecoder: Decoder {
    let cell: Cell
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw SQLError.undecodable("the column '\(cell.column)' holds one value, not a keyed group of them")
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw SQLError.undecodable("the column '\(cell.column)' holds one value, not a list of them")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { cell }
}

extension String {
    /// `createdAt` as `created_at`, `imageURL` as `image_url`.
    fileprivate var snakeCase: String {
        var result = ""
        var previousIsLower = false
        for character in self {
            if character.isUppercase, previousIsLower { result += "_" }
            previousIsLower = character.isLowercase || character.isNumber
            result += character.lowercased()
        }
        return result
    }
}
