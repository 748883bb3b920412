import CommandKit
import Foundation
import PostgreSQLEngine
import SQLDatabase

/// Loads a file of separated values into a table, all rows or none.
///
/// An empty field is `NULL` and a quoted empty one is an empty text, as this shell writes them. If the first row has the
/// names of columns of the table, the others are filled by name; otherwise all rows are data, one field for each column.
/// A table that is not there is made, with the first row's names.
struct CSVImport {
    /// What was loaded.
    struct Result {
        var rows = 0
        var madeTable = false
        var usedHeader = false
    }

    let connection: SQLConnection
    let table: String
    let separator: UInt8

    func run(_ lines: InputLines) throws -> Result {
        var reader = CSVReader(lines: lines, separator: separator)
        var result = Result()
        guard var row = try reader.next() else {
            throw CommandFailure("The file is empty: there is nothing to import.")
        }
        try connection.transaction { connection in
            var columns = try existingColumns()
            let header = row.map { $0 ?? "" }
            if columns.isEmpty {
                columns = try makeTable(header)
                result.madeTable = true
            }
            if Set(header).isSubset(of: columns), Set(header).count == header.count {
                columns = header
                result.usedHeader = true
            }
            let names = columns.map { "\(identifier: $0)" as SQLStatement }.joined(separator: ", ")
            // As COPY does: the file's numbers are kept, also where the table would always make its own.
            let overriding: SQLStatement = connection.dialect == .postgreSQL ? "OVERRIDING SYSTEM VALUE" : ""
            var isFirst = result.usedHeader
            repeat {
                defer { isFirst = false }
                if isFirst { continue }
                guard row.count == columns.count else {
                    throw CommandFailure(
                        "line \(reader.line): \(row.count) fields, where the table needs \(columns.count) "
                            + "(\(columns.joined(separator: ", ").prefix(200))). Nothing was imported.")
                }
                let values = row.map { field in "\(field)" as SQLStatement }.joined(separator: ", ")
                do {
                    try connection.execute("INSERT INTO \(qualified) (\(names)) \(overriding) VALUES (\(values))")
                } catch {
                    complain("sqlshell: line \(reader.line) of the file is refused. Nothing was imported.")
                    throw error
                }
                result.rows += 1
            } while try advance(&row, &reader)
        }
        return result
    }

    private func advance(_ row: inout [String?], _ reader: inout CSVReader) throws -> Bool {
        guard let next = try reader.next() else { return false }
        row = next
        return true
    }

    /// The table's name; before a point stands its schema.
    private var qualified: SQLStatement {
        table.split(separator: ".", maxSplits: 1).map { "\(identifier: String($0))" as SQLStatement }.joined(
            separator: ".")
    }

    /// The columns that a row may fill.
    private func existingColumns() throws -> [String] {
        switch connection.dialect {
        case .sqlite:
            try connection.values("SELECT name FROM pragma_table_xinfo(\(table)) WHERE hidden = 0", as: String.self)
        case .postgreSQL:
            try connection.values(
                """
                SELECT CAST(attname AS text) FROM pg_attribute
                WHERE attrelid = to_regclass(\(qualified.description)) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                ORDER BY attnum
                """, as: String.self)
        }
    }

    private func makeTable(_ header: [String]) throws -> [String] {
        guard Set(header).count == header.count, !header.contains("") else {
            throw CommandFailure(
                "There is no table '\(table)', and the first row cannot name its columns: a name is missing or doubled."
            )
        }
        let columns = header.map { "\(identifier: $0) TEXT" as SQLStatement }.joined(separator: ", ")
        try connection.execute("CREATE TABLE \(qualified) (\(columns))")
        return header
    }
}

/// Takes rows of separated values (RFC 4180) apart; line ends of all three kinds, and a byte order mark, are understood.
struct CSVReader {
    private let lines: InputLines
    private let separator: UInt8
    /// The number of the line that was read last.
    private(set) var line = 0
    /// What follows a carriage return that ends a row by itself, as old systems wrote it.
    private var pending: ArraySlice<UInt8>?

    init(lines: InputLines, separator: UInt8) {
        self.lines = lines
        self.separator = separator
    }

    /// The next row; an empty field without quotes is `nil`. Empty lines are skipped.
    ///
    /// - Throws: ``CommandFailure`` for a quote that is not closed, text after a closing quote, or bytes that are not UTF-8.
    mutating func next() throws -> [String?]? {
        while var bytes = try pending ?? lines.next()?[...] {
            pending = nil
            line += 1
            if line == 1, bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes.removeFirst(3) }
            if endRow(bytes, at: bytes.startIndex) { continue }
            return try row(bytes)
        }
        return nil
    }

    /// Whether a row ends at a place in these bytes. What stands behind its end is the next row's.
    private mutating func endRow(_ bytes: ArraySlice<UInt8>, at index: Int) -> Bool {
        guard index < bytes.endIndex else { return true }
        guard bytes[index] == 0x0d || bytes[index] == 0x0a else { return false }
        let rest = bytes[index...].dropFirst()
        // A line's only line feed is its last byte.
        if let next = rest.first, next != 0x0a { pending = rest }
        return true
    }

    private mutating func row(_ first: ArraySlice<UInt8>) throws -> [String?] {
        let start = line
        var bytes = first
        var index = bytes.startIndex
        var fields: [String?] = []
        while true {
            var field: [UInt8] = []
            let isQuoted = index < bytes.endIndex && bytes[index] == UInt8(ascii: "\"")
            if isQuoted {
                index += 1
                while true {
                    guard index < bytes.endIndex else {
                        guard let more = try lines.next() else {
                            throw CommandFailure("line \(start): a quoted field is not closed. Nothing was imported.")
                        }
                        line += 1
                        (bytes, index) = (more[...], 0)
                        continue
                    }
                    if bytes[index] == UInt8(ascii: "\"") {
                        guard index + 1 < bytes.endIndex, bytes[index + 1] == UInt8(ascii: "\"") else { break }
                        index += 1
                    }
                    field.append(bytes[index])
                    index += 1
                }
                index += 1
                guard index >= bytes.endIndex || bytes[index] == separator || [0x0a, 0x0d].contains(bytes[index]) else {
                    throw CommandFailure("line \(line): there is text after a closing quote. Nothing was imported.")
                }
            } else {
                while index < bytes.endIndex, bytes[index] != separator, bytes[index] != 0x0a, bytes[index] != 0x0d {
                    field.append(bytes[index])
                    index += 1
                }
            }
            guard let text = String(validating: field, as: UTF8.self) else {
                throw CommandFailure("line \(line): field \(fields.count + 1) is not UTF-8. Nothing was imported.")
            }
            fields.append(field.isEmpty && !isQuoted ? nil : text)
            guard index < bytes.endIndex, bytes[index] == separator else {
                _ = endRow(bytes, at: index)
                return fields
            }
            index += 1
        }
    }
}
