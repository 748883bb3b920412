/// A Swift type that fits into one column: it can be bound to a placeholder of a statement and decoded from a row.
///
/// A type with a raw value takes part by naming the protocol:
/// ```swift
/// enum Mood: String, SQLValueConvertible { case calm, wild }
/// ```
public protocol SQLValueConvertible {
    /// The value as the database gets it.
    var sqlValue: SQLValue { get }

    /// Makes the Swift value; `nil` if a value of this kind or size does not fit without loss.
    init?(sqlValue: SQLValue)

    /// What a column must hold so that it can be decoded, in words: "an integer from 0 to 255".
    static var sqlExpectation: String { get }
}

extension SQLValueConvertible {
    /// The type's own name.
    public static var sqlExpectation: String { "\(Self.self)" }
}

extension SQLValueConvertible where Self: RawRepresentable, RawValue: SQLValueConvertible {
    /// The raw value.
    public var sqlValue: SQLValue { rawValue.sqlValue }

    /// Makes the value whose raw value the column holds.
    public init?(sqlValue: SQLValue) {
        guard let rawValue = RawValue(sqlValue: sqlValue) else { return nil }
        self.init(rawValue: rawValue)
    }

    /// The raw value's expectation, for this type.
    public static var sqlExpectation: String { "\(RawValue.sqlExpectation) that is a raw value of \(Self.self)" }
}
