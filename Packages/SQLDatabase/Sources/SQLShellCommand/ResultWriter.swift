import Foundation
import SQLDatabase

/// Shows the rows of one result, as they come.
protocol ResultWriter {
    /// The columns are known; no row has come yet.
    mutating func begin(_ columns: SQLColumns, _ output: ShellOutput) throws
    mutating func add(_ row: SQLRow, _ output: ShellOutput) throws
    mutating func end(_ output: ShellOutput) throws
    /// How many values were cut.
    var cutValues: Int { get }
}

extension ResultWriter {
    var cutValues: Int { 0 }
}

/// How results are shown.
struct ResultStyle: Sendable {
    var format: OutputFormat
    var usesColor: Bool
    /// How wide a column of a table may be on a terminal; 0 for as wide as its values.
    var width = 60
    /// What stands for `NULL` in a table; nothing does in CSV.
    var nullText = "NULL"

    func writer(for output: ShellOutput, of dialect: SQLDialect) -> any ResultWriter {
        switch format {
        case .table:
            TableWriter(usesColor: usesColor, widest: output.isTerminal && width > 0 ? width : nil, nullText: nullText)
        case .expanded: ExpandedWriter(usesColor: usesColor, nullText: nullText)
        case .csv: CSVWriter(dialect: dialect)
        case .json: JSONWriter()
        }
    }
}

/// Comma-separated values by RFC 4180, with a header: `NULL` is an empty field, an empty text a quoted one, and bytes are
/// written so that the engine reads them back.
struct CSVWriter: ResultWriter {
    let dialect: SQLDialect

    mutating func begin(_ columns: SQLColumns, _ output: ShellOutput) throws {
        try output.write(columns.names.map { quoted($0) }.joined(separator: ",") + "\n")
    }

    mutating func add(_ row: SQLRow, _ output: ShellOutput) throws {
        try output.write(row.values.map { field($0) }.joined(separator: ",") + "\n")
    }

    mutating func end(_ output: ShellOutput) throws {}

    private func field(_ value: SQLValue) -> String {
        switch value {
        case .text(""): "\"\""
        case .text(let text): quoted(text)
        default: value.shown(in: dialect)
        }
    }

    private func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) || text.hasPrefix(" ") || text.hasSuffix(" ")
        else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

/// One JSON array of objects: bytes are base64 text, and what JSON has no number for (NaN) is text, too.
struct JSONWriter: ResultWriter {
    private var keys: [String] = []
    private var isFirst = true

    mutating func begin(_ columns: SQLColumns, _ output: ShellOutput) throws {
        // A second column of the same name gets a number: objects have each key once.
        var taken = Set(columns.names)
        var seen: Set<String> = []
        keys = columns.names.map { name in
            guard !seen.insert(name).inserted else { return quoted(name) }
            var number = 2
            while !taken.insert("\(name)_\(number)").inserted { number += 1 }
            return quoted("\(name)_\(number)")
        }
        try output.write("[")
    }

    mutating func add(_ row: SQLRow, _ output: ShellOutput) throws {
        let members = zip(keys, row.values).map { "\($0): \(json($1))" }
        try output.write((isFirst ? "\n  {" : ",\n  {") + members.joined(separator: ", ") + "}")
        isFirst = false
    }

    mutating func end(_ output: ShellOutput) throws {
        try output.write(isFirst ? "]\n" : "\n]\n")
    }

    private func json(_ value: SQLValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .real(let value): value.isFinite ? "\(value)" : quoted(SQLValue.real(value).shown)
        case .decimal(let text): text.utf8.allSatisfy { $0 < UInt8(ascii: "A") } ? text : quoted(text)
        case .text(let text): quoted(text)
        case .blob(let bytes): "\"\(Data(bytes).base64EncodedString())\""
        }
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                result += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
