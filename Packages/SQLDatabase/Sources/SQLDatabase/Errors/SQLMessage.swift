/// What a database engine says in its own words, of a failure or beside a result that it gives.
///
/// It may quote values that were bound or stored: show it to the person who typed the statement, and keep it out of logs.
public struct SQLMessage: Sendable, Hashable {
    /// How serious it is: `ERROR`, `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`.
    public let severity: String
    /// The engine's code, as in ``SQLFailure/code``.
    public let code: SQLFailure.Code
    /// The main part, a sentence.
    public let text: String
    /// More about the same, such as the key that stands in the way.
    public let detail: String?
    /// What to do about it.
    public let hint: String?
    /// Where it arose: the functions that called each other, one a line.
    public let context: String?

    /// Puts a message together.
    public init(
        severity: String, code: SQLFailure.Code, text: String, detail: String? = nil, hint: String? = nil,
        context: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.text = text
        self.detail = detail
        self.hint = hint
        self.context = context
    }
}

extension SQLMessage: CustomStringConvertible {
    /// All parts, one a line: `WARNING: …`, `DETAIL: …`, `HINT: …`, `CONTEXT: …`.
    public var description: String {
        var lines = ["\(severity): \(text)"]
        for (name, part) in [("DETAIL", detail), ("HINT", hint), ("CONTEXT", context)] {
            if let part { lines.append("\(name): \(part)") }
        }
        return lines.joined(separator: "\n")
    }
}
