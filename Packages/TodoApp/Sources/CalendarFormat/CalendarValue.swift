/// How values of the type TEXT are written (RFC 5545, 3.3.11), and how lines are folded (3.1).
public enum CalendarValue {
    /// A text without its escapes. A backslash before a character that needs none stays, as the client wrote it.
    public static func text(_ value: some StringProtocol) -> String {
        var result = ""
        var escaped = false
        for scalar in value.unicodeScalars {
            guard escaped else {
                if scalar == "\\" { escaped = true } else { result.unicodeScalars.append(scalar) }
                continue
            }
            escaped = false
            switch scalar {
            case "n", "N": result.append("\n")
            case "\\", ";", ",": result.unicodeScalars.append(scalar)
            default:
                result.append("\\")
                result.unicodeScalars.append(scalar)
            }
        }
        if escaped { result.append("\\") }
        return result
    }

    /// The texts of a list, which unescaped commas separate.
    public static func list(_ value: some StringProtocol) -> [String] {
        var parts: [String] = []
        var part = ""
        var escaped = false
        for scalar in value.unicodeScalars {
            if scalar == ",", !escaped {
                parts.append(text(part))
                part = ""
            } else {
                part.unicodeScalars.append(scalar)
            }
            escaped = scalar == "\\" && !escaped
        }
        parts.append(text(part))
        return parts
    }

    /// A text with its escapes. Line ends of any kind become `\n`; other control characters, which no value may have,
    /// are left out.
    public static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        var afterReturn = false
        for scalar in text.unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            switch scalar {
            case "\\", ";", ",":
                result.append("\\")
                result.unicodeScalars.append(scalar)
            case "\r": result.append("\\n")
            case "\n": if !afterReturn { result.append("\\n") }
            case "\t": result.append("\t")
            case _ where scalar.value < 0x20 || scalar.value == 0x7f: break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A list with its escapes and commas.
    public static func escaped(list: [String]) -> String { list.map { escaped($0) }.joined(separator: ",") }

    /// A line in physical lines of at most 75 octets, none of which ends within a character, each with its line end.
    public static func folded(_ line: String, lineEnd: String = "\r\n") -> [UInt8] {
        var bytes: [UInt8] = []
        var width = 0
        for scalar in line.unicodeScalars {
            let octets = UTF8.width(scalar)
            if width + octets > 75 {
                bytes += Array(lineEnd.utf8) + [UInt8(ascii: " ")]
                width = 1
            }
            bytes += Array(String(scalar).utf8)
            width += octets
        }
        return bytes + Array(lineEnd.utf8)
    }
}
