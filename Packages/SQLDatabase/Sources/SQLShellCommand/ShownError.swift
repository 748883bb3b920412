import CommandKit
import SQLDatabase

/// What a person at the shell is told of a failure: all that the engine said, also the values that it quotes, which the
/// person has typed. (Elsewhere errors may be logged, and hide them.)
struct ShownError {
    /// How much of a long statement is shown.
    private static let shownStatement = 300
    /// How much of a long line is shown before and after the fault.
    private static let shownColumns = 70

    private let error: any Error
    /// Where the statement begins in its file; `nil` for one that was typed.
    private let line: Int?

    init(_ error: any Error, line: Int? = nil) {
        self.error = error
        self.line = line
    }

    /// One or more lines, each with its end.
    var text: String {
        let location = line.map { "line \($0): " } ?? ""
        guard let error = error as? SQLError else { return "sqlshell: \(location)\(error)\n" }
        if case .cancelled = error { return "sqlshell: \(location)The statement was interrupted.\n" }
        guard let failure = error.failure else { return "sqlshell: \(location)\(error)\n" }
        var text = "sqlshell: \(location)\(error.replacing(Self.inFull(failure)))\n" + Self.marker(for: failure)
        for (name, part) in [
            ("DETAIL", failure.original?.detail), ("HINT", failure.original?.hint),
            ("CONTEXT", failure.original?.context),
        ] {
            if let part { text += "\(name): \(part.printable(keepingLines: true))\n" }
        }
        return text
    }

    private static func inFull(_ failure: SQLFailure) -> SQLFailure {
        SQLFailure(
            dialect: failure.dialect, code: failure.code,
            message: (failure.original?.text ?? failure.message).printable(keepingLines: true),
            statement: failure.statement.map { statement in
                statement.utf8.count <= shownStatement ? statement : statement.prefix(shownStatement) + "…"
            }, position: failure.position)
    }

    /// The line of the statement in which the engine found the fault, with an arrow below.
    private static func marker(for failure: SQLFailure) -> String {
        guard let statement = failure.statement, let position = failure.position, position > 0 else { return "" }
        let before = statement.unicodeScalars.prefix(position - 1)
        let start = before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex
        let left = String(statement.unicodeScalars[start..<before.endIndex].suffix(shownColumns)).printable
        let right = String(statement.unicodeScalars[before.endIndex...].prefix { $0 != "\n" }.prefix(shownColumns))
        return "  \(left)\(right.printable)\n  \(String(repeating: " ", count: left.columnsOnTerminal))^\n"
    }
}

/// What a server says beside its results. The functions that led to it are told of errors only, as psql does.
struct ShownMessage {
    let message: SQLMessage

    /// One or more lines, each with its end.
    var text: String {
        SQLMessage(
            severity: message.severity, code: message.code, text: message.text, detail: message.detail,
            hint: message.hint
        ).description.printable(keepingLines: true) + "\n"
    }
}

extension SQLError {
    /// The same error with another failure.
    fileprivate func replacing(_ failure: SQLFailure) -> SQLError {
        switch self {
        case .cannotConnect(_, let target): .cannotConnect(failure, target: target)
        case .accessDenied(_, let target): .accessDenied(failure, target: target)
        case .connectionLost: .connectionLost(failure)
        case .notADatabase: .notADatabase(failure)
        case .constraint(let constraint, _): .constraint(constraint, failure)
        case .busy(_, let waited, let holder): .busy(failure, waited: waited, holder: holder)
        case .conflict: .conflict(failure)
        case .full: .full(failure)
        case .readOnly: .readOnly(failure)
        case .forbidden: .forbidden(failure)
        case .statement: .statement(failure)
        default: self
        }
    }
}
