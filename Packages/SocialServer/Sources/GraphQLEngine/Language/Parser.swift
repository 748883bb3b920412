/// Builds a document from tokens (section 2), by recursive descent: one function a production, named after it.
///
///     let document = try Parser.parse("{ statuses(first: 2) { text } }")
///
/// The type system's productions stand in `Parser+TypeSystem.swift`, values and types in `Parser+Values.swift`.
public struct Parser {
    let source: Source
    private let limits: DocumentLimits
    private var lexer: Lexer
    /// The token that is looked at; it is not consumed yet.
    var token: Token
    /// The token after it, when a description made it necessary to look there.
    private var lookahead: Token?
    /// How many productions that nest are open.
    private var depth = 0

    init(_ text: String, limits: DocumentLimits) throws(GraphQLError) {
        source = Source(text)
        self.limits = limits
        lexer = try Lexer(source, limits: limits)
        token = try lexer.next()
    }

    /// Parses a document of any definitions.
    ///
    /// - Throws: an error with the place of the first token that does not fit, or of the limit that was passed.
    public static func parse(
        _ text: String, limits: DocumentLimits = DocumentLimits()
    ) throws(GraphQLError) -> Document {
        var parser = try Parser(text, limits: limits)
        var definitions: [Definition] = []
        repeat { definitions.append(try parser.definition()) } while parser.token.kind != .endOfFile
        return Document(source: parser.source, definitions: definitions)
    }

    // MARK: Tokens

    mutating func advance() throws(GraphQLError) {
        if let next = lookahead {
            token = next
            lookahead = nil
        } else {
            token = try lexer.next()
        }
    }

    private mutating func peekNext() throws(GraphQLError) -> Token {
        if let next = lookahead { return next }
        let next = try lexer.next()
        lookahead = next
        return next
    }

    func failure(_ message: String, at offset: Int) -> GraphQLError { .syntax(message, in: source, at: offset) }

    func unexpected(_ token: Token? = nil) -> GraphQLError {
        let token = token ?? self.token
        return failure("Unexpected \(token.description).", at: token.start)
    }

    /// Consumes a token of this kind, or fails.
    @discardableResult
    mutating func expect(_ kind: Token.Kind) throws(GraphQLError) -> Token {
        guard token.kind == kind else {
            throw failure("Expected \(kind.text), found \(token.description).", at: token.start)
        }
        let found = token
        try advance()
        return found
    }

    /// Consumes a token of this kind if it is next.
    mutating func take(_ kind: Token.Kind) throws(GraphQLError) -> Bool {
        guard token.kind == kind else { return false }
        try advance()
        return true
    }

    mutating func expectKeyword(_ word: String) throws(GraphQLError) {
        guard try takeKeyword(word) else {
            throw failure("Expected '\(word)', found \(token.description).", at: token.start)
        }
    }

    mutating func takeKeyword(_ word: String) throws(GraphQLError) -> Bool {
        guard token.kind == .name, token.value == word else { return false }
        try advance()
        return true
    }

    /// At least one of something, between two tokens.
    mutating func many<Node>(
        _ open: Token.Kind, _ close: Token.Kind, _ read: (inout Parser) throws(GraphQLError) -> Node
    ) throws(GraphQLError) -> [Node] {
        try expect(open)
        var nodes: [Node] = []
        repeat { nodes.append(try read(&self)) } while try !take(close)
        return nodes
    }

    /// Nothing, or at least one of something between two tokens.
    mutating func optionalMany<Node>(
        _ open: Token.Kind, _ close: Token.Kind, _ read: (inout Parser) throws(GraphQLError) -> Node
    ) throws(GraphQLError) -> [Node] {
        token.kind == open ? try many(open, close, read) : []
    }

    /// Any number of something, between two tokens.
    mutating func any<Node>(
        _ open: Token.Kind, _ close: Token.Kind, _ read: (inout Parser) throws(GraphQLError) -> Node
    ) throws(GraphQLError) -> [Node] {
        try expect(open)
        var nodes: [Node] = []
        while try !take(close) { nodes.append(try read(&self)) }
        return nodes
    }

    /// Counts a level of nesting around a production that may contain itself.
    mutating func nested<Node>(
        _ read: (inout Parser) throws(GraphQLError) -> Node
    ) throws(GraphQLError) -> Node {
        depth += 1
        if depth > limits.depth {
            throw .limit("The document nests deeper than \(limits.depth) levels.", in: source, at: token.start)
        }
        let node = try read(&self)
        depth -= 1
        return node
    }

    mutating func name() throws(GraphQLError) -> Name {
        let token = try expect(.name)
        return Name(value: token.value, position: token.start)
    }

    // MARK: Definitions

    var isDescription: Bool { token.kind == .string || token.kind == .blockString }

