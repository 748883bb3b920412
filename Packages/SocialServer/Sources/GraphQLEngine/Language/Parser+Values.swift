extension Parser {
    mutating func arguments(isConstant: Bool) throws(GraphQLError) -> [Argument] {
        try optionalMany(.leftParenthesis, .rightParenthesis) { parser throws(GraphQLError) in
            try parser.argument(isConstant: isConstant)
        }
    }

    private mutating func argument(isConstant: Bool) throws(GraphQLError) -> Argument {
        let name = try name()
        try expect(.colon)
        return Argument(name: name, value: try value(isConstant: isConstant))
    }

    mutating func directives(isConstant: Bool) throws(GraphQLError) -> [Directive] {
        var directives: [Directive] = []
        while token.kind == .at {
            let start = token.start
            try advance()
            directives.append(
                Directive(name: try name(), arguments: try arguments(isConstant: isConstant), position: start))
        }
        return directives
    }

    /// A value (section 2.9). A constant one holds no variables.
    mutating func value(isConstant: Bool) throws(GraphQLError) -> ValueNode {
        let start = token.start
        return ValueNode(kind: try valueKind(isConstant: isConstant), position: start)
    }

    private mutating func valueKind(isConstant: Bool) throws(GraphQLError) -> ValueNode.Kind {
        let first = token
        switch first.kind {
        case .leftBracket:
            return .list(
                try nested { parser throws(GraphQLError) in
                    try parser.any(.leftBracket, .rightBracket) { parser throws(GraphQLError) in
                        try parser.value(isConstant: isConstant)
                    }
                })
        case .leftBrace:
            return .object(
                try nested { parser throws(GraphQLError) in
                    try parser.any(.leftBrace, .rightBrace) { parser throws(GraphQLError) in
                        try parser.argument(isConstant: isConstant)
                    }
                })
        case .int:
            try advance()
            return .int(first.value)
        case .float:
            try advance()
            return .float(first.value)
        case .string, .blockString:
            try advance()
            return .string(first.value, isBlock: first.kind == .blockString)
        case .name:
            try advance()
            switch first.value {
            case "true": return .boolean(true)
            case "false": return .boolean(false)
            case "null": return .null
            default: return .enumeration(first.value)
            }
        case .dollar:
            try advance()
            guard isConstant else { return .variable(try name().value) }
            guard token.kind == .name else { throw unexpected(first) }
            throw failure("Unexpected variable '$\(token.value)' in constant value.", at: first.start)
        default:
            throw unexpected()
        }
    }

    /// A type reference (section 2.12).
    mutating func type() throws(GraphQLError) -> TypeNode {
        let start = token.start
        let inner: TypeNode
        if token.kind == .leftBracket {
            inner = try nested { parser throws(GraphQLError) in
                try parser.expect(.leftBracket)
                let item = try parser.type()
                try parser.expect(.rightBracket)
                return TypeNode(
                    reference: .list(item.reference), position: start, namePosition: item.namePosition)
            }
        } else {
            let name = try name()
            inner = TypeNode(reference: .named(name.value), position: start, namePosition: start)
        }
        guard try take(.exclamationMark) else { return inner }
        return TypeNode(
            reference: .nonNull(inner.reference), position: start, namePosition: inner.namePosition)
    }

    /// Parses a value that stands alone, as `GRAPHQL_VALUE` of a tool's command line.
    ///
    /// - Throws: the place of the first token that does not fit.
    public static func parseValue(
        _ text: String, limits: DocumentLimits = DocumentLimits()
    ) throws(GraphQLError) -> ValueNode {
        var parser = try Parser(text, limits: limits)
        let value = try parser.value(isConstant: false)
        try parser.expect(.endOfFile)
        return value
    }

    /// Parses a type reference that stands alone.
    ///
    /// - Throws: the place of the first token that does not fit.
    public static func parseType(
        _ text: String, limits: DocumentLimits = DocumentLimits()
    ) throws(GraphQLError) -> TypeReference {
        var parser = try Parser(text, limits: limits)
        let type = try parser.type()
        try parser.expect(.endOfFile)
        return type.reference
    }
}
