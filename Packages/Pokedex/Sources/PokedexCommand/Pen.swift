import CommandKit
import PokedexModel

/// Draws text, in colour or without.
struct Pen: Sendable {
    let style: TextStyle

    /// The games' colour of each type, as a number of the 256 that terminals have.
    private static let colors: [String: Int] = [
        "normal": 144, "fighting": 160, "flying": 141, "poison": 133, "ground": 179, "rock": 137, "bug": 106,
        "ghost": 97, "steel": 146, "fire": 208, "water": 69, "grass": 77, "electric": 220, "psychic": 204, "ice": 116,
        "dragon": 63, "dark": 95, "fairy": 218, "stellar": 80,
    ]

    /// A type's name in its colour.
    func type(_ slug: String) -> String {
        style.paint(slug, "1;38;5;\(Self.colors[slug] ?? 250)")
    }

    /// Bold text.
    func bold(_ text: String) -> String { style.bold(text) }

    /// Text that matters less.
    func dim(_ text: String) -> String { style.dim(text) }

    /// A bar of at most `width` blocks for a value out of 255, red to green.
    func bar(_ value: Int, width: Int = 30) -> String {
        let filled = max(1, min(width, (value * width + 90) / 180))
        let color = value < 50 ? 203 : value < 80 ? 215 : value < 110 ? 149 : 42
        return style.paint(String(repeating: "█", count: filled), "38;5;\(color)")
    }
}

/// Rows in columns of equal width.
struct TextTable {
    private var rows: [[String]] = []
    private let rightAligned: Set<Int>

    /// Starts a table; the columns of `rightAligned` hold numbers.
    init(_ head: [String] = [], rightAligned: Set<Int> = []) {
        self.rightAligned = rightAligned
        if !head.isEmpty { rows.append(head) }
    }

    /// Adds a row.
    mutating func append(_ cells: [String]) {
        rows.append(cells)
    }

    /// The lines, without white space at their ends.
    var lines: [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0.count > column ? Self.width($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: max(0, widths[column] - Self.width(cell)))
                return rightAligned.contains(column) ? gap + cell : cell + gap
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// How many columns a text takes: escape sequences take none.
    private static func width(_ text: String) -> Int {
        var width = 0
        var isEscape = false
        for character in text {
            if character == "\u{1B}" { isEscape = true }
            if !isEscape { width += 1 }
            if character == "m" { isEscape = false }
        }
        return width
    }
}
