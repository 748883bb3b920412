#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SQLValue: SQLValueConvertible {
    /// The value itself.
    @inlinable public var sqlValue: SQLValue { self }

    /// Takes any value, `NULL` too.
    @inlinable
    public init?(sqlValue: SQLValue) {
        self = sqlValue
    }

    /// Any value will do.
    public static var sqlExpectation: String { "any value" }
}

extension Optional: SQLValueConvertible where Wrapped: SQLValueConvertible {
    /// The wrapped value, or `NULL`.
    @inlinable public var sqlValue: SQLValue { self?.sqlValue ?? .null }

    /// Makes `nil` of `NULL`, and the wrapped type of all else.
    @inlinable
    public init?(sqlValue: SQLValue) {
        if case .null = sqlValue {
            self = .none
        } else if let value = Wrapped(sqlValue: sqlValue) {
            self = .some(value)
        } else {
            return nil
        }
    }

    /// The wrapped type's expectation, or `NULL`.
    public static var sqlExpectation: String { "\(Wrapped.sqlExpectation) or NULL" }
}

extension Bool: SQLValueConvertible {
    /// A boolean.
    @inlinable public var sqlValue: SQLValue { .boolean(self) }

    /// Takes a boolean, or the integer 0 or 1, which is SQLite's form of it.
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .boolean(let value): self = value
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }

    /// A boolean or its integer form.
    public static var sqlExpectation: String { "a boolean (or the integer 0 or 1)" }
}

/// An integer type whose every value fits into 64 bits with sign.
///
/// `UInt` and `UInt64` are not among them: no SQL engine here has a column type for them.
public protocol SQLInteger: SQLValueConvertible, FixedWidthInteger {}

extension SQLInteger {
    /// An integer.
    @inlinable public var sqlValue: SQLValue { .integer(Int64(truncatingIfNeeded: self)) }

    /// Takes an integer within this type's range, or a decimal without a fraction, as PostgreSQL's sums are.
    @inlinable
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .integer(let value): self.init(exactly: value)
        case .decimal(let text): self.init(text)
        default: return nil
        }
    }

    /// An integer with its range.
    public static var sqlExpectation: String { "an integer from \(Self.min) to \(Self.max)" }
}

extension Int: SQLInteger {}
extension Int8: SQLInteger {}
extension Int16: SQLInteger {}
extension Int32: SQLInteger {}
extension Int64: SQLInteger {}
extension UInt8: SQLInteger {}
extension UInt16: SQLInteger {}
extension UInt32: SQLInteger {}

extension Double: SQLValueConvertible {
    /// A floating-point number.
    @inlinable public var sqlValue: SQLValue { .real(self) }

    /// Takes a floating-point number, an integer that a `Double` holds exactly, or a decimal (rounded to the nearest).
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .real(let value): self = value
        case .integer(let value):
            guard let exact = Double(exactly: value) else { return nil }
            self = exact
        case .decimal(let text):
            guard let value = Double(text) else { return nil }
            self = value
        default: return nil
        }
    }

    /// A number.
    public static var sqlExpectation: String { "a number" }
}

extension Float: SQLValueConvertible {
    /// A floating-point number.
    @inlinable public var sqlValue: SQLValue { .real(Double(self)) }

    /// Takes what a `Double` takes, rounded to the nearest `Float`.
    public init?(sqlValue: SQLValue) {
        guard let value = Double(sqlValue: sqlValue) else { return nil }
        self.init(value)
    }

    /// A number.
    public static var sqlExpectation: String { "a number" }
}

extension String: SQLValueConvertible {
    /// Text.
    @inlinable public var sqlValue: SQLValue { .text(self) }

    /// Takes text, or a decimal number in its notation.
    @inlinable
    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .text(let value), .decimal(let value): self = value
        default: return nil
        }
    }

    /// Text.
    public static var sqlExpectation: String { "text" }
}

extension [UInt8]: SQLValueConvertible {
    /// Bytes.
    @inlinable public var sqlValue: SQLValue { .blob(self) }

    /// Takes bytes.
    @inlinable
    public init?(sqlValue: SQLValue) {
        guard case .blob(let bytes) = sqlValue else { return nil }
        self = bytes
    }

    /// Bytes.
    public static var sqlExpectation: String { "bytes" }
}

extension Data: SQLValueConvertible {
    /// Bytes.
    public var sqlValue: SQLValue { .blob([UInt8](self)) }

    /// Takes bytes.
    public init?(sqlValue: SQLValue) {
        guard case .blob(let bytes) = sqlValue else { return nil }
        self.init(bytes)
    }

    /// Bytes.
    public static var sqlExpectation: String { "bytes" }
}

extension UUID: SQLValueConvertible {
    /// The canonical text form in lower case, as PostgreSQL prints it.
    public var sqlValue: SQLValue { .text(uuidString.lowercased()) }

    /// Takes the text form.
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(uuidString: text)
    }

    /// A UUID's text form.
    public static var sqlExpectation: String { "the text form of a UUID" }
}

extension Date: SQLValueConvertible {
    /// The moment as ISO 8601 text in UTC with microseconds: `2026-11-23T03:29:31.123456Z`.
    ///
    /// The texts of the years 0 to 9999 sort as the moments do.
    public var sqlValue: SQLValue { .text(Timestamp(self).text) }

    /// Takes ISO 8601 text (`T` or a space before the time, seconds and time zone optional, UTC without one), which is
    /// also what PostgreSQL returns for `timestamptz`, `timestamp` and `date`.
    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue, let timestamp = Timestamp(text: text) else { return nil }
        self = timestamp.date
    }

    /// A date's text form.
    public static var sqlExpectation: String { "a date and time in ISO 8601, such as 2026-11-23T03:29:31Z" }
}
