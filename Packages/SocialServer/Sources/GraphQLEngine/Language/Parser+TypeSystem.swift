/// The type system's productions (section 3), definitions and extensions alike.
extension Parser {
    mutating func typeSystemDefinition(
        _ description: Description?, from start: Int, isExtension: Bool
    ) throws(GraphQLError) -> Definition {
        let keyword = token
        guard keyword.kind == .name else { throw unexpected() }
        switch keyword.value {
        case "schema":
            return .schema(try schemaDefinition(description, from: start, isExtension: isExtension))
        case "directive" where !isExtension:
            return .directive(try directiveDefinition(description, from: start))
        case "scalar", "type", "interface", "union", "enum", "input":
            try advance()
            return .type(
                try typeDefinition(keyword.value, description, from: start, isExtension: isExtension))
        default:
            throw unexpected()
        }
    }

    private mutating func schemaDefinition(
        _ description: Description?, from start: Int, isExtension: Bool
    ) throws(GraphQLError) -> SchemaDefinition {
        try advance()
        let directives = try directives(isConstant: true)
        let read: (inout Parser) throws(GraphQLError) -> OperationTypeDefinition = { parser throws(GraphQLError) in
            let start = parser.token.start
            let kind = try parser.operationKind()
            try parser.expect(.colon)
            return OperationTypeDefinition(kind: kind, type: try parser.name(), position: start)
        }
        let types =
            isExtension
            ? try optionalMany(.leftBrace, .rightBrace, read) : try many(.leftBrace, .rightBrace, read)
        if isExtension, directives.isEmpty, types.isEmpty { throw unexpected() }
        return SchemaDefinition(
            isExtension: isExtension, description: description, directives: directives, operationTypes: types,
            position: start)
    }

    private mutating func typeDefinition(
        _ keyword: String, _ description: Description?, from start: Int, isExtension: Bool
    ) throws(GraphQLError) -> TypeDefinition {
        let name = try name()
        var interfaces: [Name] = []
        if keyword == "type" || keyword == "interface", try takeKeyword("implements") {
            interfaces = try delimited(.ampersand)
        }
        let directives = try directives(isConstant: true)
        let kind: TypeDefinition.Kind
        var isEmpty: Bool
        switch keyword {
        case "type", "interface":
            let fields = try optionalMany(.leftBrace, .rightBrace) { parser throws(GraphQLError) in
                try parser.fieldDefinition()
            }
            isEmpty = interfaces.isEmpty && fields.isEmpty
            kind =
                keyword == "type"
                ? .object(interfaces: interfaces, fields: fields) : .interface(interfaces: interfaces, fields: fields)
        case "union":
            let members = try take(.equals) ? try delimited(.pipe) : []
            isEmpty = members.isEmpty
            kind = .union(members: members)
        case "enum":
            let values = try optionalMany(.leftBrace, .rightBrace) { parser throws(GraphQLError) in
                try parser.enumValueDefinition()
            }
            isEmpty = values.isEmpty
            kind = .enumeration(values: values)
        case "input":
            let fields = try optionalMany(.leftBrace, .rightBrace) { parser throws(GraphQLError) in
                try parser.inputValueDefinition()
            }
            isEmpty = fields.isEmpty
            kind = .inputObject(fields: fields)
        default:
            isEmpty = true
            kind = .scalar
        }
        // An extension must add something (section 3.4.3 and its likes).
        if isExtension, isEmpty, directives.isEmpty { throw unexpected() }
        return TypeDefinition(
            isExtension: isExtension, description: description, name: name, directives: directives, kind: kind,
            position: start)
    }

    /// Names with a separator between them, and perhaps one before the first.
    private mutating func delimited(_ separator: Token.Kind) throws(GraphQLError) -> [Name] {
        _ = try take(separator)
        var names: [Name] = []
        repeat { names.append(try name()) } while try take(separator)
        return names
    }

    private mutating func fieldDefinition() throws(GraphQLError) -> FieldDefinition {
        let start = token.start
        let description = try description()
        let name = try name()
        let arguments = try argumentDefinitions()
        try expect(.colon)
        return FieldDefinition(
            description: description, name: name, arguments: arguments, type: try type(),
            directives: try directives(isConstant: true), position: start)
    }

    private mutating func argumentDefinitions() throws(GraphQLError) -> [InputValueDefinition] {
        try optionalMany(.leftParenthesis, .rightParenthesis) { parser throws(GraphQLError) in
            try parser.inputValueDefinition()
        }
    }

    private mutating func inputValueDefinition() throws(GraphQLError) -> InputValueDefinition {
        let start = token.start
        let description = try description()
        let name = try name()
        try expect(.colon)
        return InputValueDefinition(
            description: description, name: name, type: try type(),
            defaultValue: try take(.equals) ? try value(isConstant: true) : nil,
            directives: try directives(isConstant: true), position: start)
    }

    private mutating func enumValueDefinition() throws(GraphQLError) -> EnumValueDefinition {
        let start = token.start
        let description = try description()
        if token.kind == .name, ["true", "false", "null"].contains(token.value) {
            throw failure("Name '\(token.value)' is reserved and cannot be used for an enum value.", at: token.start)
        }
        return EnumValueDefinition(
            description: description, name: try name(), directives: try directives(isConstant: true), position: start)
    }

    private mutating func directiveDefinition(
        _ description: Description?, from start: Int
    ) throws(GraphQLError) -> DirectiveDefinition {
        try advance()
        try expect(.at)
        let name = try name()
        let arguments = try argumentDefinitions()
        let isRepeatable = try takeKeyword("repeatable")
        try expectKeyword("on")
        _ = try take(.pipe)
        var locations: [DirectiveLocation] = []
        repeat {
            let word = try self.name()
            guard let location = DirectiveLocation(rawValue: word.value) else {
                throw failure("Unexpected Name '\(word.value)'; it is not a directive location.", at: word.position)
            }
            locations.append(location)
        } while try take(.pipe)
        return DirectiveDefinition(
            description: description, name: name, arguments: arguments, isRepeatable: isRepeatable,
            locations: locations, position: start)
    }
}
