extension SQLStatement: ExpressibleByStringInterpolation {
    /// Makes a statement without placeholders.
    @inlinable
    public init(stringLiteral value: StaticString) {
        self.init(segments: [.literal(value)], bindings: [])
    }

    /// Makes a statement from its literal parts and what was interpolated between them.
    @inlinable
    public init(stringInterpolation: StringInterpolation) {
        self.init(segments: stringInterpolation.segments, bindings: stringInterpolation.bindings)
    }

    /// Collects a statement's literal parts and binds everything else.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        @usableFromInline var segments: [Segment] = []
        @usableFromInline var bindings: [SQLValue] = []

        /// Makes an empty collection with room for what is to come.
        @inlinable
        public init(literalCapacity: Int, interpolationCount: Int) {
            segments.reserveCapacity(2 * interpolationCount + 1)
            bindings.reserveCapacity(interpolationCount)
        }

        /// Adds SQL that stands in the program's source.
        @inlinable
        public mutating func appendLiteral(_ literal: StaticString) {
            if literal.utf8CodeUnitCount > 0 { segments.append(.literal(literal)) }
        }

        /// Binds one value: `\(name)`.
        @inlinable
        public mutating func appendInterpolation<Value: SQLValueConvertible>(_ value: Value) {
            segments.append(.placeholder)
            bindings.append(value.sqlValue)
        }

        /// Binds one value, or `NULL` for `nil`.
        @inlinable
        public mutating func appendInterpolation<Value: SQLValueConvertible>(_ value: Value?) {
            segments.append(.placeholder)
            bindings.append(value?.sqlValue ?? .null)
        }

        /// Binds one value that is a ``SQLValue`` already; this also takes its literals.
        @inlinable
        public mutating func appendInterpolation(_ value: SQLValue) {
            segments.append(.placeholder)
            bindings.append(value)
        }

        /// Binds each value of a list, with commas between: `WHERE id IN (\(list: ids))`.
        ///
        /// An empty list becomes `NULL`, which no value equals, so that `IN` finds nothing.
        public mutating func appendInterpolation<Value: SQLValueConvertible>(list values: some Sequence<Value>) {
            var isFirst = true
            for value in values {
                if !isFirst { segments.append(.literal(", ")) }
                isFirst = false
                appendInterpolation(value)
            }
            if isFirst { segments.append(.literal("NULL")) }
        }

        /// Adds the name of a table or column, in double quotes, as both engines write it: `FROM \(identifier: table)`.
        ///
        /// A name with a NUL in it is no name: the engines refuse such a statement.
        public mutating func appendInterpolation(identifier name: String) {
            var quoted = "\""
            for scalar in name.unicodeScalars {
                if scalar == "\"" { quoted += "\"" }
                quoted.unicodeScalars.append(scalar)
            }
            segments.append(.text(quoted + "\""))
        }

        /// Adds another statement with its placeholders and bindings: `WHERE \(condition)`.
        public mutating func appendInterpolation(_ statement: SQLStatement) {
            segments += statement.segments
            bindings += statement.bindings
        }
    }

    /// One statement after the other, with nothing between.
    public static func + (left: SQLStatement, right: SQLStatement) -> SQLStatement {
        SQLStatement(segments: left.segments + right.segments, bindings: left.bindings + right.bindings)
    }
}

extension Sequence where Element == SQLStatement {
    /// The statements with `separator` between each two: `conditions.joined(separator: " AND ")`.
    public func joined(separator: SQLStatement) -> SQLStatement {
        var whole = SQLStatement.StringInterpolation(literalCapacity: 0, interpolationCount: 0)
        var isFirst = true
        for statement in self {
            if !isFirst { whole.appendInterpolation(separator) }
            isFirst = false
            whole.appendInterpolation(statement)
        }
        return SQLStatement(stringInterpolation: whole)
    }
}
