import PokedexModel
import SQLDatabase

extension ReaderSQL.Answer {
    /// An array of objects, whose members are the columns in order.
    public var json: JSON {
        .array(rows.map { row in .object(zip(columns, row).map { ($0, $1.json) }) })
    }

    /// Comma-separated values with a head (RFC 4180, but with plain line feeds).
    public var csv: String {
        let lines = [columns] + rows.map { $0.map { $0.isNull ? "" : $0.plainText } }
        return lines.map { $0.map(Self.field).joined(separator: ",") + "\n" }.joined()
    }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) || $0 == "\r\n" }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}

extension SQLValue {
    /// The value as JSON; bytes as their number.
    public var json: JSON {
        switch self {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .integer(let value): .int(Int(value))
        case .real(let value): .double(value)
        case .decimal(let text), .text(let text): .string(text)
        case .blob(let bytes): .string("\(bytes.count) bytes")
        }
    }

    /// The value as a person reads it; NULL as that word.
    public var plainText: String {
        switch self {
        case .null: "NULL"
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .decimal(let text), .text(let text): text
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }
}