    mutating func description() throws(GraphQLError) -> Description? {
        guard isDescription else { return nil }
        let text = token
        try advance()
        return Description(value: text.value, isBlock: text.kind == .blockString, position: text.start)
    }

    private mutating func definition() throws(GraphQLError) -> Definition {
        let start = token.start
        if token.kind == .leftBrace { return .operation(try operationDefinition(nil, from: start)) }
        let hasDescription = isDescription
        let keyword = hasDescription ? try peekNext() : token
        if hasDescription, keyword.kind == .leftBrace {
            throw failure("Unexpected description, it is not supported on shorthand queries.", at: start)
        }
        guard keyword.kind == .name else { throw unexpected(keyword) }
        switch keyword.value {
        case "query", "mutation", "subscription":
            return .operation(try operationDefinition(try description(), from: start))
        case "fragment":
            return .fragment(try fragmentDefinition(try description(), from: start))
        case "schema", "scalar", "type", "interface", "union", "enum", "input", "directive":
            return try typeSystemDefinition(try description(), from: start, isExtension: false)
        case "extend":
            if hasDescription {
                throw failure("Unexpected description, only definitions support descriptions.", at: start)
            }
            try advance()
            return try typeSystemDefinition(nil, from: start, isExtension: true)
        default:
            if hasDescription {
                throw failure("Unexpected description, only definitions support descriptions.", at: start)
            }
            throw unexpected(keyword)
        }
    }

    mutating func operationKind() throws(GraphQLError) -> OperationKind {
        guard token.kind == .name, let kind = OperationKind(rawValue: token.value) else {
            throw token.kind == .name
                ? unexpected() : failure("Expected Name, found \(token.description).", at: token.start)
        }
        try advance()
        return kind
    }

    private mutating func operationDefinition(
        _ description: Description?, from start: Int
    ) throws(GraphQLError) -> OperationDefinition {
        if token.kind == .leftBrace {
            return OperationDefinition(
                kind: .query, name: nil, description: nil, variables: [], directives: [],
                selectionSet: try selectionSet(), position: start, isShorthand: true)
        }
        return OperationDefinition(
            kind: try operationKind(), name: token.kind == .name ? try name() : nil, description: description,
            variables: try optionalMany(.leftParenthesis, .rightParenthesis) { parser throws(GraphQLError) in
                try parser.variableDefinition()
            },
            directives: try directives(isConstant: false), selectionSet: try selectionSet(), position: start,
            isShorthand: false)
    }

    private mutating func variableDefinition() throws(GraphQLError) -> VariableDefinition {
        let start = token.start
        let description = try description()
        try expect(.dollar)
        let name = try name()
        try expect(.colon)
        return VariableDefinition(
            name: name, description: description, type: try type(),
            defaultValue: try take(.equals) ? try value(isConstant: true) : nil,
            directives: try directives(isConstant: true), position: start)
    }

    private mutating func fragmentDefinition(
        _ description: Description?, from start: Int
    ) throws(GraphQLError) -> FragmentDefinition {
        try expectKeyword("fragment")
        let name = try fragmentName()
        try expectKeyword("on")
        return FragmentDefinition(
            name: name, description: description, typeCondition: try self.name(),
            directives: try directives(isConstant: false), selectionSet: try selectionSet(), position: start)
    }

    private mutating func fragmentName() throws(GraphQLError) -> Name {
        if token.kind == .name, token.value == "on" { throw unexpected() }
        return try name()
    }

    // MARK: Selections

    mutating func selectionSet() throws(GraphQLError) -> SelectionSet {
        let start = token.start
        return try nested { parser throws(GraphQLError) in
            SelectionSet(
                selections: try parser.many(.leftBrace, .rightBrace) { parser throws(GraphQLError) in
                    parser.token.kind == .spread ? try parser.fragment() : .field(try parser.field())
                }, position: start)
        }
    }

    private mutating func field() throws(GraphQLError) -> Field {
        let first = try name()
        let second = try take(.colon) ? try name() : nil
        return Field(
            alias: second == nil ? nil : first, name: second ?? first, arguments: try arguments(isConstant: false),
            directives: try directives(isConstant: false),
            selectionSet: token.kind == .leftBrace ? try selectionSet() : nil, position: first.position)
    }

    private mutating func fragment() throws(GraphQLError) -> Selection {
        let start = try expect(.spread).start
        let isOn = token.kind == .name && token.value == "on"
        if token.kind == .name, !isOn {
            return .fragmentSpread(
                FragmentSpread(
                    name: try fragmentName(), directives: try directives(isConstant: false), position: start))
        }
        if isOn { try advance() }
        return .inlineFragment(
            InlineFragment(
                typeCondition: isOn ? try name() : nil, directives: try directives(isConstant: false),
                selectionSet: try selectionSet(), position: start))
    }
}
