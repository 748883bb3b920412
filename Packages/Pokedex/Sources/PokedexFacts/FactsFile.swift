/// The facts as one text: every table of the schema as tab-separated lines.
///
/// A table opens with `#name column:kind …` (`i` a number, `t` text) and goes on with one line a row. `\N` is NULL.
/// Texts hold no tabs, so nothing is escaped but a line end inside a text, which is written as the vertical tab. A number that equals the number above it
/// in the same column is written as `=`, which halves the compressed size of the long tables.
public struct FactsFile: Sendable, Equatable {
    /// The tables, in an order in which every table follows those that it refers to.
    public var tables: [FactTable]

    /// Gathers tables.
    public init(tables: [FactTable]) {
        self.tables = tables
    }

    /// The table of that name, if the file has one.
    public func table(_ name: String) -> FactTable? {
        tables.first { $0.name == name }
    }

    /// Why a facts file cannot be read.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// A line does not follow the format.
        case malformed(line: Int, problem: String)

        /// The line and what would be right there.
        public var description: String {
            switch self {
            case .malformed(let line, let problem): "Line \(line) of the facts file \(problem)."
            }
        }
    }

    /// The file's text.
    public func encoded() -> String {
        var text = ""
        for table in tables {
            let head = table.columns.map { "\($0.name):\($0.kind.rawValue)" }.joined(separator: " ")
            text += "#\(table.name) \(head)\n"
            var above: [FactValue] = []
            for row in table.rows {
                for (index, value) in row.enumerated() {
                    if index > 0 { text += "\t" }
                    switch value {
                    case .null: text += "\\N"
                    case .text(let value): text += value.replacing("\n", with: "\u{b}")
                    case .integer(let number):
                        text += index < above.count && above[index] == value ? "=" : String(number)
                    }
                }
                text += "\n"
                above = row
            }
        }
        return text
    }

    /// Reads the text of a facts file.
    ///
    /// - Throws: `Failure` with the number of the first line that is wrong.
    public init(decoding bytes: [UInt8]) throws(Failure) {
        tables = []
        var line = 0
        var start = 0
        var current: FactTable?
        var above: [FactValue] = []
        while start < bytes.count {
            line += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if bytes[start] == UInt8(ascii: "#") {
                if let current { tables.append(current) }
                current = try Self.head(bytes[start + 1..<end], line: line)
                above = []
            } else {
                guard let columns = current?.columns else {
                    throw .malformed(line: line, problem: "comes before the first table's head")
                }
                above = try Self.row(bytes[start..<end], columns: columns, above: above, line: line)
                current?.append(row: above)
            }
            start = end + 1
        }
        if let current { tables.append(current) }
    }

    private static func head(_ bytes: ArraySlice<UInt8>, line: Int) throws(Failure) -> FactTable {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        guard let name = words.first, words.count > 1 else {
            throw .malformed(line: line, problem: "should be #table and its columns")
        }
        var columns: [FactTable.Column] = []
        for word in words.dropFirst() {
            let parts = word.split(separator: ":")
            guard parts.count == 2, let letter = parts[1].first, let kind = FactTable.Column.Kind(rawValue: letter)
            else { throw .malformed(line: line, problem: "has a column '\(word)' where name:i or name:t should be") }
            columns.append(FactTable.Column(name: String(parts[0]), kind: kind))
        }
        return FactTable(name: String(name), columns: columns, rows: [])
    }

    private static func row(
        _ bytes: ArraySlice<UInt8>, columns: [FactTable.Column], above: [FactValue], line: Int
    ) throws(Failure) -> [FactValue] {
        var row: [FactValue] = []
        row.reserveCapacity(columns.count)
        var start = bytes.startIndex
        for (index, column) in columns.enumerated() {
            guard start <= bytes.endIndex else {
                throw .malformed(line: line, problem: "has \(index) values where \(columns.count) should be")
            }
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\t")) ?? bytes.endIndex
            let field = bytes[start..<end]
            if field.elementsEqual([UInt8(ascii: "\\"), UInt8(ascii: "N")]) {
                row.append(.null)
            } else if column.kind == .text {
                row.append(.text(Self.text(field)))
            } else if field.count == 1, field[start] == UInt8(ascii: "="), index < above.count {
                row.append(above[index])
            } else if let number = integer(field) {
                row.append(.integer(number))
            } else {
                let word = String(decoding: field.prefix(40), as: UTF8.self)
                throw .malformed(line: line, problem: "has '\(word)' where the number \(column.name) should be")
            }
            start = end + 1
        }
        guard start == bytes.endIndex + 1 else {
            throw .malformed(line: line, problem: "has more than \(columns.count) values")
        }
        return row
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        guard field.contains(0x0b) else { return String(decoding: field, as: UTF8.self) }
        return String(decoding: field.map { $0 == 0x0b ? UInt8(ascii: "\n") : $0 }, as: UTF8.self)
    }

    /// A decimal number of at most nine digits: no identifier or measure in the facts is longer.
    private static func integer(_ digits: ArraySlice<UInt8>) -> Int? {
        var rest = digits
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        guard (1...9).contains(rest.count) else { return nil }
        var value = 0
        for digit in rest {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return isNegative ? -value : value
    }
}
