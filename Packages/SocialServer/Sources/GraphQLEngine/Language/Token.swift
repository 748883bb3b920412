/// The smallest piece of a document that has a meaning (section 2.1.6).
public struct Token: Sendable, Equatable {
    /// What a token is.
    public enum Kind: Sendable, Equatable {
        case endOfFile
        case exclamationMark
        case dollar
        case ampersand
        case leftParenthesis
        case rightParenthesis
        case dot
        case spread
        case colon
        case equals
        case at
        case leftBracket
        case rightBracket
        case leftBrace
        case pipe
        case rightBrace
        case name
        case int
        case float
        case string
        case blockString

        /// How error messages name it.
        var text: String {
            switch self {
            case .endOfFile: "<EOF>"
            case .exclamationMark: "'!'"
            case .dollar: "'$'"
            case .ampersand: "'&'"
            case .leftParenthesis: "'('"
            case .rightParenthesis: "')'"
            case .dot: "'.'"
            case .spread: "'...'"
            case .colon: "':'"
            case .equals: "'='"
            case .at: "'@'"
            case .leftBracket: "'['"
            case .rightBracket: "']'"
            case .leftBrace: "'{'"
            case .pipe: "'|'"
            case .rightBrace: "'}'"
            case .name: "Name"
            case .int: "Int"
            case .float: "Float"
            case .string: "String"
            case .blockString: "BlockString"
            }
        }
    }

    /// What it is.
    public let kind: Kind
    /// The offset of its first byte.
    public let start: Int
    /// The offset after its last byte.
    public let end: Int
    /// The name, the number as written, or the string's value after escapes and indentation; empty for punctuation.
    public let value: String

    /// How an error message names this token.
    var description: String {
        switch kind {
        case .name, .int, .float, .string, .blockString: "\(kind.text) '\(value.prefix(40))'"
        default: kind.text
        }
    }
}
