/// One value as a database holds it.
///
/// SQLite knows no booleans and no decimals: it stores a boolean as the integer 0 or 1 and a decimal as text, and
/// returns them so. PostgreSQL's other types (dates, UUIDs, JSON, arrays, enumerations …) arrive as text in
/// PostgreSQL's own notation, and text is accepted wherever such a type is expected.
public enum SQLValue: Sendable, Hashable {
    /// SQL's `NULL`: no value.
    case null
    /// A truth value.
    case boolean(Bool)
    /// A whole number of at most 64 bits.
    case integer(Int64)
    /// A binary floating-point number.
    case real(Double)
    /// An exact number of any length in decimal notation: PostgreSQL's `numeric`.
    case decimal(String)
    /// Text in Unicode.
    case text(String)
    /// Bytes; also a text whose bytes are not UTF-8, which SQLite allows: so no value is changed on its way.
    case blob([UInt8])
}

extension SQLValue {
    /// Takes a text as an engine hands it over, for the length of this call: text if it is UTF-8, and else its bytes.
    package init(text bytes: some Collection<UInt8>) {
        self = String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .blob([UInt8](bytes))
    }
}

extension SQLValue {
    /// Whether this is `NULL`.
    @inlinable
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// What kind of value this is, in words, for messages that must not show the value itself.
    public var kind: String {
        switch self {
        case .null: "NULL"
        case .boolean: "a boolean"
        case .integer: "an integer"
        case .real: "a floating-point number"
        case .decimal: "a decimal number"
        case .text: "text"
        case .blob: "bytes"
        }
    }
}

// No literal makes `NULL`: `nil` for a ``SQLValue`` would be too easy to mistake for an optional without a value.
extension SQLValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral
{
    /// Makes a boolean.
    public init(booleanLiteral value: Bool) {
        self = .boolean(value)
    }

    /// Makes an integer.
    public init(integerLiteral value: Int64) {
        self = .integer(value)
    }

    /// Makes a floating-point number.
    public init(floatLiteral value: Double) {
        self = .real(value)
    }

    /// Makes text.
    public init(stringLiteral value: String) {
        self = .text(value)
    }
}
