import Foundation

/// A CSV file of a PokéAPI checkout, read row by row.
///
/// The files follow RFC 4180: fields in double quotes may hold commas, line ends and doubled quotes. An empty field is
/// no fact. Only the columns that the table knows are kept; a column that the file lacks is NULL, except that a missing
/// `id` is the row's number, as the PokéAPI itself counts machines.
public struct PokeAPIFile {
    /// Why a file cannot be read.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// The file is there, but not readable.
        case unreadable(file: String, reason: String)
        /// The first line names none of the columns that belong there.
        case otherColumns(file: String, found: [String], wanted: [String])
        /// A field is not what its column holds.
        case malformed(file: String, line: Int, problem: String)

        /// The file, the place in it, and what would be right there.
        public var description: String {
            switch self {
            case .unreadable(let file, let reason): "\(file).csv cannot be read: \(reason)."
            case .otherColumns(let file, let found, let wanted):
                "\(file).csv should begin with a line that names its columns, such as "
                    + "'\(wanted.joined(separator: ","))'; it begins with '\(found.joined(separator: ",").prefix(120))'."
            case .malformed(let file, let line, let problem): "\(file).csv, line \(line) \(problem)."
            }
        }
    }

    /// The table that the file fills.
    public let table: PokeAPITables.Table
    /// The columns of the table that the file does not have.
    public let missing: [String]
    /// The columns of the file that the table does not have.
    public let unused: [String]

    private let bytes: Data
    private var offset = 0
    private var line = 1
    private var row = 0
    /// For each field of a row, the column of the table that it fills.
    private var targets: [Int?] = []

    /// Opens the file of a table in a folder, and reads its first line.
    ///
    /// - Returns: `nil` if the folder holds no such file.
    /// - Throws: `Failure`.
    public init?(_ table: PokeAPITables.Table, in folder: URL) throws(Failure) {
        let url = folder.appending(path: "\(table.file).csv")
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        self.table = table
        do {
            bytes = try Data(contentsOf: url, options: .mappedIfSafe)
        } catch {
            throw .unreadable(file: table.file, reason: error.localizedDescription)
        }
        // A byte order mark is no part of the first column's name.
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { offset = 3 }
        var fields: [[UInt8]] = []
        try Self.fields(of: bytes, from: &offset, &line, file: table.file) { fields.append($0) }
        let names = fields.map { String(decoding: $0, as: UTF8.self) }
        let wanted = table.columns.map(\.name)
        targets = names.map { name in wanted.firstIndex(of: name) }
        missing = wanted.filter { !names.contains($0) }
        unused = names.filter { !wanted.contains($0) }
        // Without any of what a row says beside its number it is some other file.
        guard targets.contains(where: { $0 != nil && wanted[$0 ?? 0] != "id" }) || wanted == ["id"] else {
            throw .otherColumns(file: table.file, found: names, wanted: wanted)
        }
    }

    /// The next row, with one value for each column of the table; `nil` at the end.
    ///
    /// - Throws: `Failure` with the line.
    public mutating func next() throws(Failure) -> [FactValue]? {
        while offset < bytes.count {
            let start = line
            var values = [FactValue](repeating: .null, count: table.columns.count)
            var count = 0
            var isBlank = true
            var problem: Failure?
            try Self.fields(of: bytes, from: &offset, &line, file: table.file) { field in
                defer { count += 1 }
                if !field.isEmpty { isBlank = false }
                guard count < targets.count, let target = targets[count], !field.isEmpty, problem == nil else { return }
                let column = table.columns[target]
                switch column.kind {
                case .text: values[target] = .text(String(decoding: field, as: UTF8.self))
                case .integer:
                    if let number = Self.integer(field) {
                        values[target] = .integer(number)
                    } else {
                        let word = String(decoding: field.prefix(40), as: UTF8.self)
                        problem = .malformed(
                            file: table.file, line: start,
                            problem: "has '\(word)' where the whole number \(column.name) should be")
                    }
                }
            }
            if isBlank { continue }
            if let problem { throw problem }
            guard count <= targets.count else {
                throw .malformed(
                    file: table.file, line: start, problem: "has \(count) fields where \(targets.count) should be")
            }
            row += 1
            if table.hasNumber, values[0] == .null {
                guard missing.contains("id") else {
                    throw .malformed(file: table.file, line: start, problem: "has no id")
                }
                values[0] = .integer(row)
            }
            return values
        }
        return nil
    }

    /// Takes one record apart and moves behind it.
    private static func fields(
        of bytes: Data, from offset: inout Int, _ line: inout Int, file: String, _ body: ([UInt8]) -> Void
    ) throws(Failure) {
        let start = line
        var field: [UInt8] = []
        var isQuoted = false
        // Each step looks at one byte; a field ends at a comma, a record at a line end outside quotes.
        while offset < bytes.count {
            let byte = bytes[bytes.startIndex + offset]
            offset += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isQuoted {
                guard byte == UInt8(ascii: "\"") else {
                    field.append(byte)
                    continue
                }
                if offset < bytes.count, bytes[bytes.startIndex + offset] == UInt8(ascii: "\"") {
                    field.append(byte)
                    offset += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
            case UInt8(ascii: ","):
                body(field)
                field.removeAll(keepingCapacity: true)
            case UInt8(ascii: "\r"): continue
            case UInt8(ascii: "\n"):
                body(field)
                return
            default: field.append(byte)
            }
        }
        guard !isQuoted else {
            throw .malformed(file: file, line: start, problem: "opens a quote that is never closed")
        }
        body(field)
    }

    /// A whole number of at most twelve digits; the checkout writes truths as 0 and 1.
    private static func integer(_ field: [UInt8]) -> Int? {
        var digits = field[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        guard (1...12).contains(digits.count) else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return isNegative ? -value : value
    }
}

extension PokeAPIFile {
    /// All rows of a table's file; `nil` if the folder has none.
    ///
    /// - Throws: `Failure`.
    public static func rows(of table: PokeAPITables.Table, in folder: URL) throws(Failure) -> FactTable? {
        guard var file = try PokeAPIFile(table, in: folder) else { return nil }
        var facts = FactTable(name: table.name, columns: table.columns, rows: [])
        while let row = try file.next() { facts.append(row: row) }
        return facts
    }
}
