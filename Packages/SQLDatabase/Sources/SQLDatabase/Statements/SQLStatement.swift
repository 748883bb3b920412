// Unsafe pointers: a literal's bytes are hashed where the program keeps them.

/// One SQL statement: a value with placeholders, and what is bound to each of them.
///
/// A statement is written as a string literal. What is interpolated into it never becomes part of the SQL: it is
/// bound as a parameter, so that no value can change what the statement does.
/// ```swift
/// let rows = try connection.query("SELECT * FROM person WHERE name = \(name) AND age > \(age)")
/// ```
/// The literal parts are `StaticString`s: the compiler refuses to make a statement from a `String` that came from
/// elsewhere. What holds: ``segments`` has as many placeholders as there are ``bindings``, in the same order. Where the SQL itself must vary there are three doors, each visible in the source:
/// `\(identifier:)` for a quoted name, a nested `SQLStatement`, and ``init(trusted:)``.
public struct SQLStatement: Sendable {
    /// A stretch of SQL, or a placeholder.
    @usableFromInline
    enum Segment: Sendable {
        case literal(StaticString)
        case text(String)
        case placeholder
    }

    /// The SQL in order; it has as many placeholders as there are bindings.
    @usableFromInline let segments: [Segment]

    /// The values of the placeholders, in the order of the placeholders.
    public let bindings: [SQLValue]

    @usableFromInline
    init(segments: [Segment], bindings: [SQLValue]) {
        self.segments = segments
        self.bindings = bindings
    }

    /// Takes SQL that the program's author or its user is entitled to run: a script file, a command line.
    ///
    /// Never pass anything here that holds data from elsewhere: data belongs into `\(value)`.
    public init(trusted sql: String) {
        segments = [.text(sql)]
        bindings = []
    }
}

// MARK: - Rendering

extension SQLStatement {
    /// How an engine writes the placeholder with a number, counted from 1.
    public enum Placeholder: Sendable {
        /// `?1`, `?2` …: SQLite.
        case questionMark
        /// `$1`, `$2` …: PostgreSQL.
        case dollar
    }

    /// The SQL with a numbered placeholder for each placeholder, and no values.
    public func sql(_ placeholder: Placeholder) -> String {
        let mark = placeholder == .dollar ? "$" : "?"
        var sql = ""
        var number = 0
        for segment in segments {
            switch segment {
            // A literal's bytes are there for the length of the closure, which copies them.
            case .literal(let literal): literal.withUTF8Buffer { sql += String(decoding: $0, as: UTF8.self) }
            case .text(let text): sql += text
            case .placeholder:
                number += 1
                sql += mark
                sql += String(number)
            }
        }
        return sql
    }
}

extension SQLStatement: CustomStringConvertible {
    /// The SQL with `?1`, `?2` … for the values, which are never shown.
    public var description: String { sql(.questionMark) }
}

// MARK: - Identity

extension SQLStatement {
    /// The statement without its values: what a cache of prepared statements looks up.
    public struct Shape: Sendable, Hashable {
        @usableFromInline let segments: [Segment]

        @usableFromInline
        init(_ segments: [Segment]) {
            self.segments = segments
        }
    }

    /// The statement without its values.
    @inlinable public var shape: Shape { Shape(segments) }
}

extension SQLStatement.Segment: Hashable {
    // A literal's address says that two are the same without a look at their bytes: the usual case in a loop.
    @usableFromInline
    static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.placeholder, .placeholder): return true
        case (.literal(let left), .literal(let right)):
            guard left.utf8CodeUnitCount == right.utf8CodeUnitCount else { return false }
            if left.hasPointerRepresentation, right.hasPointerRepresentation, left.utf8Start == right.utf8Start {
                return true
            }
            return left.withUTF8Buffer { left in right.withUTF8Buffer { right in left.elementsEqual(right) } }
        case (.text(let left), .text(let right)): return left == right
        default: return false
        }
    }

    @usableFromInline
    func hash(into hasher: inout Hasher) {
        switch self {
        case .placeholder: hasher.combine(0 as UInt8)
        case .literal(let literal): literal.withUTF8Buffer { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .text(let text): hasher.combine(text)
        }
    }
}
