import CommandKit
import SQLDatabase

/// A table for the eye; the first rows decide how wide the columns are.
///
/// On a terminal a column has a greatest width, and longer values are cut and counted. Elsewhere nothing is cut: a value
/// that is longer than those of the first rows moves what follows it to the right.
struct TableWriter: ResultWriter {
    /// How many rows are looked at before the first is shown.
    private static let sampleSize = 500
    /// How wide a column is made at most where nothing is cut: beyond it, spaces for all other rows help nobody.
    private static let widestPadding = 1000

    private let style: TextStyle
    private let widest: Int?
    private let nullText: String
    private var names: [String] = []
    private var sample: [SQLRow] = []
    private var widths: [Int]?
    private(set) var cutValues = 0

    /// Makes a writer; `widest` is where values are cut, if they are.
    init(usesColor: Bool, widest: Int?, nullText: String) {
        style = TextStyle(isOn: usesColor)
        self.widest = widest
        self.nullText = nullText
    }

    mutating func begin(_ columns: SQLColumns, _ output: ShellOutput) throws {
        names = columns.names.map { $0.printable }
    }

    mutating func add(_ row: SQLRow, _ output: ShellOutput) throws {
        if let widths {
            try output.write(line(row, widths))
        } else {
            sample.append(row)
            if sample.count == Self.sampleSize { try showSample(output) }
        }
    }

    mutating func end(_ output: ShellOutput) throws {
        if widths == nil { try showSample(output) }
    }

    private mutating func showSample(_ output: ShellOutput) throws {
        let most = widest ?? Self.widestPadding
        var widths = names.map { min(most, $0.columnsOnTerminal) }
        for row in sample {
            for (index, value) in row.values.enumerated() where index < widths.count {
                widths[index] = max(widths[index], min(most, shown(value).columnsOnTerminal))
            }
        }
        let heads = zip(names, widths).map { name, width in style.bold(name.padded(to: width)) }
        try output.write(heads.joined(separator: "  ").trimmingTrailingSpaces + "\n")
        try output.write(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n")
        for row in sample { try output.write(line(row, widths)) }
        sample = []
        self.widths = widths
    }

    private func shown(_ value: SQLValue) -> String {
        if case .null = value { return nullText }
        return value.shown.printable
    }

    private mutating func line(_ row: SQLRow, _ widths: [Int]) -> String {
        var cells: [String] = []
        for (value, width) in zip(row.values, widths) {
            var text = shown(value)
            if let widest, text.columnsOnTerminal > widest {
                text = text.cut(to: widest)
                cutValues += 1
            }
            switch value {
            case .null: cells.append(style.dim(text.padded(to: width)))
            case .integer, .real, .decimal: cells.append(text.padded(to: width, toTheRight: true))
            default: cells.append(text.padded(to: width))
            }
        }
        return cells.joined(separator: "  ").trimmingTrailingSpaces + "\n"
    }
}

/// Each row as a list of its columns, a value a line: for rows that are wider than the terminal.
struct ExpandedWriter: ResultWriter {
    private let style: TextStyle
    private let nullText: String
    private var names: [String] = []
    private var number = 0

    init(usesColor: Bool, nullText: String) {
        style = TextStyle(isOn: usesColor)
        self.nullText = nullText
    }

    mutating func begin(_ columns: SQLColumns, _ output: ShellOutput) throws {
        let shown = columns.names.map { $0.printable }
        let width = shown.map(\.columnsOnTerminal).max() ?? 0
        names = shown.map { style.bold($0.padded(to: width)) }
    }

    mutating func add(_ row: SQLRow, _ output: ShellOutput) throws {
        number += 1
        try output.write("── row \(number) ──\n")
        for (name, value) in zip(names, row.values) {
            var text = value.shown.printable(keepingLines: true)
            if case .null = value { text = style.dim(nullText) }
            try output.write("\(name)  \(text)".trimmingTrailingSpaces + "\n")
        }
    }

    mutating func end(_ output: ShellOutput) throws {}
}
