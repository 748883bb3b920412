import SQLDatabase

extension SQLValue {
    /// The value as text; bytes in hexadecimal, for SQLite.
    var shown: String { shown(in: .sqlite) }

    /// The value as text; bytes in hexadecimal, behind what marks them on that engine: PostgreSQL reads its own form back.
    func shown(in dialect: SQLDialect) -> String {
        switch self {
        case .null: ""
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .real(let value):
            value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)"
        case .decimal(let text), .text(let text): text
        case .blob(let bytes):
            bytes.reduce(into: dialect == .postgreSQL ? "\\x" : "x") { text, byte in
                text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
    }
}

extension String {
    /// The text on one line, with control characters made visible: data must not command the terminal.
    var printable: String { printable(keepingLines: false) }

    /// The text with control characters made visible; with `keepingLines` a line end is one.
    func printable(keepingLines: Bool) -> String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += keepingLines ? "\n" : "⏎"
            case "\t": result += "⇥"
            case _ where scalar.properties.generalCategory == .control: result += "·"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// How many columns of a terminal the text takes: two for wide characters.
    var columnsOnTerminal: Int {
        utf8.count == unicodeScalars.count ? utf8.count : reduce(0) { $0 + $1.columnsOnTerminal }
    }

    /// The text, filled with spaces up to a number of columns.
    func padded(to width: Int, toTheRight: Bool = false) -> String {
        let own = columnsOnTerminal
        guard own < width else { return self }
        let spaces = String(repeating: " ", count: width - own)
        return toTheRight ? spaces + self : self + spaces
    }

    /// The beginning of the text in so many columns, with an ellipsis at its end.
    func cut(to width: Int) -> String {
        var cut = ""
        var columns = 0
        for character in self {
            guard columns + character.columnsOnTerminal < width else { break }
            cut.append(character)
            columns += character.columnsOnTerminal
        }
        return cut + "…"
    }

    var trimmingTrailingSpaces: String {
        guard last == " " else { return self }
        return String(self[...(lastIndex { $0 != " " } ?? startIndex)])
    }
}

extension Character {
    var columnsOnTerminal: Int {
        guard let value = unicodeScalars.first?.value else { return 0 }
        switch value {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
            0x1f300...0x1faff, 0x20000...0x3fffd:
            return 2
        default: return 1
        }
    }
}
