import TextAnalysis

/// How bytes become text.
public enum TextEncoding: Sendable, Equatable {
    /// UTF-8, or UTF-16 or UTF-32 when a byte order mark or the pattern of zero bytes tells so.
    case automatic
    /// UTF-8, whatever it begins with.
    case utf8
    /// UTF-16, in the order of its byte order mark; little-endian without one, as the WHATWG has it.
    case utf16
    case utf16LittleEndian
    case utf16BigEndian
    case utf32LittleEndian
    case utf32BigEndian
    /// Windows-1252, which is also what files called Latin-1 or ASCII hold (WHATWG Encoding Standard).
    case windows1252
    /// Any other that the system's `iconv` knows, by its name there.
    case system(String)

    /// The encoding of this name in any case; nil when neither BookBot nor the system knows it.
    public init?(_ name: String) {
        let plain = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
        switch plain {
        case "auto": self = .automatic
        case "utf8", "ascii", "usascii": self = .utf8
        case "utf16": self = .utf16
        case "utf16le", "ucs2": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "utf32", "utf32le", "ucs4": self = .utf32LittleEndian
        case "utf32be": self = .utf32BigEndian
        case "windows1252", "cp1252", "latin1", "iso88591", "l1": self = .windows1252
        default:
            guard SystemConverter.knows(name) else { return nil }
            self = .system(name)
        }
    }
}
