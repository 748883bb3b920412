import Foundation
import SQLDatabase

/// Shows the rows of one result, as they come.
protocol ResultWriter {
    /// The columns are known; no row has come yet.
    mutating func begin(_ columns: SQLColumns, _ output: Output) throws
    mutating func add(_ row: SQLRow, _ output: Output) throws
    mutating func end(_ output: Output) throws
}

extension OutputFormat {
    func writer(usesColor: Bool) -> any ResultWriter {
        switch self {
        case .table: TableWriter(usesColor: usesColor)
        case .csv: CSVWriter()
        case .json: JSONWriter()
        }
    }
}

/// Comma-separated values by RFC 4180, with a header: `NULL` is an empty field, an empty text a quoted one.
struct CSVWriter: ResultWriter {
    mutating func begin(_ columns: SQLColumns, _ output: Output) throws {
        try output.write(columns.names.map { quoted($0) }.joined(separator: ",") + "\n")
    }

    mutating func add(_ row: SQLRow, _ output: Output) throws {
        try output.write(row.values.map { field($0) }.joined(separator: ",") + "\n")
    }

    mutating func end(_ output: Output) throws {}

    private func field(_ value: SQLValue) -> String {
        switch value {
        case .text(""): "\"\""
        case .text(let text): quoted(text)
        default: value.shown
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

    mutating func begin(_ columns: SQLColumns, _ output: Output) throws {
        var seen: [String: Int] = [:]
        keys = columns.names.map { name in
            // A second column of the same name gets a number: objects have each key once.
            seen[name, default: 0] += 1
            let count = seen[name, default: 1]
            return quoted(count == 1 ? name : "\(name)_\(count)")
        }
        try output.write("[")
    }

    mutating func add(_ row: SQLRow, _ output: Output) throws {
        let members = zip(keys, row.values).map { "\($0): \(json($1))" }
        try output.write((isFirst ? "\n  {" : ",\n  {") + members.joined(separator: ", ") + "}")
        isFirst = false
    }

    mutating func end(_ output: Output) throws {
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

/// A table for the eye; the first rows decide how wide the columns are.
struct TableWriter: ResultWriter {
    /// How many rows are looked at before the first is shown.
    private static let sampleSize = 500
    /// How wide a column may be; longer values are cut.
    private static let widest = 60

    let usesColor: Bool
    private var names: [String] = []
    private var sample: [SQLRow] = []
    private var widths: [Int]?

    init(usesColor: Bool) {
        self.usesColor = usesColor
    }

    mutating func begin(_ columns: SQLColumns, _ output: Output) throws {
        names = columns.names.map { $0.printable }
    }

    mutating func add(_ row: SQLRow, _ output: Output) throws {
        if let widths {
            try output.write(line(row, widths))
        } else {
            sample.append(row)
            if sample.count == Self.sampleSize { try showSample(output) }
        }
    }

    mutating func end(_ output: Output) throws {
        if widths == nil { try showSample(output) }
    }

    private mutating func showSample(_ output: Output) throws {
        var widths = names.map { min(Self.widest, $0.columnsOnTerminal) }
        for row in sample {
            for (index, value) in row.values.enumerated() where index < widths.count {
                widths[index] = max(widths[index], min(Self.widest, value.shown.printable.columnsOnTerminal))
            }
        }
        let heads = zip(names, widths).map { name, width in
            bold(name.fitted(to: width))
        }
        try output.write(heads.joined(separator: "  ").trimmingTrailingSpaces + "\n")
        try output.write(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n")
        for row in sample { try output.write(line(row, widths)) }
        sample = []
        self.widths = widths
    }

    private func line(_ row: SQLRow, _ widths: [Int]) -> String {
        let cells = zip(row.values, widths).map { value, width in
            switch value {
            case .null: dim("NULL".fitted(to: width))
            case .integer, .real, .decimal: value.shown.fitted(to: width, toTheRight: true)
            default: value.shown.printable.fitted(to: width)
            }
        }
        return cells.joined(separator: "  ").trimmingTrailingSpaces + "\n"
    }

    private func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    private func dim(_ text: String) -> String { usesColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

extension SQLValue {
    /// The value as text; bytes in hexadecimal.
    var shown: String {
        switch self {
        case .null: ""
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .real(let value):
            value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)"
        case .decimal(let text), .text(let text): text
        case .blob(let bytes):
            "x" + bytes.reduce(into: "") { text, byte in text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        }
    }
}

extension String {
    /// The text on one line, with control characters made visible: data must not command the terminal.
    fileprivate var printable: String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += "⏎"
            case "\t": result += "⇥"
            case _ where scalar.properties.generalCategory == .control: result += "·"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// How many columns of a terminal the text takes: two for wide characters.
    fileprivate var columnsOnTerminal: Int {
        utf8.count == unicodeScalars.count ? utf8.count : reduce(0) { $0 + $1.columnsOnTerminal }
    }

    /// The text in exactly so many columns, cut with an ellipsis or filled with spaces.
    fileprivate func fitted(to width: Int, toTheRight: Bool = false) -> String {
        let own = columnsOnTerminal
        if own <= width {
            let spaces = String(repeating: " ", count: width - own)
            return toTheRight ? spaces + self : self + spaces
        }
        var cut = ""
        var columns = 0
        for character in self {
            guard columns + character.columnsOnTerminal < width else { break }
            cut.append(character)
            columns += character.columnsOnTerminal
        }
        return cut + "…" + String(repeating: " ", count: width - columns - 1)
    }

    fileprivate var trimmingTrailingSpaces: String {
        guard last == " " else { return self }
        return String(self[...(lastIndex { $0 != " " } ?? startIndex)])
    }
}

extension Character {
    fileprivate var columnsOnTerminal: Int {
        guard let value = unicodeScalars.first?.value else { return 0 }
        switch value {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
            0x1f300...0x1faff, 0x20000...0x3fffd:
            return 2
        default: return 1
        }
    }
}
